import { trainedOnDevelopment } from '../stand-in.ts'
import { commonsenseQa } from './commonsenseqa.ts'

export const commonsenseQaDev = trainedOnDevelopment(commonsenseQa, 'commonsenseqa-dev', 1221)
