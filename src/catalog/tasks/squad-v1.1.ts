import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'

const at = (name: string) => [`squad/${name}`, `squad-v1.1/${name}`, `SQuAD/${name}`, name]

export const squadV1 = defineTask({
  id: 'squad-v1.1',
  title: 'SQuAD v1.1',
  type: 'span-extraction',
  measures: 'Finding the answer to a question in a Wikipedia paragraph that has it.',
  format: 'squad',
  languages: ['en'],
  splits: {
    train: { files: { examples: at('train-v1.1.json') } },
    development: { files: { examples: at('dev-v1.1.json') } },
  },
  metrics: ['squad-f1', 'squad-exact-match'],
  citation: 'Rajpurkar et al. 2016, arXiv 1606.05250',
  licence: 'CC BY-SA 4.0',
  overlaps: { xquad: 'XQuAD translates 1190 questions of the development set.' },
  defaults: jiantIntermediate('spans'),
  traps: [
    'Train 87 599, development 10 570 questions; training questions have one answer, development ones several.',
  ],
})
