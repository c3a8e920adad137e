import { list, type Section, section } from '../../document/model.ts'
import type { Report } from '../../schema.ts'

/** What was done, with every setting and its source. */
export const methodsSection = ({ methods, settings, sources }: Report): Section => {
  const title = 'Settings of every trained phase'
  return section({ title: 'Methods', id: 'methods' }, [
    ...methods,
    section(title, [{ kind: 'table', title, ...settings }]),
    section('Where settings and metrics come from', [{ kind: 'table', title: 'Sources', ...sources }]),
  ])
}

/** What the study cannot show. */
export const limitsSection = ({ limits }: Report): Section =>
  section({ title: 'Limits', id: 'limits' }, [list(limits)])
