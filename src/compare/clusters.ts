import type { Score } from '#score'

/** Clusters of test examples that are drawn together, of one language or of several that are translations of each other. */
export interface Space {
  readonly clusters: number
}

/** Where the examples of a language lie. */
export interface Clustering {
  readonly space: Space
  /** Cluster of each example, as its place in the space. */
  readonly of: Int32Array
  /** How many clusters of the space the language has. */
  readonly clusters: number
}

interface Examples {
  readonly language: string
  readonly score: Pick<Score, 'examples' | 'dependence'>
}

/**
 * Clusters of the languages of a target. Examples of one premise, paragraph or document are one cluster, and clusters of
 * different languages that hold translations of one example are one as well, as are those that have one number, such as a
 * concept that is the same in every language: chance draws them together.
 */
export function clusterings(languages: readonly Examples[]): Map<string, Clustering> {
  const sets = new DisjointSets()
  const items = new Map<number, number>()
  const clusters = new Map<number, number>()
  const nodes = languages.map(({ score: { examples, dependence } }) => {
    if (dependence === undefined) return Int32Array.from({ length: examples }, () => sets.add())
    return Int32Array.from(dependence.cluster, (cluster, at) => {
      const node = clusters.get(cluster) ?? sets.add()
      clusters.set(cluster, node)
      const item = dependence.item[at]!
      const same = items.get(item)
      if (same === undefined) items.set(item, node)
      else sets.join(node, same)
      return node
    })
  })
  return spacesOf(languages, nodes, sets)
}

/** Languages that have a cluster in common share a space. */
function spacesOf(
  languages: readonly Examples[],
  nodes: readonly Int32Array[],
  sets: DisjointSets,
): Map<string, Clustering> {
  const together = new DisjointSets()
  const firstWith = new Map<number, number>()
  for (const own of nodes) {
    const language = together.add()
    for (const node of own) {
      const root = sets.rootOf(node)
      const first = firstWith.get(root)
      if (first === undefined) firstWith.set(root, language)
      else together.join(language, first)
    }
  }
  const spaces = new Map<number, { clusters: number }>()
  const places = new Map<number, number>()
  return new Map(
    languages.map(({ language }, at) => {
      const group = together.rootOf(at)
      const space = spaces.get(group) ?? { clusters: 0 }
      spaces.set(group, space)
      const of = nodes[at]!.map((node) => {
        const root = sets.rootOf(node)
        const place = places.get(root) ?? space.clusters++
        places.set(root, place)
        return place
      })
      return [language, { space, of, clusters: new Set(of).size }]
    }),
  )
}

/** Sets that are joined step by step (union-find with halved paths). */
class DisjointSets {
  private readonly parents: number[] = []

  add(): number {
    return this.parents.push(this.parents.length) - 1
  }

  rootOf(node: number): number {
    let at = node
    while (this.parents[at] !== at) {
      this.parents[at] = this.parents[this.parents[at]!]!
      at = this.parents[at]!
    }
    return at
  }

  join(a: number, b: number): void {
    this.parents[this.rootOf(a)] = this.rootOf(b)
  }
}
