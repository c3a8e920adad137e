import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { fromGit } from '../files.ts'

export const openBookQaLlmAdapters = defineTask({
  id: 'openbookqa-llmadapters',
  title: 'OpenBookQA, training set as in LLM-Adapters',
  kind: 'multiple-choice',
  measures: 'Which of four answers to a question of school science is right.',
  format: 'multiple-choice',
  options: {
    form: 'json',
    parts: [
      {
        of: 'instruction',
        pattern:
          'Please choose the correct answer to the question: (?<question>.*)\\n\\nAnswer1: (?<one>.*) Answer2: (?<two>.*) Answer3: (?<three>.*) Answer4: (?<four>.*)\\n\\nAnswer format: .*',
      },
    ],
    context: '{question}',
    choices: ['one', 'two', 'three', 'four'],
    answer: 'answer',
    answers: ['answer1', 'answer2', 'answer3', 'answer4'],
  },
  languages: ['en'],
  splits: {
    train: {
      files: {
        examples: [
          'train/mc/arc-openbookqa-llmadapters/openbookqa.train.json',
          'LLM-Adapters/dataset/openbookqa/train.json',
        ],
      },
      portion: { from: 0, to: 0.9 },
    },
    development: {
      files: {
        examples: [
          'train/mc/arc-openbookqa-llmadapters/openbookqa.train.json',
          'LLM-Adapters/dataset/openbookqa/train.json',
        ],
      },
      portion: { from: 0.9, to: 1 },
    },
  },
  downloads: [
    fromGit(
      'AGI-Edgerunners/LLM-Adapters',
      '816657208af4db747803f87ba40a4c71383fed7a',
      'LLM-Adapters',
      'dataset/openbookqa/train.json',
    ),
  ],
  metrics: ['accuracy'],
  citation: 'Mihaylov et al. 2018, arXiv 1809.02789; copy in LLM-Adapters: Hu et al. 2023, arXiv 2304.01933',
  licence: 'ODC-By (repository)',
  defaults: jiantIntermediate('pairs'),
  traps: ['Re-formatted: an instruction holds question and answers. A tenth selects, drawn by question.'],
})
