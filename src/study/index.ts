export { parseStudy, readRecipe, readStudy, StudyError, studyJsonSchema } from './read.ts'
export { Retrieval, Sampling, ScratchModel, Stage, Study, Target, Training } from './schema.ts'
