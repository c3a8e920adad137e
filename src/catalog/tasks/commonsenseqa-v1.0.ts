import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const commonsenseQaV10 = defineTask({
  id: 'commonsenseqa-v1.0',
  title: 'CommonsenseQA v1.0, three choices',
  kind: 'multiple-choice',
  measures: 'Which of three things a question of common sense asks for.',
  format: 'multiple-choice',
  options: {
    form: 'jsonl',
    context: '{question.stem}',
    choices: 'question.choices[].text',
    answer: 'answerKey',
    answers: ['A', 'B', 'C'],
    id: 'id',
  },
  languages: ['en'],
  splits: {
    train: {
      files: {
        examples: [
          'train/mc/commonsenseqa-v1.0/train_rand_split.jsonl',
          'cos-e/data/v1.0/train_rand_split.jsonl',
        ],
      },
    },
    development: {
      files: {
        examples: [
          'train/mc/commonsenseqa-v1.0/dev_rand_split.jsonl',
          'cos-e/data/v1.0/dev_rand_split.jsonl',
        ],
      },
    },
  },
  downloads: [
    fromGit(
      'salesforce/cos-e',
      'fd0cafcc3e30fd24e3e1742934e8fcbf677315c9',
      'cos-e',
      'data/v1.0/train_rand_split.jsonl',
      'data/v1.0/dev_rand_split.jsonl',
    ),
  ],
  sizes: { train: { en: 7610 }, development: { en: 950 } },
  metrics: ['accuracy'],
  citation: 'Talmor et al. 2019, arXiv 1811.00937; copy with CoS-E: Rajani et al. 2019, arXiv 1906.02361',
  licence: 'none stated',
  overlaps: {
    'commonsenseqa-gkp': '7191 questions, with other choices',
    commonsenseqa: '7191 of its training questions, with other choices',
  },
  defaults: jiantIntermediate('pairs'),
})
