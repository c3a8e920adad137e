import { anliRound } from '../anli.ts'
import { defineTask } from '../define.ts'

export const anliR1 = defineTask(anliRound(1, 16946, 1000))
