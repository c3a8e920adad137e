/** Disjoint sets of 0 to size - 1. The least member stands for its set, whatever the order of unions. */
export class UnionFind {
  readonly #parent: number[]

  constructor(size: number) {
    this.#parent = Array.from({ length: size }, (_, index) => index)
  }

  find(member: number): number {
    let root = member
    while (this.#parent[root] !== root) root = this.#parent[root]!
    for (let at = member; at !== root; ) {
      const next = this.#parent[at]!
      this.#parent[at] = root
      at = next
    }
    return root
  }

  /** True where two sets became one. */
  union(one: number, other: number): boolean {
    const a = this.find(one)
    const b = this.find(other)
    this.#parent[Math.max(a, b)] = Math.min(a, b)
    return a !== b
  }
}
