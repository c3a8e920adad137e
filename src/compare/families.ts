import { groupBy } from '#kernel'
import type { Uncertainty } from './uncertainty.ts'

/**
 * Variance of a number over languages, had they been others: related languages are left out together, one family at a time.
 *
 * @param numberOf the number of some of the languages, null where it has none
 * @returns null where a single family carries it: then nothing can be said about other languages
 *
 * @remarks Source: the delete-one-cluster jackknife, as for test examples (`jackknife.ts`); that related languages are no
 * independent cases: Roberts and Winters 2013, Linguistic diversity and traffic accidents, PLoS ONE 8.
 */
export function languageNoise(
  languages: readonly string[],
  familyOf: (language: string) => string,
  numberOf: (languages: readonly string[]) => number | null,
): Uncertainty | null {
  const families = groupBy(languages, familyOf)
  const values = [...families.keys()].map((family) =>
    numberOf(languages.filter((language) => familyOf(language) !== family)),
  )
  if (values.length < 2 || values.includes(null)) return null
  const without = values as number[]
  const mean = without.reduce((sum, value) => sum + value, 0) / without.length
  const squares = without.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { variance: ((without.length - 1) / without.length) * squares, df: without.length - 1 }
}
