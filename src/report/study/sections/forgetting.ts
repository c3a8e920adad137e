import { plural } from '#kernel'
import {
  type Block,
  type ColumnOf,
  paragraph,
  quiet,
  type Section,
  section,
  table,
} from '../../document/model.ts'
import { decimal, signed } from '../../numbers.ts'
import type { Report } from '../../schema.ts'
import {
  changeIn,
  digitsOf,
  type ForgettingStep,
  forgettingGaps,
  forgettingLead,
  howLossIsMeasured,
  measuresOf,
  measureTitle,
} from '../forgetting-words.ts'
import { named } from '../lookup.ts'

/** What stages make an encoder forget; null where no arm has a stage. */
export function forgettingSection(report: Report): Section | null {
  if (report.forgetting.steps.length === 0) return null
  const measures = measuresOf(report)
  return section({ title: 'Forgetting', id: 'forgetting' }, [
    measures.length === 0 ? null : paragraph(forgettingLead(report), 'lead'),
    measures.length === 0 ? null : changeTable(report),
    howLossIsMeasured(report),
    forgettingGaps(report),
    measures.length === 0
      ? null
      : section({ title: 'Forgetting by language', fold: 'closed', note: 'change, before and after' }, [
          'Change in points, of the masked-LM loss in nats, mean over seeds, with the values before and after. English, on which stages mostly train, is no zero-shot language and not in the means above.',
          ...measures.map((target) => languageMap(report, target)),
        ]),
  ])
}

const stageText = ({ from, to, stage }: ForgettingStep) =>
  stage === null ? `all ${to} stages` : from === 0 ? stage : `then ${stage}`

/** Which head a loss is measured under, where it is not the last one before the step. */
const headText = ({ head }: ForgettingStep, target: string | null) =>
  target !== null || head === null ? '' : { before: '', own: ', own head', new: ', new head' }[head]

/** One row a step of an arm and measure: the mean over languages. */
function changeTable(report: Report): Block {
  const rows = report.forgetting.steps.flatMap((step) =>
    step.changes.flatMap(({ target, mean, averaged }) =>
      mean === null ? [] : [{ step, target, averaged, ...mean }],
    ),
  )
  type Row = (typeof rows)[number]
  const number =
    (field: 'before' | 'after') =>
    (row: Row): string =>
      decimal(row[field], digitsOf(row.target))
  const spreadText = ({ spread, seeds, target }: Row) =>
    quiet(spread === null ? plural(seeds, 'seed') : `±${decimal(spread, digitsOf(target))}`)
  const head = {
    title: 'Before and after each stage',
    caption:
      'Mean over seeds and over languages, English left out. ±: standard deviation of the change between seeds. These are descriptions: nothing was tested.',
    paper: 'forgetting',
  }
  return table(head, rows, [
    ['Arm', ({ step }) => step.arm],
    ['Stage', ({ step }) => stageText(step)],
    ['Measure', ({ step, target }) => [measureTitle(report, target), quiet(headText(step, target))]],
    ['Languages', ({ averaged }) => String(averaged.length), 'number'],
    ['Before', number('before'), 'number'],
    ['After', number('after'), 'number'],
    ['Change', (row) => [`${signed(row.change, digitsOf(row.target))} `, spreadText(row)], 'number'],
  ])
}

/** One row a language, one column a step: the change on the colour of its size. */
function languageMap(report: Report, target: string | null): Block {
  const { steps: all } = report.forgetting
  const steps = all.filter((step) => changeIn(step, target) !== undefined)
  const changes = steps.flatMap((step) => changeIn(step, target)!.languages)
  const largest = Math.max(...changes.map(({ change }) => Math.abs(change)), 1e-9)
  const digits = digitsOf(target)
  const unit = target === null ? 'nats' : 'points'
  const nameOf = (code: string) => named(report.languages, code)
  const codes = [...new Set(changes.map(({ language }) => language))].toSorted((a, b) =>
    nameOf(a).localeCompare(nameOf(b), 'en'),
  )
  const column = (step: ForgettingStep): ColumnOf<string> => [
    all.some(({ arm, to }) => arm === step.arm && to > 1)
      ? { lines: [step.arm, quiet(stageText(step))] }
      : step.arm,
    (code) => {
      const found = changeIn(step, target)!.languages.find(({ language }) => language === code)
      if (found === undefined) return 'none'
      const { before, after, change } = found
      const values = quiet(`${decimal(before, digits)} → ${decimal(after, digits)}`)
      // A higher loss is the worse one.
      return {
        lines: [signed(change, digits), values],
        shade: ((target === null ? -1 : 1) * change) / largest,
      }
    },
    'number',
  ]
  const head = {
    title: measureTitle(report, target),
    layout: 'map' as const,
    caption: `Deepest colour: ${decimal(largest, digits)} ${unit}.`,
  }
  return table(head, codes, [[quiet('language'), nameOf], ...steps.map(column)])
}
