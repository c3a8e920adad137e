export { parseStudy, readRecipe, readStudy, studyJsonSchema } from './read.ts'
export { Sampling, ScratchModel, Stage, Study, Target, Training } from './schema.ts'
