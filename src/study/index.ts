export { parseStudy, readRecipe, readStudy, studyJsonSchema } from './read.ts'
export {
  RandomModel,
  Sampling,
  ScratchModel,
  Stage,
  Study,
  scratchRecipe,
  Target,
  Training,
} from './schema.ts'
