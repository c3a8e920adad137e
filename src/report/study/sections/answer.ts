import { paragraph, type Section, section, type Tone } from '../../document/model.ts'
import type { EffectVerdict, Report } from '../../schema.ts'

const TONES = {
  improves: 'good',
  harms: 'bad',
  'no-clear-effect': 'neutral',
  undecided: 'open',
} as const satisfies Record<EffectVerdict, Tone>

export const answerSection = ({ answer }: Report): Section =>
  section({ title: 'Answer', id: 'answer', tone: TONES[answer.verdict] }, [
    paragraph(answer.sentence, 'lead'),
    answer.where,
    { kind: 'definitions', items: answer.facts },
  ])
