import { paragraph, type Section, section, type Tone } from '../../document/model.ts'
import type { Report, Verdict } from '../../schema.ts'

const TONES = {
  improves: 'good',
  harms: 'bad',
  'no-clear-effect': 'neutral',
  undecided: 'neutral',
} as const satisfies Record<Verdict, Tone>

export const answerSection = ({ answer }: Report): Section =>
  section(
    'Answer',
    [
      paragraph(answer.sentence, 'lead'),
      paragraph(answer.where),
      { kind: 'definitions', items: answer.facts.map(({ label, value }) => ({ term: label, value })) },
    ],
    { id: 'answer', tone: TONES[answer.verdict] },
  )
