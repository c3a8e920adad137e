import type { Store, Suspect } from '#store'

const named = ({ key, operation, label }: Suspect) => `${key.slice(0, 12)} ${operation} ${label}`.trim()

const artifacts = (count: number) => (count === 1 ? '1 artifact' : `${count} artifacts`)

/** What was found damaged and what was computed from it, one line each, under `consequence`. */
export function suspectLines(suspects: readonly Suspect[], consequence: string): string[] {
  const damaged = suspects.filter(({ damage }) => damage !== null)
  const derived = suspects.filter(({ damage }) => damage === null)
  const others = derived.length === 0 ? '' : ` and ${artifacts(derived.length)} computed from it`
  return [
    `${artifacts(damaged.length)} damaged${others}: ${consequence}`,
    ...damaged.map((each) => `  damaged        ${named(each)}: ${each.damage}`),
    ...derived.map(
      (each) => `  computed from  ${each.from.map((key) => key.slice(0, 12)).join(', ')}: ${named(each)}`,
    ),
  ]
}

/** Why part of a store is of no use, or null. */
export async function olderNote(store: Store): Promise<string | null> {
  const count = await store.countOlder()
  if (count === 0) return null
  return `${artifacts(count)} of an older version of Polyvia in "${store.root}" cannot be checked and ${count === 1 ? 'is' : 'are'} not used; "polyvia store gc STUDIES" removes them.`
}
