import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const eCare = defineTask({
  id: 'e-care',
  title: 'e-CARE',
  kind: 'multiple-choice',
  measures: 'Which of two sentences is the cause, or the effect, of a premise.',
  format: 'multiple-choice',
  options: {
    form: 'jsonl',
    context: '{premise} What was the {ask-for}?',
    choices: ['hypothesis1', 'hypothesis2'],
    answer: 'label',
    id: 'index',
  },
  languages: ['en'],
  splits: {
    train: {
      files: { examples: ['train/mc/e-care/train.jsonl', 'e-CARE/dataset/Causal_Reasoning/train.jsonl'] },
    },
    development: {
      files: { examples: ['train/mc/e-care/dev.jsonl', 'e-CARE/dataset/Causal_Reasoning/dev.jsonl'] },
    },
  },
  downloads: [
    fromGit(
      'Waste-Wood/e-CARE',
      'c3b52648adcc919303a297a377811e24d703e197',
      'e-CARE',
      'dataset/Causal_Reasoning/train.jsonl',
      'dataset/Causal_Reasoning/dev.jsonl',
    ),
  ],
  sizes: { train: { en: 14928 }, development: { en: 2132 } },
  metrics: ['accuracy'],
  citation: 'Du et al. 2022, arXiv 2205.05849',
  licence: 'MIT',
  defaults: jiantIntermediate('pairs'),
  traps: ['In the form of COPA; none of its premises is in XCOPA (exact match).'],
})
