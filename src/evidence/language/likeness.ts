/** Share of what two sets have together that both have (Jaccard); 0 for two empty sets. */
export function likeness(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let common = 0
  for (const each of one) if (other.has(each)) common += 1
  return common / Math.max(1, one.size + other.size - common)
}
