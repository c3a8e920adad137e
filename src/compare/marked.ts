import type { Difference } from './comparison.ts'
import { type Contrast, describe } from './contrast.ts'
import { disagreement } from './doubts.ts'
import type { LanguageNoise } from './families.ts'

/** A difference that is looked at rather than declared, with its adjusted p value. `sound`: nothing else speaks against it. */
export function marked(
  gap: Contrast,
  adjusted: number | null,
  sound: boolean,
  level: number,
  languages?: LanguageNoise,
): Difference & { readonly adjusted: number | null; readonly clear: boolean } {
  const described = describe(gap, level, languages)
  const clear = sound && adjusted !== null && adjusted < 1 - level && disagreement(described).length === 0
  return { ...described, adjusted, clear }
}
