import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { onHub } from '../hub.ts'

const HUB = 'pietrolesci/nli_fever'
const part = (from: number, to: number) => ({
  files: { examples: onHub(HUB, 'data/train-*.parquet') },
  portion: { from, to },
})

export const feverNli = defineTask({
  id: 'fever-nli',
  title: 'FEVER as NLI',
  kind: 'classification',
  measures: 'Whether sentences of Wikipedia support, refute or leave open a claim.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: {
    form: 'jsonl',
    columns: { text: 'hypothesis', pair: 'premise', label: 'label' },
    labels: ['entailment', 'neutral', 'contradiction'],
    empty: 'skip',
  },
  languages: ['en'],
  splits: { train: part(0, 0.98), development: part(0.98, 1) },
  downloads: [{ from: 'hub', repository: HUB, files: ['data/train-*.parquet'] }],
  metrics: ['accuracy'],
  citation:
    'Thorne et al. 2018, arXiv 1803.05355; as pairs: Nie et al. 2019, arXiv 1811.07039, and 2020, arXiv 1910.14599',
  licence: 'CC BY-SA 3.0',
  defaults: jiantIntermediate('pairs'),
  traps: [
    'The hub has claim and evidence in the columns "premise" and "hypothesis", the wrong way round; here the evidence is the first text. Not checked on the files themselves.',
    '208 346 pairs of the training set; labels of the other sets are withheld, so a fiftieth selects.',
  ],
})
