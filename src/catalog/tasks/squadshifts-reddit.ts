import { defineTask } from '../define.ts'
import { squadShifts } from '../squadshifts.ts'

export const squadShiftsReddit = defineTask(squadShifts('reddit', 'Reddit posts', 'a post of a forum', 211))
