import { haveBoth } from './arms.ts'
import type { Comparison } from './comparison.ts'
import { contrast, estimate } from './contrast.ts'
import type { TestFamily } from './family.ts'
import type { TargetGrid } from './grid.ts'
import { marked } from './marked.ts'
import { less, meanOver } from './measure.ts'
import type { Results } from './results.ts'

/**
 * How far the other languages lie behind the language that a target was trained in, by arm, and whether a detour changes
 * that.
 *
 * @returns the gaps, once all that is explored has been added
 *
 * @remarks Source: the cross-lingual transfer gap of Hu et al. 2020 (XTREME), section 5.
 */
export function draftTransferGaps(
  grids: readonly {
    readonly grid: TargetGrid
    readonly decides: boolean
    readonly sound: (arm: string) => boolean
  }[],
  { arms, baseline }: Results,
  explored: TestFamily,
  level: number,
): () => Comparison['transferGaps'] {
  const found = grids.flatMap(({ grid, decides, sound }) => {
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
          const test = change && { gap: change, sound: decides && sound(arm) }
          return value === null ? [] : [{ arm, value, test: test && decides ? explored.add(test) : test }]
        }),
      },
    ]
  })
  return () =>
    found.map(({ arms: own, ...rest }) => ({
      ...rest,
      arms: own.map(({ arm, value, test }) => ({
        arm,
        value: estimate(value, level),
        difference: test && marked(test, explored, level),
      })),
    }))
}
