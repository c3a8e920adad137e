import { groupBy } from '#kernel'
import { meanOf, metric } from '#score'
import type { OverlapRecord, ReportInput } from './input.ts'
import type { FoundOverlap, Report } from './schema.ts'
import { fourDecimals, stepTitle } from './training.ts'

type Measured = Pick<Report, 'targets' | 'baseline'>
type Record = OverlapRecord & { readonly sets: NonNullable<OverlapRecord['sets']> }

/** What of the test sets is in training data, and the scores without it. */
export function overlapsOf(input: ReportInput, measured: Measured): Report['overlaps'] {
  const compared = input.overlaps.filter((record): record is Record => record.sets !== null)
  return {
    planned: input.overlaps.length,
    compared: compared.length,
    tested: testedOf(compared),
    found: compared.flatMap((record) => foundOf(input, record)),
    scores: measured.targets.flatMap((target) => scoresOf(input, compared, target, measured.baseline)),
    quotes: compared.flatMap(({ target, sets }) =>
      sets.flatMap(({ language, scored, quotes }) =>
        quotes.map(({ share, ...quote }) => ({
          target,
          language,
          scored,
          ...quote,
          share: share === null ? null : fourDecimals(share),
        })),
      ),
    ),
  }
}

/** Arms whose scores on the target come from these trainings. */
function armsOf({ results }: ReportInput, { trainings }: OverlapRecord): readonly string[] {
  const isShared = trainings.some(({ step }) => 'stage' in step && step.stage === 0)
  return isShared ? results.arms : [...new Set(trainings.map(({ arm }) => arm))]
}

const placesOf = ({ seen }: Record['sets'][number]) => [...seen.whole, ...seen.text, ...seen.ngrams]

/** Items of each test set, and how many of them are in any training data. */
function testedOf(compared: readonly Record[]): Report['overlaps']['tested'] {
  const sets = compared.flatMap(({ target, sets: own }) => own.map((set) => ({ target, ...set })))
  const alike = groupBy(sets, ({ target, language, scored }) => JSON.stringify([target, language, scored]))
  return [...alike.values()].map((own) => {
    const { target, language, scored, items } = own[0]!
    return { target, language, scored, items, seen: new Set(own.flatMap(placesOf)).size }
  })
}

/** Test sets of which something is in the data of a training step. */
function foundOf(input: ReportInput, record: Record): FoundOverlap[] {
  const trained = [...new Set(record.trainings.map((training) => stepTitle(input, training)))]
  return record.sets
    .filter((set) => placesOf(set).length > 0)
    .map(({ language, scored, items, seen }) => ({
      target: record.target,
      language,
      scored,
      trained,
      arms: [...armsOf(input, record)],
      items,
      whole: seen.whole.length,
      text: seen.text.length,
      ngrams: seen.ngrams.length,
    }))
}

/**
 * Scores of every arm on a target with all items, and without those that the arm or the baseline was trained on, so that
 * the difference of the two is on the same items. Nothing for arms that were trained on none.
 */
function scoresOf(
  input: ReportInput,
  compared: readonly Record[],
  { id, metric: { id: metricId }, averaged }: Measured['targets'][number],
  baseline: string,
): Report['overlaps']['scores'] {
  const records = compared.filter(({ target }) => target === id)
  const seenBy = (arms: readonly string[], language: string) => {
    const own = records.filter((record) => armsOf(input, record).some((arm) => arms.includes(arm)))
    const sets = own.flatMap(({ sets: all }) => all.filter((set) => set.scored && set.language === language))
    return new Set(sets.flatMap(placesOf))
  }
  const cells = groupBy(
    input.results.cells.filter(({ target }) => target === id),
    ({ arm, language }) => JSON.stringify([arm, language]),
  )
  /** Mean over seeds; null where no item is left. */
  const value = (arm: string, language: string, without: ReadonlySet<number>): number | null => {
    const values = cells.get(JSON.stringify([arm, language]))!.map(({ score: { examples, outcomes } }) => {
      if (without.size === examples) return null
      const counts = Int32Array.from({ length: examples }, (_, item) => (without.has(item) ? 0 : 1))
      return metric(metricId).value(outcomes, counts)
    })
    return values.includes(null) ? null : meanOf(values as number[])
  }
  return input.results.arms.flatMap((arm) => {
    const languages = [
      ...new Set([...averaged, ...records.flatMap(({ sets }) => sets.map((s) => s.language))]),
    ]
      .filter((language) => [arm, baseline].every((each) => cells.has(JSON.stringify([each, language]))))
      .map((language) => {
        const without = seenBy([arm, baseline], language)
        const of = (each: string, left: ReadonlySet<number>) => value(each, language, left)
        return {
          language,
          leftOut: without.size,
          value: of(arm, NOTHING)!,
          without: of(arm, without),
          baseline: of(baseline, NOTHING)!,
          baselineWithout: of(baseline, without),
        }
      })
    const seen = languages.filter(({ leftOut }) => leftOut > 0)
    if (seen.length === 0) return []
    const over = languages.filter(({ language }) => averaged.includes(language))
    const rows = [...(over.length === 0 ? [] : [{ language: null, ...meansOf(over) }]), ...seen]
    return rows.map((row) => ({
      arm,
      target: id,
      language: row.language,
      leftOut: row.leftOut,
      value: fourDecimals(row.value),
      without: row.without === null ? null : fourDecimals(row.without),
      ...(arm === baseline
        ? { difference: null, differenceWithout: null }
        : {
            difference: fourDecimals(row.value - row.baseline),
            differenceWithout:
              row.without === null || row.baselineWithout === null
                ? null
                : fourDecimals(row.without - row.baselineWithout),
          }),
    }))
  })
}

const NOTHING: ReadonlySet<number> = new Set()

interface Values {
  readonly leftOut: number
  readonly value: number
  readonly without: number | null
  readonly baseline: number
  readonly baselineWithout: number | null
}

/** Unweighted means over languages; null where one has nothing left. */
function meansOf(languages: readonly Values[]): Values {
  const mean = <N extends number | null>(of: (each: Values) => N) => {
    const values = languages.map(of)
    return values.includes(null as N) ? null : meanOf(values as number[])
  }
  return {
    leftOut: languages.reduce((sum, { leftOut }) => sum + leftOut, 0),
    value: mean(({ value }) => value)!,
    without: mean(({ without }) => without),
    baseline: mean(({ baseline }) => baseline)!,
    baselineWithout: mean(({ baselineWithout }) => baselineWithout),
  }
}
