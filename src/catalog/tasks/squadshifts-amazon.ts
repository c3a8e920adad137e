import { defineTask } from '../define.ts'
import { squadShifts } from '../squadshifts.ts'

export const squadShiftsAmazon = defineTask(squadShifts('amazon', 'Amazon reviews', 'a product review', 210))
