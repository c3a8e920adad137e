import { xtremeScripts } from '../defaults.ts'
import { defineTask } from '../define.ts'

export const xcopa = defineTask({
  id: 'xcopa',
  title: 'XCOPA',
  type: 'multiple-choice',
  measures: 'Which of two sentences is the cause, or the effect, of a premise.',
  format: 'multiple-choice',
  // The wording of google-research/xtreme, third_party/run_xcopa.py: "{premise} What was the {cause or effect}?"
  options: {
    form: 'jsonl',
    context: '{premise} What was the {question}?',
    choices: ['choice1', 'choice2'],
    answer: 'label',
  },
  languages: ['et', 'ht', 'id', 'it', 'qu', 'sw', 'ta', 'th', 'tr', 'vi', 'zh', 'en'],
  splits: {
    train: { languages: ['en'], files: { examples: ['xcopa/en/train-en.jsonl'] } },
    development: { languages: ['en'], files: { examples: ['xcopa/en/val-en.jsonl'] } },
    test: {
      languages: ['et', 'ht', 'id', 'it', 'qu', 'sw', 'ta', 'th', 'tr', 'vi', 'zh'],
      files: { examples: ['xcopa/{lang}/test.{lang}.jsonl', 'xcopa/data/{lang}/test.{lang}.jsonl'] },
    },
  },
  metrics: ['accuracy'],
  citation: 'Ponti et al. 2020, arXiv 2005.00333; English: COPA, Roemmele et al. 2011',
  licence: 'CC BY 4.0 (COPA: BSD 2-clause)',
  defaults: xtremeScripts('train_xcopa.sh', { learningRate: 3e-5, batchSize: 32, epochs: 5, maxLength: 128 }),
  traps: [
    'English is trained on (COPA, 400) but not scored: labels of the English test file of XTREME-R are all 0, placeholders.',
    'XTREME-R trains on Social IQa before COPA: use the task "siqa" as intermediate stage for that.',
    'XLM-R Large is at chance in ht and qu.',
  ],
})
