import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'

const at = (name: string) => ({
  files: {
    examples: ['intermediate/mc/cosmosqa', 'cosmosqa', 'CosmosQA'].map((folder) => `${folder}/${name}`),
  },
})

export const cosmosQa = defineTask({
  id: 'cosmosqa',
  title: 'Cosmos QA',
  type: 'multiple-choice',
  measures: 'Reading a blog text between the lines: causes, effects, motives.',
  format: 'multiple-choice',
  options: {
    form: 'csv',
    context: '{context} {question}',
    choices: ['answer0', 'answer1', 'answer2', 'answer3'],
    answer: 'label',
    id: 'id',
  },
  languages: ['en'],
  splits: { train: at('train.csv'), development: at('valid.csv') },
  metrics: ['accuracy'],
  citation: 'Huang et al. 2019, arXiv 1909.00277',
  licence: 'none stated in the repository',
  defaults: jiantIntermediate('pairs'),
})
