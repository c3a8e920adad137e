import { trainedOnDevelopment } from '../stand-in.ts'
import { anliR3 } from './anli-r3.ts'

export const anliR3Dev = trainedOnDevelopment(anliR3, 'anli-r3-dev', 1198)
