import { defineTask } from '../define.ts'
import { hellaswag } from './hellaswag.ts'

const examples = ['intermediate/mc/hellaswag', 'hellaswag'].map(
  (folder) => `${folder}/hellaswag-abstainqa.json.sample`,
)
const part = (under: string, from: number, to: number) => ({
  files: { examples },
  options: { under },
  portion: { from, to },
})

export const hellaswagSample = defineTask({
  ...hellaswag,
  id: 'hellaswag-sample',
  title: 'HellaSwag, a re-formatted sample',
  measures: `${hellaswag.measures} Learned from 1000 examples.`,
  options: {
    form: 'json',
    context: '{question}',
    choices: ['choices.A', 'choices.B', 'choices.C', 'choices.D'],
    answer: 'answer',
    answers: ['A', 'B', 'C', 'D'],
  },
  splits: { train: part('dev', 0, 1), development: part('test', 0, 0.5), test: part('test', 0.5, 1) },
  downloads: [],
  sizes: { train: { en: 1000 } },
  citation: `${hellaswag.citation}; sample in AbstainQA: Feng et al. 2024, arXiv 2402.00367`,
  licence: 'MIT (HellaSwag); none stated for the sample',
  standsInFor: 'hellaswag',
  overlaps: { hellaswag: 'It is drawn from the development set of HellaSwag.' },
  traps: [
    'Its ids recur, so examples are named by their place.',
    '1000 training examples, not the 39 905 of HellaSwag.',
    'The whole context is the first text, where jiant puts its last half sentence before each ending.',
  ],
})
