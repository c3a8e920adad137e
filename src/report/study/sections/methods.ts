import { list, paragraph, type Section, section, table } from '../../document/model.ts'
import type { Report } from '../../schema.ts'

/** What was done, with every setting and its source. */
export const methodsSection = ({ methods, settings, sources }: Report): Section =>
  section(
    'Methods',
    [
      ...methods.map((each) => paragraph(each)),
      section('Settings of every trained phase', [table('Settings of every trained phase', settings)]),
      section('Where settings and metrics come from', [table('Sources', sources)]),
    ],
    { id: 'methods' },
  )

/** What the study cannot show. */
export const limitsSection = ({ limits }: Report): Section =>
  section('Limits', [list(limits)], { id: 'limits' })
