import { listed, plural } from '#kernel'
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

const unitOf = (target: string | null) => (target === null ? 'nats' : 'points')

const stageText = ({ from, to, stage }: ForgettingStep) =>
  stage === null ? `all ${to} stages` : from === 0 ? stage : `then ${stage}`

/** Which head a loss is measured under, where it is not the last one before the step. */
const HEADS = { before: '', own: ', own head', new: ', new head' }

/** One row a step of an arm, one column a measure: the mean over languages. */
function changeTable(report: Report): Block {
  const { steps } = report.forgetting
  const counts = [...new Set(steps.flatMap(({ changes }) => changes.map(({ averaged }) => averaged.length)))]
  const languages =
    counts.length === 1 ? plural(counts[0]!, 'language') : `${listed(counts.map(String), 'or')} languages`
  const column = (target: string | null): ColumnOf<ForgettingStep> => [
    `${measureTitle(report, target)}, ${unitOf(target)}`,
    (step) => {
      const mean = changeIn(step, target)?.mean
      if (!mean) return quiet('no result')
      const digits = digitsOf(target)
      const { before, after, change, spread, seeds } = mean
      const between = spread === null ? ` (${plural(seeds, 'seed')})` : ` ±${decimal(spread, digits)}`
      const head = target === null && step.head !== null ? HEADS[step.head] : ''
      return {
        lines: [
          `${signed(change, digits)}${between}`,
          quiet(`${decimal(before, digits)} → ${decimal(after, digits)}${head}`),
        ],
      }
    },
    'number',
  ]
  const head = {
    title: 'Change with each stage',
    caption: `Change, then before and after: means over ${languages}, English left out, and over seeds. ±: standard deviation of the change between seeds. These are descriptions: nothing was tested.`,
    paper: 'forgetting',
  }
  return table(head, steps, [
    ['Arm', ({ arm }) => arm],
    ['Stage', stageText],
    ...measuresOf(report).map(column),
  ])
}

/** One row a language, one column a step: the change on the colour of its size. */
function languageMap(report: Report, target: string | null): Block {
  const { steps: all } = report.forgetting
  const steps = all.filter((step) => changeIn(step, target) !== undefined)
  const changes = steps.flatMap((step) => changeIn(step, target)!.languages)
  const largest = Math.max(...changes.map(({ change }) => Math.abs(change)), 1e-9)
  const digits = digitsOf(target)
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
    caption: `Deepest colour: ${decimal(largest, digits)} ${unitOf(target)}.`,
  }
  return table(head, codes, [[quiet('language'), nameOf], ...steps.map(column)])
}
