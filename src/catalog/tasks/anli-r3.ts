import { anliRound } from '../anli.ts'
import { defineTask } from '../define.ts'

export const anliR3 = defineTask(anliRound(3, 100459, 1200))
