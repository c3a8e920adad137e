import type { Difference, Doubt } from './comparison.ts'
import { type Contrast, estimate, ofCells } from './contrast.ts'
import { CONTROLS } from './controls.ts'
import type { ScoredRun, TargetGrid } from './grid.ts'
import type { Outlier } from './outliers.ts'
import type { Pair } from './pairs.ts'

/**
 * What speaks against a pair on one target, its seeds apart. `outliers`: of all arms. `any`: a run that answers all alike
 * counts in however few languages.
 */
export function doubtsOn(
  grid: TargetGrid,
  { arm, against }: Pair,
  outliers: readonly Outlier[],
  level: number,
  any: boolean,
): Doubt[] {
  const constant = [arm, against].flatMap((each) => constantRuns(grid, each, any))
  const isConstant = (name: string, seed: number) =>
    constant.some((doubt) => doubt.arm === name && doubt.runs.some((run) => run.seed === seed))
  return [
    ...constant,
    ...runsAtChance(grid, { arm, against }, level, isConstant),
    ...outliers.filter((each) => [arm, against].includes(each.arm) && !isConstant(each.arm, each.seed)),
    ...missingSeeds(grid, arm, against),
    ...missingSeeds(grid, against, arm),
    ...missingLanguages(grid, arm, against),
    ...missingLanguages(grid, against, arm),
    ...unequalSeeds(grid, arm, against),
  ]
}

/** Deciding targets that one arm of a pair has and the other lacks. */
export function missingTargets(grids: readonly TargetGrid[], { arm, against }: Pair): Doubt[] {
  const has = (name: string, grid: TargetGrid) =>
    grid.languages.some((language) => grid.runs(name, language).length > 0)
  return [[arm, against] as const, [against, arm] as const].flatMap(([lacking, other]): Doubt[] => {
    const targets = grids
      .filter((grid) => has(other, grid) && !has(lacking, grid))
      .map(({ target }) => target)
    return targets.length === 0 ? [] : [{ why: 'missing targets', arm: lacking, targets }]
  })
}

/** Deciding targets that both arms have, and yet no seed and language of both. */
export function nothingInCommon(
  grids: readonly TargetGrid[],
  { arm, against }: Pair,
  compared: readonly string[],
): Doubt[] {
  const targets = grids
    .filter(({ target, languages, runs }) =>
      [arm, against].every(
        (each) => !compared.includes(target) && languages.some((language) => runs(each, language).length > 0),
      ),
    )
    .map(({ target }) => target)
  return targets.length === 0 ? [] : [{ why: 'nothing in common', targets }]
}

/** A single seed: what differs are two runs. */
export const oneSeed = ({ seeds }: Pick<Contrast, 'seeds'>): Doubt[] =>
  seeds.length === 1 ? [{ why: 'one seed', seed: seeds[0]!.seed }] : []

/** Seeds that are not all on one side of 0 although the interval is. */
export function disagreement({ seeds, excludesZero }: Pick<Difference, 'seeds' | 'excludesZero'>): Doubt[] {
  const isOneSided = seeds.every(({ value }) => value > 0) || seeds.every(({ value }) => value < 0)
  return excludesZero && !isOneSided ? [{ why: 'seeds disagree', seeds: [...seeds] }] : []
}

/** Whether one of the arms answers every example of a language alike: then its difference there is no effect of the arm. */
export const isConstantIn = (grid: TargetGrid, { arm, against }: Pair, language: string): boolean =>
  [arm, against].some((each) => grid.runs(each, language).some(({ score }) => score.collapsed !== undefined))

/** All runs of an arm by seed, with the languages that each has. */
function bySeed({ languages, runs }: TargetGrid, arm: string) {
  const found = new Map<number, { readonly language: string; readonly run: ScoredRun }[]>()
  for (const language of languages)
    for (const run of runs(arm, language)) {
      const known = found.get(run.seed)
      if (known === undefined) found.set(run.seed, [{ language, run }])
      else known.push({ language, run })
    }
  return found
}

