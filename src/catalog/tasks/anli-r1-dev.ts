import { trainedOnDevelopment } from '../stand-in.ts'
import { anliR1 } from './anli-r1.ts'

export const anliR1Dev = trainedOnDevelopment(anliR1, 'anli-r1-dev', 1000)
