import { jiantIntermediate } from '../defaults.ts'
import { defineTask } from '../define.ts'
import { sickEn } from './sick-en.ts'

export const sickNl = defineTask({
  ...sickEn,
  id: 'sick-nl',
  title: 'SICK-NL, Dutch entailment',
  measures:
    'Whether a Dutch caption entails, contradicts or leaves open another; SICK, translated and corrected.',
  options: {
    ...sickEn.options,
    columns: { text: 'sentence_A', pair: 'sentence_B', label: 'entailment_label', id: 'pair_ID' },
  },
  languages: ['nl'],
  sizes: { train: { nl: 4439 }, development: { nl: 495 }, test: { nl: 4906 } },
  standsInFor: undefined,
  overlaps: {
    'sick-en': 'the same pairs in English',
    'sick-sts-en': 'the same pairs in English, with another label',
  },
  defaults: jiantIntermediate('pairs'),
  traps: [
    'The file has the English pair beside the Dutch one: of SICK itself, this reads the wrong language.',
  ],
})
