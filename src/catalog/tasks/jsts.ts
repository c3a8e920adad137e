import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromJglue, inFolders } from '../files.ts'

const at = (name: string) => ({
  examples: inFolders(['intermediate/sts/jsts', 'JGLUE/datasets/jsts-v1.3', 'jsts-v1.3', 'jsts'], name),
})

export const jsts = defineTask({
  id: 'jsts',
  title: 'JSTS (JGLUE)',
  kind: 'regression',
  measures: 'How similar two Japanese image captions are in meaning, 0 to 5; written in Japanese.',
  format: 'scored-pairs',
  options: {
    form: 'jsonl',
    columns: { text: 'sentence1', pair: 'sentence2', value: 'label', id: 'sentence_pair_id' },
    range: [0, 5],
  },
  languages: ['ja'],
  splits: {
    train: { files: at('train-v1.3.json'), portion: { from: 0, to: 0.95 } },
    development: { files: at('train-v1.3.json'), portion: { from: 0.95, to: 1 } },
    test: { files: at('valid-v1.3.json') },
  },
  downloads: fromJglue('jsts-v1.3'),
  sizes: { test: { ja: 1457 } },
  metrics: ['spearman', 'pearson'],
  citation: 'Kurihara, Kawahara and Shibata 2022 (LREC, JGLUE)',
  licence: 'CC BY-SA 4.0',
  overlaps: { jnli: 'both draw on the same image captions' },
  defaults: jiantIntermediate('pairs'),
  traps: [
    'Test labels are withheld: the validation file tests, a twentieth of the training file (12 451 pairs) selects.',
  ],
})
