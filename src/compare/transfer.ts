import { benjaminiHochberg } from './adjust.ts'
import { haveBoth } from './arms.ts'
import type { Comparison } from './comparison.ts'
import { type Contrast, contrast, estimate, pValue } from './contrast.ts'
import type { TargetGrid } from './grid.ts'
import { marked } from './marked.ts'
import { less, meanOver } from './measure.ts'
import type { Results } from './results.ts'

/**
 * How far the other languages lie behind the language that a target was trained in, by arm, and whether a detour changes
 * that.
 *
 * @remarks Source: the cross-lingual transfer gap of Hu et al. 2020 (XTREME), section 5.
 */
export function transferGaps(
  grids: readonly { readonly grid: TargetGrid; readonly sound: (arm: string) => boolean }[],
  { arms, baseline }: Results,
  level: number,
): Comparison['transferGaps'] {
  const found = grids.flatMap(({ grid, sound }) => {
    const control = grid.languages.find((language) => !grid.averaged.includes(language))
    if (control === undefined) return []
    const measureOf = (languages: readonly string[]) =>
      languages.length === 0 ? [] : less(meanOver(grid, [control]), meanOver(grid, languages))
    return [
      {
        target: grid.target,
        control,
        arms: arms.flatMap((arm) => {
          if (grid.runs(arm, control).length === 0) return []
          const own = grid.averaged.filter((language) => grid.runs(arm, language).length > 0)
          const value = contrast(measureOf(own), arm, null, arms)
          const shared = own.filter((language) => haveBoth(grid, language, arm, baseline))
          const change = haveBoth(grid, control, arm, baseline)
            ? contrast(measureOf(shared), arm, baseline, arms)
            : null
          return value === null ? [] : [{ arm, value, change, sound: sound(arm) }]
        }),
      },
    ]
  })
  const tests = found.flatMap(({ arms: own }) => own.flatMap(({ change }) => test(change)))
  const adjusted = benjaminiHochberg(tests.map(({ p }) => p))
  const byChange = new Map(tests.map(({ change }, at) => [change, adjusted[at]!]))
  return found.map(({ arms: own, ...rest }) => ({
    ...rest,
    arms: own.map(({ arm, value, change, sound }) => ({
      arm,
      value: estimate(value, level),
      difference: change && marked(change, byChange.get(change) ?? null, sound, level),
    })),
  }))
}

function test(change: Contrast | null) {
  const p = change && pValue(change)
  return change === null || p === null ? [] : [{ change, p }]
}
