import { MEASURES, type MeasureName } from './measures.ts'
import type { Structure } from './test-set.ts'
import type { Target, World } from './world.ts'

/** One row of a table: a world, of which many studies are drawn. */
export interface Setting {
  readonly table: 'null reports' | 'metrics' | 'power'
  readonly name: string
  readonly world: World
  readonly studies: number
}

/** The test sets of XTREME that reports are simulated on, with what their items share. */
const XTREME: readonly Target[] = [
  { name: 'xnli', measure: 'accuracy', parallel: true, clusterSize: 3 },
  { name: 'pawsx', measure: 'accuracy', parallel: true },
  { name: 'udpos', measure: 'chunkF1', clusterSize: 5 },
  { name: 'panx', measure: 'chunkF1' },
  { name: 'xquad', measure: 'answerF1', parallel: true, clusterSize: 5 },
  { name: 'mlqa', measure: 'answerF1', parallel: true, share: 0.5, clusterSize: 2 },
  { name: 'tydiqa', measure: 'answerF1' },
  { name: 'bucc2018', measure: 'miningF1', untrained: true, withoutEnglish: true },
  { name: 'tatoeba', measure: 'recall', untrained: true, withoutEnglish: true },
]
const FEW = ['xnli', 'udpos', 'xquad', 'tatoeba']
const independent = ({ parallel, clusterSize, share, ...rest }: Target): Target => rest

const STRUCTURES: Readonly<Record<string, Structure>> = {
  independent: {},
  parallel: { parallel: true },
  'clusters of five': { clusterSize: 5 },
  'parallel, clusters of five': { parallel: true, clusterSize: 5 },
}
const SEEDS = [1, 2, 3, 5]
const NOISES = [0, 0.3, 0.7, 1.5]
const UNEQUAL = [1, 0.5, 1, 2, 3, 0.5, 2]

type Size = 'quick' | 'full'

const reports: Readonly<Record<Size, World>> = {
  quick: {
    targets: XTREME.filter(({ name }) => FEW.includes(name)),
    arms: 7,
    seeds: 3,
    items: 150,
    noise: 1.5,
    languages: 6,
  },
  full: { targets: XTREME, arms: 7, seeds: 3, items: 300, noise: 0.7 },
}

const nameOf = (what: string, { noise, seeds }: Pick<World, 'noise' | 'seeds'>) =>
  `${what}, noise ${noise}, ${seeds} ${seeds === 1 ? 'seed' : 'seeds'}`

function nullReport(size: Size, what: string, change: Partial<World>, studies: number): Setting {
  const world = { ...reports[size], ...change }
  return { table: 'null reports', name: nameOf(what, world), world, studies }
}

function metricSetting(
  measure: MeasureName,
  structure: string,
  change: Pick<World, 'noise' | 'seeds'> & Partial<World>,
  studies: number,
): Setting {
  const targets = [{ name: 'target', measure, ...STRUCTURES[structure]! }]
  const world: World = { targets, arms: 4, items: 300, gain: 2, gainSpread: 1, ...change }
  return {
    table: 'metrics',
    name: nameOf(`${MEASURES[measure].metric}, ${structure}`, world),
    world,
    studies,
  }
}

function powerSetting(
  what: string,
  targets: readonly Target[],
  change: Pick<World, 'noise' | 'seeds' | 'gain' | 'arms'> & Partial<World>,
  studies: number,
): Setting {
  const world: World = { targets, items: 1000, ...change }
  return {
    table: 'power',
    name: nameOf(`${what}, ${change.arms} arms, +${change.gain}`, world),
    world,
    studies,
  }
}

const XNLI = XTREME.slice(0, 1)
const MEASURE_NAMES = Object.keys(MEASURES) as MeasureName[]

/** A few minutes: where a wrong method shows itself soonest. */
function quick(): Setting[] {
  const without = { targets: reports.quick.targets.map(independent) }
  return [
    nullReport('quick', 'independent items', { ...without, noise: 0, seeds: 2 }, 60),
    nullReport('quick', 'as test sets are', { noise: 0, seeds: 2 }, 60),
    nullReport('quick', 'as test sets are', { seeds: 1 }, 20),
    nullReport('quick', 'as test sets are', { seeds: 2 }, 60),
    nullReport('quick', 'as test sets are', { seeds: 3 }, 60),
    nullReport('quick', 'unequal noise', { seeds: 3, noiseOf: UNEQUAL }, 60),
    ...MEASURE_NAMES.map((measure) =>
      metricSetting(
        measure,
        'parallel, clusters of five',
        { noise: 1.5, seeds: 3, languages: 6, items: 200 },
        40,
      ),
    ),
    ...[2, 5].map((seeds) => powerSetting('one target', XNLI, { gain: 2, seeds, noise: 0.7, arms: 7 }, 40)),
  ]
}

/** An hour and a half of one core. */
function full(): Setting[] {
  const cross = SEEDS.flatMap((seeds) => NOISES.map((noise) => ({ seeds, noise })))
  const several = [2, 3, 5].map((seeds) => ({ seeds }))
  return [
    ...cross.flatMap((each) => [
      nullReport('full', 'independent items', { ...each, targets: XTREME.map(independent) }, 24),
      nullReport('full', 'as test sets are', each, 24),
    ]),
    ...several.flatMap((each) => [
      nullReport('full', 'unequal noise', { ...each, noiseOf: UNEQUAL }, 60),
      nullReport('full', 'unequal noise', { ...each, noiseOf: UNEQUAL, noise: 1.5 }, 60),
      nullReport('full', 'half of the noise is the seed’s', { ...each, sharedSeed: 0.5 }, 60),
      nullReport('full', '100 items', { ...each, items: 100 }, 60),
      nullReport(
        'full',
        '100 items in 20 clusters',
        {
          ...each,
          items: 100,
          targets: XTREME.map((target) => ({ ...target, clusterSize: 5 })),
        },
        60,
      ),
    ]),
    ...MEASURE_NAMES.flatMap((measure) =>
      Object.keys(STRUCTURES).flatMap((structure) =>
        cross.map((each) => metricSetting(measure, structure, each, 8)),
      ),
    ),
    ...[1, 2].flatMap((gain) =>
      SEEDS.flatMap((seeds) => [
        ...[0.3, 0.7, 1.5].flatMap((noise) =>
          [2, 4, 7].map((arms) => powerSetting('one target', XNLI, { gain, seeds, noise, arms }, 24)),
        ),
        powerSetting('nine targets', XTREME, { gain, seeds, noise: 0.7, arms: 7, items: 300 }, 10),
      ]),
    ),
  ]
}

export const SETTINGS: Readonly<Record<Size, readonly Setting[]>> = { quick: quick(), full: full() }
