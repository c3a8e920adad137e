import { trainedOnDevelopment } from '../stand-in.ts'
import { cosmosQa } from './cosmosqa.ts'

export const cosmosQaDev = trainedOnDevelopment(cosmosQa, 'cosmosqa-dev', 2985)
