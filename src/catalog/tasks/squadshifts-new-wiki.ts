import { defineTask } from '../define.ts'
import { squadShifts } from '../squadshifts.ts'

export const squadShiftsNewWiki = defineTask(
  squadShifts(
    'new-wiki',
    'new Wikipedia articles',
    'a paragraph of Wikipedia that SQuAD does not have',
    197,
    {
      mlqa: 'One question, a short common one, is in both.',
    },
  ),
)
