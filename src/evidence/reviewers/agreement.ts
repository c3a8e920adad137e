/** Ratings of units by raters: one row a unit, one column a rater, null where a rater has not rated. */
export type Ratings = readonly (readonly (number | null)[])[]

const given = (row: readonly (number | null)[]) => row.filter((each): each is number => each !== null)
const total = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0)

/** Share of pairs of raters, over all units, that give the same value; null without a pair. */
export function exactAgreement(ratings: Ratings): number | null {
  let pairs = 0
  let same = 0
  for (const values of ratings.map(given))
    for (let one = 0; one < values.length; one++)
      for (let other = one + 1; other < values.length; other++) {
        pairs++
        if (values[one] === values[other]) same++
      }
  return pairs === 0 ? null : same / pairs
}

/**
 * Krippendorff's alpha with the ordinal difference; ratings may be missing. Units rated once say nothing. Null where
 * nothing can be paired, or where all paired values are the same, since then no disagreement was to be expected.
 * K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011.
 */
export function krippendorffAlpha(ratings: Ratings): number | null {
  const units = ratings.map(given).filter((values) => values.length > 1)
  const categories = [...new Set(units.flat())].sort((a, b) => a - b)
  if (categories.length < 2) return null
  const place = new Map(categories.map((value, at) => [value, at]))
  const counts = categories.map((value) => total(units.map((own) => own.filter((v) => v === value).length)))
  const before = counts.map((_, at) => total(counts.slice(0, at)))
  const difference = (one: number, other: number) => {
    const [low, high] = one < other ? [one, other] : [other, one]
    const between = before[high]! + counts[high]! - before[low]!
    return (between - (counts[low]! + counts[high]!) / 2) ** 2
  }
  const observed = total(
    units.map((values) => {
      let sum = 0
      for (let one = 0; one < values.length; one++)
        for (let other = 0; other < values.length; other++)
          if (one !== other) sum += difference(place.get(values[one]!)!, place.get(values[other]!)!)
      return sum / (values.length - 1)
    }),
  )
  const expected = total(
    counts.flatMap((own, one) => counts.map((others, other) => own * others * difference(one, other))),
  )
  return 1 - ((total(counts) - 1) * observed) / expected
}

/**
 * Gwet's AC2 with ordinal weights over the categories of the scale, used or not; ratings may be missing. Null where no
 * unit was rated twice. K. Gwet, Handbook of Inter-Rater Reliability, 4th edition, 2014, chapters 3 and 5.
 */
export function gwetAC2(ratings: Ratings, categories: readonly number[]): number | null {
  const units = ratings.map(given).filter((values) => values.length > 0)
  const paired = units.filter((values) => values.length > 1)
  if (paired.length === 0) return null
  const size = categories.length
  const choose = (n: number) => (n * (n - 1)) / 2
  const weights = categories.map((_, one) =>
    categories.map((_, other) => 1 - choose(Math.abs(one - other) + 1) / choose(size)),
  )
  const counted = (values: readonly number[]) =>
    categories.map((category) => values.filter((value) => value === category).length)
  const observed =
    total(
      paired.map((values) => {
        const counts = counted(values)
        const agreeing = counts.map(
          (own, at) => own * (total(counts.map((other, to) => weights[at]![to]! * other)) - 1),
        )
        return total(agreeing) / (values.length * (values.length - 1))
      }),
    ) / paired.length
  const shares = categories.map(
    (_, at) => total(units.map((values) => counted(values)[at]! / values.length)) / units.length,
  )
  const expected =
    (total(weights.flat()) / (size * (size - 1))) * total(shares.map((share) => share * (1 - share)))
  return (observed - expected) / (1 - expected)
}

/**
 * ICC(2,k): two-way random effects, absolute agreement, mean of k raters. Units that not all raters have rated are left
 * out. Null with fewer than two units or raters, or where nothing varies. P. Shrout, J. Fleiss, 1979.
 */
export function intraclassCorrelation(ratings: Ratings): number | null {
  const raters = Math.max(0, ...ratings.map((row) => row.length))
  const rows = ratings.map(given).filter((values) => values.length === raters)
  if (rows.length < 2 || raters < 2) return null
  const mean = total(rows.flat()) / (rows.length * raters)
  const means = rows.map((row) => total(row) / raters)
  const columns = rows[0]!.map((_, at) => total(rows.map((row) => row[at]!)) / rows.length)
  const between = (raters * total(means.map((each) => (each - mean) ** 2))) / (rows.length - 1)
  const byRater = (rows.length * total(columns.map((each) => (each - mean) ** 2))) / (raters - 1)
  const rest =
    total(rows.flatMap((row, at) => row.map((each, of) => (each - means[at]! - columns[of]! + mean) ** 2))) /
    ((rows.length - 1) * (raters - 1))
  const below = between + (byRater - rest) / rows.length
  return below === 0 ? null : (between - rest) / below
}
