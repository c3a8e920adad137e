import type { Difference } from './comparison.ts'
import { describe } from './contrast.ts'
import { disagreement } from './doubts.ts'
import type { Test, TestFamily } from './family.ts'

/** A difference with the mark that its family allows. `sound`: nothing else speaks against it. */
export function marked(
  test: Test & { readonly sound: boolean },
  family: TestFamily,
  level: number,
): Difference & { readonly adjusted: number | null; readonly clear: boolean } {
  const described = describe(test.gap, level, test.languages)
  const adjusted = family.adjustedOf(test)
  const clear =
    test.sound && adjusted !== null && adjusted < 1 - level && disagreement(described).length === 0
  return { ...described, adjusted, clear }
}
