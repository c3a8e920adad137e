import { z } from 'zod'
import { type Comparison, isTrained, type Results } from '#compare'
import { contentKey, groupBy } from '#kernel'
import type { Study } from '#study'

/** How much runs of a study differed on one target, in the unit of its metric: what a study to come can be planned by. */
const TargetNoise = z.strictObject({
  task: z.string(),
  metric: z.string(),
  languages: z.array(z.string()).describe('That the numbers are means over'),
  seeds: z.array(z.int()),
  arms: z
    .array(
      z.strictObject({
        arm: z.string(),
        trained: z.boolean(),
        values: z.array(z.number()).describe('By seed'),
      }),
    )
    .describe('Those that have all of the seeds'),
  examples: z
    .strictObject({ variance: z.number(), df: z.number() })
    .describe('Of a difference of two arms over other test examples, mean over the declared pairs'),
})
export type TargetNoise = z.infer<typeof TargetNoise>

/** What a study's report leaves in the store. */
export const NoiseRecord = z.strictObject({
  format: z.literal(1),
  study: z.string(),
  model: z.string().describe('As the study names it; of a recipe its SHA-256'),
  scores: z.string().describe('SHA-256 of the keys of the scores that it was measured on'),
  targets: z.array(TargetNoise).describe('Those that decide and have two seeds of a trained arm'),
  atChance: z.array(z.string()),
})
export type NoiseRecord = z.infer<typeof NoiseRecord>

/** The same for studies that start from the same encoder. */
export const modelName = ({ model }: Pick<Study, 'model'>): string =>
  typeof model === 'string' ? model : contentKey(model)

/** Tells whether the scores of a record are those that a store has now. */
export const scoresKey = (keys: readonly string[]): string => contentKey([...keys].sort())

/** Measures the noise of a study's runs. */
export function measureNoise(
  study: string,
  written: Pick<Study, 'model'>,
  results: Results,
  comparison: Comparison,
): NoiseRecord {
  const deciding = comparison.targets.filter(({ decides }) => decides)
  return {
    format: 1,
    study,
    model: modelName(written),
    scores: scoresKey(results.cells.map(({ run }) => run)),
    targets: deciding.flatMap((target) => noiseOn(target, results, comparison) ?? []),
    atChance: comparison.targets.filter(({ decides }) => !decides).map(({ target }) => target),
  }
}

function noiseOn(
  { target, metric, averaged }: Comparison['targets'][number],
  results: Results,
  comparison: Comparison,
): TargetNoise | null {
  const means = comparison.means.filter(
    (mean) => mean.target === target && mean.languages.length === averaged.length,
  )
  const seedsOf = (mean: (typeof means)[number]) => mean.seeds.map(({ seed }) => seed)
  const seeds = means.map(seedsOf).reduce((most, each) => (each.length > most.length ? each : most), [])
  const arms = means
    .filter((mean) => seedsOf(mean).join() === seeds.join())
    .map((mean) => ({
      arm: mean.arm,
      trained: isTrainedOn(results, mean.arm, target),
      values: mean.seeds.map(({ value }) => value),
    }))
  const pairs = comparison.pairs.flatMap((pair) =>
    pair.targets.filter((each) => each.target === target && each.difference.covers === 'examples and runs'),
  )
  if (seeds.length < 2 || pairs.length === 0 || !arms.some(({ trained }) => trained)) return null
  const examples = comparison.cells.filter(
    (cell) => cell.target === target && averaged.includes(cell.language),
  )
  return {
    task: target,
    metric: metric.id,
    languages: [...averaged],
    seeds,
    arms,
    examples: {
      variance: pairs.reduce((sum, { difference }) => sum + difference.parts.examples ** 2 / pairs.length, 0),
      df: Math.max(1, Math.min(...examples.map((cell) => cell.examples)) - 1),
    },
  }
}

/** Whether the seeds of an arm are different trainings. */
function isTrainedOn({ cells }: Results, arm: string, target: string): boolean {
  const own = cells.filter((cell) => cell.arm === arm && cell.target === target)
  return [...groupBy(own, ({ language }) => language).values()].some(isTrained)
}

/** Runs of some arms, with what other examples would change. */
export type Noise = Pick<TargetNoise, 'seeds' | 'arms' | 'examples'>

/** The same of the mean over targets of one study, for the arms that have all of them; null where their seeds differ. */
export function noiseOfMean(targets: readonly TargetNoise[]): Noise | null {
  const [first, ...others] = targets
  if (first === undefined || others.some(({ seeds }) => seeds.join() !== first.seeds.join())) return null
  const count = targets.length
  const arms = first.arms.flatMap(({ arm }) => {
    const own = targets.flatMap((target) => target.arms.find((each) => each.arm === arm) ?? [])
    if (own.length < count) return []
    const values = first.seeds.map((_, at) => own.reduce((sum, each) => sum + each.values[at]! / count, 0))
    return [{ arm, trained: own.some(({ trained }) => trained), values }]
  })
  return {
    seeds: first.seeds,
    arms,
    examples: {
      variance: targets.reduce((sum, { examples }) => sum + examples.variance / count ** 2, 0),
      df: Math.min(...targets.map(({ examples }) => examples.df)),
    },
  }
}
