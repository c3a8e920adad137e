import { trainedOnDevelopment } from '../stand-in.ts'
import { anliR2 } from './anli-r2.ts'

export const anliR2Dev = trainedOnDevelopment(anliR2, 'anli-r2-dev', 1000)
