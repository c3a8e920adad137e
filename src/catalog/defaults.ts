import type { EncoderSize, TaskEntry } from './task.ts'

const JIANT =
  'jiant (code of Phang et al. 2020), jiant/scripts/benchmarks/xtreme/xtreme_runconfig_writer.py and d_write_configs.sh'
const SIMPLE =
  'jiant (code of Phang et al. 2020), guides/projects/xstilts.md and the defaults of its run_simple.py'

interface Values {
  readonly learningRate: number
  readonly batchSize: number
  readonly epochs: number
  readonly maxLength: number
}

/** Training defaults whose values all come from one source, which trained encoders of one size. */
export function defaultsFrom(source: string, size: EncoderSize, values: Values): TaskEntry['defaults'] {
  return {
    learningRate: { value: values.learningRate, source, size },
    batchSize: { value: values.batchSize, source },
    epochs: { value: values.epochs, source },
    maxLength: { value: values.maxLength, source },
  }
}

/** Sentence pairs and tagging as XTREME targets: 1e-5, batch 4 x 8 = 32, 256 tokens. */
export const jiantPairs = (epochs: number) =>
  defaultsFrom(JIANT, 'large', { learningRate: 1e-5, batchSize: 32, epochs, maxLength: 256 })

/** Span extraction as XTREME target: 1e-5, batch 4 x 4 = 16, 2 epochs, 384 tokens. */
export const jiantSpans = () =>
  defaultsFrom(JIANT, 'large', { learningRate: 1e-5, batchSize: 16, epochs: 2, maxLength: 384 })

/** Sentence retrieval is not trained; only the length matters. */
export const jiantRetrieval = (maxLength = 512) =>
  defaultsFrom(
    `${JIANT}: retrieval tasks are never trained there; learning rate, batch and epochs are placeholders`,
    'large',
    {
      learningRate: 1e-5,
      batchSize: 32,
      epochs: 1,
      maxLength,
    },
  )

/**
 * An intermediate task: 3 epochs at 1e-5. The batch is the 32 (sentence pairs, choices) or 16 (span extraction) of the
 * same code's XTREME targets, because the guide's batch of 4 leaves gradient accumulation open.
 */
export const jiantIntermediate = (form: 'pairs' | 'spans') =>
  form === 'spans'
    ? defaultsFrom(`${SIMPLE}; length and batch as its SQuAD-trained XTREME targets`, 'large', {
        learningRate: 1e-5,
        batchSize: 16,
        epochs: 3,
        maxLength: 384,
      })
    : defaultsFrom(`${SIMPLE}; batch as its XNLI target`, 'large', {
        learningRate: 1e-5,
        batchSize: 32,
        epochs: 3,
        maxLength: 256,
      })

/** Values of the official scripts of XTREME and XTREME-R for XLM-R Large. */
export const xtremeScripts = (script: string, values: Values) =>
  defaultsFrom(`google-research/xtreme, scripts/${script}, XLM-R Large`, 'large', values)

/** Masked-LM in an intermediate stage: no values are published, so these are Polyvia's. */
export const textDefaults = (maxLength: number) =>
  defaultsFrom(
    'Polyvia: Phang et al. 2020 do not publish their masked-LM settings; learning rate as their tasks, batch 32, one pass',
    'large',
    {
      learningRate: 1e-5,
      batchSize: 32,
      epochs: 1,
      maxLength,
    },
  )

/** Tasks made of CLDR annotations, for small models trained from scratch. */
export const cldrDefaults = (values: Values) =>
  defaultsFrom('Polyvia: chosen for small encoders trained from scratch on a CPU', 'mini', values)