/**
 * A training has collapsed when it answers every example alike in English or in half of its languages. In fewer it may be
 * the languages: then their differences carry no mark, and the mean is in doubt only where it rests on them (`any`).
 */
function constantRuns(
  grid: TargetGrid,
  arm: string,
  any: boolean,
): Extract<Doubt, { why: 'constant predictions' }>[] {
  const runs = [...bySeed(grid, arm)].flatMap(([seed, cells]) => {
    const constant = cells.filter(({ run }) => run.score.collapsed !== undefined)
    const collapsed =
      any ||
      constant.some(({ language }) => CONTROLS.includes(language)) ||
      2 * constant.length >= cells.length
    return constant.length > 0 && collapsed
      ? [
          {
            seed,
            languages: constant.map(({ language }) => language),
            prediction: constant[0]!.run.score.collapsed!,
          },
        ]
      : []
  })
  return runs.length === 0 ? [] : [{ why: 'constant predictions', arm, target: grid.target, runs }]
}

/**
 * Runs that are not above chance while another run of their arm is, by more than both intervals: trainings that may have
 * failed. The only run of an arm is held against those of the other. An arm whose several runs are all at chance cannot do
 * the target: that is a result. What answers all alike is told as that.
 */
function runsAtChance(
  grid: TargetGrid,
  { arm, against }: Pair,
  level: number,
  isConstant: (arm: string, seed: number) => boolean,
): Doubt[] {
  const judge = (name: string) =>
    [...bySeed(grid, name)].flatMap(([seed, cells]) => {
      const chances = cells.flatMap(({ run }) => run.score.chance[grid.metric.id]?.value ?? [])
      if (chances.length < cells.length) return []
      const mean = ofCells(cells.map(({ run }) => ({ of: run.metric, weight: 1 / cells.length })))
      const { low, high } = estimate(mean, level)
      return [
        { seed, low, high, above: low > chances.reduce((sum, chance) => sum + chance, 0) / chances.length },
      ]
    })
  const both = { [arm]: judge(arm), [against]: judge(against) }
  return [arm, against].flatMap((name): Doubt[] => {
    const own = both[name]!
    const others = own.length === 1 ? both[name === arm ? against : arm]! : own
    const failed = own.filter(
      ({ seed, above, high }) =>
        !above && !isConstant(name, seed) && others.some((other) => other.above && other.low > high),
    )
    return failed.length === 0
      ? []
      : [{ why: 'runs at chance', arm: name, target: grid.target, seeds: failed.map(({ seed }) => seed) }]
  })
}

/** A training that failed or has not run yet leaves its seed out of the mean. */
function missingSeeds(grid: TargetGrid, lacking: string, other: string): Doubt[] {
  const own = bySeed(grid, lacking)
  const seeds = [...bySeed(grid, other).keys()].filter((seed) => !own.has(seed))
  return own.size > 0 && seeds.length > 0
    ? [{ why: 'missing seeds', arm: lacking, target: grid.target, seeds }]
    : []
}

function missingLanguages({ target, languages, runs }: TargetGrid, lacking: string, other: string): Doubt[] {
  const missing = languages.filter(
    (language) => runs(lacking, language).length === 0 && runs(other, language).length > 0,
  )
  const has = languages.some((language) => runs(lacking, language).length > 0)
  return has && missing.length > 0
    ? [{ why: 'missing languages', arm: lacking, target, languages: missing }]
    : []
}

function unequalSeeds({ target, languages, runs }: TargetGrid, arm: string, against: string): Doubt[] {
  const seeds = languages.flatMap((language) => {
    const others = new Set(runs(against, language).map(({ seed }) => seed))
    const both = runs(arm, language).flatMap(({ seed }) => (others.has(seed) ? [seed] : []))
    return both.length === 0 ? [] : [both.join()]
  })
  return new Set(seeds).size > 1 ? [{ why: 'unequal seeds', target }] : []
}
