export { parseStudy, readRecipe, readStudy, readStudyText, studyJsonSchema } from './read.ts'
export {
  LARGEST,
  RandomModel,
  Sampling,
  ScratchModel,
  Stage,
  Study,
  scratchRecipe,
  Target,
  Training,
} from './schema.ts'
export { parseYaml, YAML_BYTES, YamlFault } from './yaml.ts'
