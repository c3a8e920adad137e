import type { Score } from '#score'
import { type Chance, phi } from './chance.ts'
import type { Items } from './measures.ts'

/** How the items of a test set depend on each other. */
export interface Structure {
  /** The items of all languages are translations of each other. */
  readonly parallel?: boolean
  /** Items that hang together, such as the questions about one paragraph. Default 1. */
  readonly clusterSize?: number
  /** Of a parallel test set: share of its items that there are in any one language, each with its own choice. Default 1. */
  readonly share?: number
}

/** Variance of an effect: the same for a cluster, an item, or for an item in one language only. */
export interface Parts {
  readonly cluster: number
  readonly item: number
  readonly cell: number
}

const FACTS: Parts = { cluster: 0.3, item: 0.4, cell: 0.3 }

/** The items of a test set in several languages. */
export class TestSet {
  /** By language. */
  readonly dependence: readonly NonNullable<Score['dependence']>[]
  readonly #random: Chance
  readonly #clusterSize: number

  constructor(
    { parallel = false, clusterSize = 1, share = 1 }: Structure,
    items: number,
    languages: number,
    random: Chance,
  ) {
    this.#random = random
    this.#clusterSize = clusterSize
    const whole = parallel ? Math.round(items / share) : items
    const clusters = Math.ceil(whole / clusterSize)
    this.dependence = Array.from({ length: languages }, (_, language) => {
      const item = Float64Array.from(someOf(whole, items, random), (each) =>
        parallel ? each : each + language * whole,
      )
      const cluster = item.map((each) =>
        parallel
          ? Math.floor(each / clusterSize)
          : language * clusters + Math.floor((each - language * whole) / clusterSize),
      )
      return { item, cluster }
    })
  }

  /**
   * Normal effects of the items, [languages][items]. Where items have no cluster, or no translation, what would be shared
   * belongs to what is smaller: the variance stays the same.
   */
  effects({ cluster, item, cell }: Parts): Float64Array[] {
    const ofCluster = this.#scaled(this.#clusterSize > 1 ? cluster : 0)
    const ofItem = this.#scaled(this.#clusterSize > 1 ? item : item + cluster)
    return this.dependence.map((ids) =>
      Float64Array.from(
        ids.item,
        (id, at) => ofCluster(ids.cluster[at]!) + ofItem(id) + Math.sqrt(cell) * this.#random.normal(),
      ),
    )
  }

  /** What the items are, [languages]. */
  facts(): Items[] {
    const second = this.effects(FACTS)
    return this.effects(FACTS).map((normal, language) => ({
      normal,
      first: normal.map(phi),
      second: second[language]!.map(phi),
    }))
  }

  /** A normal number for each id that is asked for, the same whenever it is asked for again. */
  #scaled(variance: number): (id: number) => number {
    if (variance === 0) return () => 0
    const known: number[] = []
    const scale = Math.sqrt(variance)
    return (id) => {
      known[id] ??= scale * this.#random.normal()
      return known[id]
    }
  }
}

/** As many of the numbers from 0 to `whole` - 1 as wanted, in order. */
function someOf(whole: number, wanted: number, { uniform }: Chance): number[] {
  const chosen: number[] = []
  for (let each = 0; each < whole; each++)
    if (uniform() * (whole - each) < wanted - chosen.length) chosen.push(each)
  return chosen
}
