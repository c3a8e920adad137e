import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit, inFolders } from '../files.ts'

export const INDONLI = ['intermediate/nli/indonli', 'indonli/data/indonli', 'indonli']
const at = (name: string) => ({ files: { examples: inFolders(INDONLI, name) } })

export const indonli = defineTask({
  id: 'indonli',
  title: 'IndoNLI',
  kind: 'classification',
  measures:
    'Whether an Indonesian premise entails, contradicts or leaves open a hypothesis; written in Indonesian.',
  labels: ['contradiction', 'entailment', 'neutral'],
  format: 'sentence-pairs',
  options: {
    form: 'jsonl',
    columns: { text: 'premise', pair: 'hypothesis', label: 'label' },
    labelNames: { c: 'contradiction', e: 'entailment', n: 'neutral' },
  },
  languages: ['id'],
  splits: { train: at('train.jsonl'), development: at('val.jsonl'), test: at('test_lay.jsonl') },
  downloads: [
    fromGit('ir-nlp-csui/indonli', '7b55d8217cc8417a8268b2ee6ba07bbfb75a4c8b', 'indonli', 'data/indonli'),
  ],
  sizes: { train: { id: 10330 }, development: { id: 2197 }, test: { id: 2201 } },
  metrics: ['accuracy'],
  citation: 'Mahendra et al. 2021, arXiv 2110.14566',
  licence: 'premises CC BY-SA; no single licence stated',
  overlaps: { 'indonli-expert': 'the same training data; its test set was written by experts' },
  defaults: jiantIntermediate('pairs'),
  traps: [
    'The pair_id of the files recurs, so pairs go by their row.',
    'Tested on the part that lay people wrote; the experts’ part is the task "indonli-expert".',
  ],
})
