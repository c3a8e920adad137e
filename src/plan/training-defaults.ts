import type { EncoderSize, TaskEntry } from '#catalog'
import type { Training } from '#study'
import { type Architecture, layerParameters } from './architecture.ts'

/** A value of a study with where it comes from: the study file, or the source of a default. */
export interface Setting<T> {
  readonly value: T
  readonly source: string
}

const JIANT = 'XTREME scripts of jiant, the code of Phang et al. 2020'
const ADAM = 'Kingma and Ba 2015, section 2; AdamW of transformers, as in jiant'

type PlainSetting =
  | 'warmup'
  | 'decay'
  | 'weightDecay'
  | 'clipNorm'
  | 'adamBeta1'
  | 'adamBeta2'
  | 'adamEpsilon'
  | 'evaluations'
  | 'maskProbability'
  | 'maskReplacement'
  | 'questionLength'
  | 'answerLength'
  | 'precision'
  | 'maxTokens'

/** Settings whose default is the same for every task and model. */
export const DEFAULTS: { readonly [Name in PlainSetting]: Setting<NonNullable<Training[Name]>> } = {
  warmup: { value: 0.1, source: `${JIANT}: warmup_steps_proportion 0.1` },
  decay: { value: 'linear', source: `${JIANT}: get_linear_schedule_with_warmup` },
  weightDecay: { value: 0.01, source: `${JIANT}: 0.01 except bias and LayerNorm` },
  clipNorm: { value: 1, source: `${JIANT}: gradient norm clip 1.0` },
  adamBeta1: { value: 0.9, source: ADAM },
  adamBeta2: { value: 0.999, source: ADAM },
  adamEpsilon: { value: 1e-8, source: ADAM },
  evaluations: {
    value: 4,
    source: 'Polyvia: four points of the run, best English development score kept',
  },
  maskProbability: { value: 0.15, source: 'Devlin et al. 2019, section 3.1; Conneau et al. 2020' },
  maskReplacement: {
    value: [8, 1, 1],
    source: 'Devlin et al. 2019, section 3.1: 80 % mask, 10 % random, 10 % unchanged',
  },
  questionLength: { value: 64, source: 'max_query_length of BERT run_squad.py, XTREME and jiant' },
  answerLength: { value: 30, source: 'max_answer_length of BERT run_squad.py, XTREME and jiant' },
  precision: {
    value: 'auto',
    source:
      'Polyvia: bf16 autocast where the device is clearly faster in it, measured; fp32 weights and optimiser',
  },
  maxTokens: {
    value: 16_384,
    source: 'Polyvia: one size for all, so that a step is cut alike on every machine',
  },
}

/** 128 as BERT run_squad.py, XTREME and jiant; shorter windows advance by half their length. */
export const strideOf = (maxLength: number): Setting<number> =>
  maxLength < 256
    ? { value: Math.floor(maxLength / 2), source: 'Polyvia: half of maxLength, where that is below 128' }
    : { value: 128, source: 'doc_stride of BERT run_squad.py, XTREME and jiant' }

/** The size of an encoder: by its layers, since the embeddings of a large vocabulary say nothing about learning. */
export function sizeOf(architecture: Architecture): EncoderSize {
  const parameters = layerParameters(architecture)
  return parameters < 5e6 ? 'mini' : parameters < 50e6 ? 'small' : parameters < 200e6 ? 'base' : 'large'
}

/**
 * Peak learning rates of encoders by size. Published ones for these sizes, not a formula between them; the smaller the
 * encoder, the higher.
 */
const LEARNING_RATES: Readonly<Record<EncoderSize, Setting<number>>> = {
  mini: {
    value: 3e-4,
    source: 'Turc et al. 2019 (arXiv 1908.08962), BERT miniatures: the highest of 3e-4, 1e-4, 5e-5, 3e-5',
  },
  small: {
    value: 5e-5,
    source: 'Multilingual MiniLM (12 layers of 384) on XNLI: microsoft/unilm, minilm/README.md',
  },
  base: {
    value: 2e-5,
    source: 'mBERT and XLM-R Base on XNLI: google-research/xtreme, scripts/train_xnli.sh',
  },
  large: { value: 1e-5, source: `${JIANT}: XLM-R Large, all tasks` },
}

/** The learning rate of a task: its own, where it was chosen for encoders of this size, else the usual one of the size. */
export function learningRateOf(
  { id, defaults: { learningRate } }: TaskEntry,
  architecture: Architecture,
): Setting<number> {
  const size = sizeOf(architecture)
  return learningRate.size === undefined || learningRate.size === size
    ? { value: learningRate.value, source: `${id}: ${learningRate.source}` }
    : { value: LEARNING_RATES[size].value, source: `${size} encoder: ${LEARNING_RATES[size].source}` }
}
