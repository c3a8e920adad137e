import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'

const at = (name: string) => ({ files: { examples: [`hellaswag/${name}`, `HellaSwag/${name}`, name] } })

export const hellaswag = defineTask({
  id: 'hellaswag',
  title: 'HellaSwag',
  type: 'multiple-choice',
  measures: 'Which of four endings continues a video caption or how-to text.',
  format: 'multiple-choice',
  // As jiant: first text ctx_a, second text ctx_b with the ending.
  options: {
    form: 'jsonl',
    context: '{ctx_a}',
    choices: 'endings',
    choice: '{ctx_b} {choice}',
    answer: 'label',
    id: 'ind',
  },
  languages: ['en'],
  splits: { train: at('hellaswag_train.jsonl'), development: at('hellaswag_val.jsonl') },
  metrics: ['accuracy'],
  citation: 'Zellers et al. 2019, arXiv 1905.07830',
  licence: 'MIT',
  defaults: jiantIntermediate('pairs'),
  traps: [
    'Train 39 905, development 10 042. Test labels are withheld. Copies with "choices A to D" are re-formatted and not read.',
  ],
})
