import { anliRound } from '../anli.ts'
import { defineTask } from '../define.ts'

export const anliR2 = defineTask(anliRound(2, 45460, 1000))
