import { FEATURES } from '#features'

/** Raised whenever the worker's arithmetic changes: part of the key of every phase that computes there. */
export const NUMERICS = 1

/** What a phase can be. A version is raised whenever the same inputs and parameters would give another result. */
export const OPERATIONS = {
  tokenizer: 1,
  initialize: 1,
  featurize: FEATURES,
  train: 3,
  predict: 1,
  'masked-lm-loss': 1,
  embed: 2,
  select: 1,
  neighbours: 2,
  score: 5,
  overlap: 2,
} as const
export type Operation = keyof typeof OPERATIONS

/** Operations whose result depends on the worker's arithmetic. */
export const COMPUTED: ReadonlySet<Operation> = new Set([
  'tokenizer',
  'initialize',
  'train',
  'predict',
  'masked-lm-loss',
  'embed',
  'select',
  'neighbours',
])
