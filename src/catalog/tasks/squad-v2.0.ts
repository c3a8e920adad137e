import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'

const at = (name: string) => [`squad/${name}`, `squad-v2.0/${name}`, `SQuAD/${name}`, name]

export const squadV2 = defineTask({
  id: 'squad-v2.0',
  title: 'SQuAD v2.0',
  type: 'span-extraction',
  measures: 'Finding the answer to a question in a paragraph, or seeing that it has none.',
  format: 'squad',
  languages: ['en'],
  splits: {
    train: { files: { examples: at('train-v2.0.json') } },
    development: { files: { examples: at('dev-v2.0.json') } },
  },
  metrics: ['squad-f1', 'squad-exact-match'],
  citation: 'Rajpurkar, Jia and Liang 2018, arXiv 1806.03822',
  licence: 'CC BY-SA 4.0',
  overlaps: { xquad: 'The development set holds the SQuAD v1.1 questions that XQuAD translates.' },
  defaults: jiantIntermediate('spans'),
  traps: ['Train 130 319, development 11 873 questions, about a third without an answer.'],
})
