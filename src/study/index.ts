export { baselinesOf, replicateIn, stagesOf } from './arms.ts'
export { declaredPairs } from './pairs.ts'
export { parseStudy, readRecipe, readStudy, readStudyText, studyJsonSchema } from './read.ts'
export {
  Forgetting,
  LARGEST,
  RandomModel,
  type Replicate,
  Sampling,
  ScratchModel,
  Stage,
  Study,
  scratchRecipe,
  Target,
  Training,
  type WrittenStage,
} from './schema.ts'
export { parseYaml, YAML_BYTES, YamlFault } from './yaml.ts'
