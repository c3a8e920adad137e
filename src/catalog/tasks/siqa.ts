import { xtremeScripts } from '../defaults.ts'
import { defineTask } from '../define.ts'

const at = (name: string) => ({
  files: { examples: [`siqa/socialIQa_v1.4_${name}.jsonl`, `socialIQa_v1.4_${name}.jsonl`] },
})

export const siqa = defineTask({
  id: 'siqa',
  title: 'Social IQa',
  type: 'multiple-choice',
  measures: 'Common sense about people: motives, reactions, what happens next.',
  format: 'multiple-choice',
  options: {
    form: 'jsonl',
    context: '{context} {question}',
    choices: ['answerA', 'answerB', 'answerC'],
    answer: 'correct',
    answers: ['A', 'B', 'C'],
  },
  languages: ['en'],
  splits: { train: at('trn'), development: at('dev'), test: at('tst') },
  metrics: ['accuracy'],
  citation: 'Sap et al. 2019, arXiv 1904.09728',
  licence: 'CC BY 4.0',
  defaults: xtremeScripts('train_xcopa.sh', { learningRate: 3e-5, batchSize: 32, epochs: 5, maxLength: 128 }),
  traps: ['XTREME-R trains XCOPA on Social IQa first, then on COPA.'],
})
