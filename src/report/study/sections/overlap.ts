import { count, groupBy, listed, someOf } from '#kernel'
import { type Block, list, paragraph, quiet, type Section, section, table } from '../../document/model.ts'
import { decimal, signed } from '../../numbers.ts'
import { overlapLead } from '../../overlap-words.ts'
import type { Report } from '../../schema.ts'
import { named } from '../lookup.ts'

/** Test items that were trained on, and the scores without them; null where nothing is trained. */
export function overlapSection(report: Report): Section | null {
  const { overlaps } = report
  if (overlaps.planned === 0) return null
  return section({ title: 'Training data in test sets', id: 'overlap' }, [
    paragraph(overlapLead(overlaps), 'lead'),
    overlaps.found.length === 0 ? null : foundTable(report),
    overlaps.scores.length === 0 ? null : scoreTable(report),
    overlaps.quotes.length === 0 ? null : section({ title: 'Examples', fold: 'closed' }, [quoteList(report)]),
  ])
}

const titleOf = ({ targets }: Report, id: string) => targets.find((target) => target.id === id)?.title ?? id

/** Languages and quotes that are printed; report.json and overlaps.csv have all. */
const PRINTED = { languages: 4, quotes: 12 }

/** One row a target and training data: items of all languages in which some were seen. */
function foundTable(report: Report): Block {
  const alike = groupBy(report.overlaps.found, ({ target, scored, trained }) =>
    JSON.stringify([target, scored, trained]),
  )
  type Found = Report['overlaps']['found']
  const sum = (found: Found, of: (each: Found[number]) => number) =>
    count(found.reduce((total, each) => total + of(each), 0))
  const where = (found: Found) =>
    someOf(
      found
        .toSorted((a, b) => seenOf(b) - seenOf(a))
        .map((each) => `${named(report.languages, each.language)} ${count(seenOf(each))}`),
      PRINTED.languages,
    )
  const head = {
    title: 'Training data in test sets',
    caption:
      'Test items that were seen, each counted once: whole, by one text, or by most 8-grams of one text. Languages without any are left out. Candidates are searched and stay in every score.',
    paper: 'overlap',
  }
  return table(
    head,
    [...alike.values()],
    [
      ['Target', ([first]) => `${titleOf(report, first!.target)}${first!.scored ? '' : ', candidates'}`],
      ['Trained on', ([first]) => listed(first!.trained)],
      ['Arms', ([first]) => (first!.arms.length === report.arms.length ? 'all' : listed(first!.arms))],
      ['Seen in', where],
      ['Items', (found) => sum(found, ({ items }) => items), 'number'],
      ['Whole', (found) => sum(found, ({ whole }) => whole), 'number'],
      ['One text', (found) => sum(found, ({ text }) => text), 'number'],
      ['8-grams', (found) => sum(found, ({ ngrams }) => ngrams), 'number'],
    ],
  )
}

const seenOf = ({ whole, text, ngrams }: Report['overlaps']['found'][number]) => whole + text + ngrams

/** One row a target and arm that was trained on some of its items: the mean over languages. */
function scoreTable(report: Report): Block {
  const { overlaps, baseline } = report
  const printed = (value: number | null, how: (value: number) => string) =>
    value === null ? quiet('no item left') : how(value)
  const difference = (arm: string, value: number | null) =>
    arm === baseline ? quiet('reference') : printed(value, signed)
  const head = {
    title: 'Scores without what was seen',
    caption: `Mean over languages and seeds with all items, and without those that the arm or the ${baseline} arm was trained on; no intervals. By language in scores-without-overlap.csv.`,
  }
  return table(
    head,
    overlaps.scores.filter(({ language }) => language === null),
    [
      ['Target', ({ target }) => titleOf(report, target)],
      ['Arm', ({ arm }) => arm],
      ['Left out', ({ leftOut }) => count(leftOut), 'number'],
      ['All items', ({ value }) => decimal(value), 'number'],
      ['Without', ({ without }) => printed(without, decimal), 'number'],
      ['Difference', ({ arm, difference: all }) => difference(arm, all), 'number'],
      ['Without', ({ arm, differenceWithout }) => difference(arm, differenceWithout), 'number'],
    ],
  )
}

const HOW = { whole: 'whole', text: 'one text', ngrams: '8-grams' } as const

function quoteList(report: Report): Block {
  return list(
    report.overlaps.quotes.slice(0, PRINTED.quotes).map(({ target, language, id, how, text, share, by }) => ({
      item: `“${text}”`,
      note: `${titleOf(report, target)}, ${named(report.languages, language)}, item ${id}: ${HOW[how]}${share === null ? '' : ` (${decimal(100 * share, 0)} %)`} in ${by.task} ${by.language}, example ${by.id}`,
    })),
  )
}
