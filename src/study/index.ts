export { parseStudy, readRecipe, readStudy, studyJsonSchema } from './read.ts'
export {
  RandomModel,
  Retrieval,
  Sampling,
  ScratchModel,
  Stage,
  Study,
  scratchRecipe,
  Target,
  Training,
} from './schema.ts'
