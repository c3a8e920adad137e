import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromJglue, heldOut, inFolders, TENTHS } from '../files.ts'

const at = (name: string) => ({
  examples: inFolders(['intermediate/nli/jnli', 'JGLUE/datasets/jnli-v1.3', 'jnli-v1.3', 'jnli'], name),
})
const valid = at('valid-v1.3.json')

export const jnli = defineTask({
  id: 'jnli',
  title: 'JNLI (JGLUE)',
  kind: 'classification',
  measures:
    'Whether a Japanese image caption entails, contradicts or leaves open another; written in Japanese.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: {
    form: 'jsonl',
    columns: { text: 'sentence1', pair: 'sentence2', label: 'label', id: 'sentence_pair_id' },
  },
  languages: ['ja'],
  splits: {
    train: {
      files: at('train-v1.3.json'),
      otherwise: [{ files: valid, portion: TENTHS.train, note: heldOut('the validation file') }],
    },
    development: { files: valid, portion: TENTHS.development },
    test: { files: valid, portion: TENTHS.test },
  },
  downloads: fromJglue('jnli-v1.3'),
  sizes: { train: { ja: 20073 } },
  cluster: 'sentence',
  metrics: ['accuracy'],
  citation: 'Kurihara, Kawahara and Shibata 2022 (LREC, JGLUE)',
  licence: 'CC BY-SA 4.0',
  overlaps: { jsts: 'both draw on the same image captions' },
  defaults: jiantIntermediate('pairs'),
  traps: ['The validation file has 2434 pairs; a tenth selects, a tenth tests.'],
})
