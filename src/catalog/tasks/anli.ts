import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'

const round = (name: string) =>
  ['anli_v1.0', 'anli'].flatMap((folder) => [1, 2, 3].map((r) => `${folder}/R${r}/${name}.jsonl`))
const rounds = (name: string) =>
  Object.fromEntries([1, 2, 3].map((r, at) => [`examples${r}`, [round(name)[at]!, round(name)[at + 3]!]]))
const analysis = Object.fromEntries(
  [1, 2, 3].map((r) => [
    `examples${r}`,
    ['intermediate/nli/anli-dev', 'anli-dev'].map((folder) => `${folder}/ANLI_analysis_r${r}_dev.csv`),
  ]),
)

export const anli = defineTask({
  id: 'anli',
  title: 'Adversarial NLI, rounds 1 to 3',
  type: 'classification',
  measures:
    'Whether a premise entails, contradicts or leaves open a hypothesis that was written to fool a model.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: {
    form: 'jsonl',
    columns: { text: 'context', pair: 'hypothesis', label: 'label', id: 'uid' },
    labelNames: { c: 'contradiction', e: 'entailment', n: 'neutral' },
  },
  languages: ['en'],
  splits: {
    train: { files: rounds('train') },
    development: {
      files: rounds('dev'),
      otherwise: [
        {
          files: analysis,
          options: {
            form: 'csv',
            quoting: 'csv',
            header: true,
            columns: { text: 'context', pair: 'statement', label: 'gold_label', id: 'uid' },
          },
          note: 'Read from the analysis files of the development sets, which lack 2 of the 1200 rows of round 3.',
        },
      ],
    },
    test: { files: rounds('test') },
  },
  metrics: ['accuracy'],
  citation: 'Nie et al. 2020, arXiv 1910.14599',
  licence: 'CC BY-NC 4.0',
  defaults: jiantIntermediate('pairs'),
  traps: [
    'Phang et al. 2020 train "ANLI+": SNLI, MNLI and the three rounds of ANLI together, 1 104 934 pairs.',
  ],
})
