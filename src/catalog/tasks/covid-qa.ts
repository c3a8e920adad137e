import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const covidQa = defineTask({
  id: 'covid-qa',
  title: 'COVID-QA, release of April 2020',
  kind: 'span-extraction',
  measures: 'Finding the answer to a question in a scientific article on COVID-19.',
  format: 'squad',
  options: { misaligned: 'skip' },
  languages: ['en'],
  splits: {
    train: {
      files: {
        examples: [
          'train/qa/covid-qa/200423_covidQA.json',
          'COVID-QA/data/question-answering/200423_covidQA.json',
        ],
      },
      portion: { from: 0, to: 0.8 },
    },
    development: {
      files: {
        examples: [
          'train/qa/covid-qa/200423_covidQA.json',
          'COVID-QA/data/question-answering/200423_covidQA.json',
        ],
      },
      portion: { from: 0.8, to: 0.9 },
    },
    test: {
      files: {
        examples: [
          'train/qa/covid-qa/200423_covidQA.json',
          'COVID-QA/data/question-answering/200423_covidQA.json',
        ],
      },
      portion: { from: 0.9, to: 1 },
    },
  },
  downloads: [
    fromGit(
      'deepset-ai/COVID-QA',
      'fb2eb5e249618457e5359806601086c635c8eb8f',
      'COVID-QA',
      'data/question-answering/200423_covidQA.json',
    ),
  ],
  metrics: ['squad-f1', 'squad-exact-match'],
  citation: 'Möller et al. 2020 (NLP-COVID)',
  licence: 'Apache-2.0 (repository)',
  defaults: jiantIntermediate('spans'),
  traps: [
    '234 of 1380 answers are not at their place: left out and counted.',
    'Whole articles: an example makes many windows.',
  ],
})
