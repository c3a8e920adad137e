import { listed, own, plural } from '#kernel'
import { type Block, type ColumnOf, quiet, type Section, section, table } from '../../document/model.ts'
import { languageName } from '../../language-name.ts'
import { signed } from '../../numbers.ts'
import type { Report, ReportedDifference } from '../../schema.ts'
import { exploratoryMarks, intervals, isOneSeed } from '../captions.ts'
import { gapCell } from '../cells.ts'
import { cellOf } from '../lookup.ts'

type Gap = Report['transferGaps'][number]

/** How far languages lie behind the one that targets were trained in, and what arms change; null without such targets. */
export function transferSection(report: Report): Section | null {
  if (report.transferGaps.length === 0) return null
  return section({ title: 'Transfer gap', id: 'transfer' }, [
    `${sentence(report)} A gap also narrows where ${controlsIn(report)} gets worse: read it beside the values.`,
    gapTable(report),
  ])
}

const controlsIn = ({ transferGaps, languages }: Report) =>
  listed([...new Set(transferGaps.map(({ control }) => own(languages, control) ?? languageName(control)))])

type Changed = { readonly gap: Gap; readonly arm: string; readonly difference: ReportedDifference }

function sentence(report: Report): string {
  if (isOneSeed(report)) return 'With one seed nothing is said about what an arm does to the gap.'
  const changes = report.transferGaps.flatMap((gap) =>
    gap.arms.flatMap(({ arm, difference }): Changed[] =>
      difference === null ? [] : [{ gap, arm, difference }],
    ),
  )
  const clear = changes.filter(({ difference }) => difference.clear)
  if (clear.length === 0)
    return `No arm clearly changes how far other languages lie behind ${controlsIn(report)}.`
  return `${clear.map((each) => changeInWords(report, each)).join(' ')} ${clear.length === changes.length ? '' : 'No other change is clear.'}`.trim()
}

function changeInWords(report: Report, { gap, arm, difference }: Changed): string {
  const { target, control } = gap
  const { title } = report.targets.find(({ id }) => id === target)!
  const part = (language: string | null) => cellOf(report, arm, target, language)?.difference
  const [atHome, elsewhere] = [part(control), part(null)]
  const parts =
    atHome && elsewhere
      ? ` (${own(report.languages, control) ?? control} ${signed(atHome.value)}, the others ${signed(elsewhere.value)})`
      : ''
  return `${arm} clearly ${difference.value < 0 ? 'narrows' : 'widens'} the gap on ${title} by ${signed(difference.value)} points${parts}.`
}

/** Every arm on every target with a control: the gap, and its change from the baseline. */
function gapTable(report: Report): Block {
  const { arms, transferGaps, baseline } = report
  const differences = transferGaps.flatMap((gap) => gap.arms)
  const head = {
    title: 'Transfer gap',
    layout: 'numbers' as const,
    caption: `${controlsIn(report)} less the mean over the other languages, in points, with ${intervals(report)}: in the ${baseline} arm, and after each other arm, there with its change. Below 0 the gap narrows. ${exploratoryMarks(report, differences, 'changes', ['widens', 'narrows'])}`,
    paper: 'transfer gap',
  }
  return table(head, arms, [
    ['Arm', ({ name, baseline: first }) => (first ? { lines: [name, quiet('before')] } : name)],
    ...transferGaps.map((gap): ColumnOf<Report['arms'][number]> => {
      const target = report.targets.find(({ id }) => id === gap.target)!
      return [
        {
          lines: [
            target.title,
            quiet(`${languageName(gap.control)} less mean of ${plural(target.averaged.length, 'language')}`),
            ...(target.decides ? [] : [quiet('at chance')]),
          ],
        },
        ({ name }) => gapCell(gap.arms.find(({ arm }) => arm === name)),
        'number',
      ]
    }),
  ])
}
