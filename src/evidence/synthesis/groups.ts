import type { Claim } from '../bundle/claims.ts'
import { likeness } from '../language/likeness.ts'
import { contentStems } from '../language/stems.ts'

/** Claims that are shown as what was found. */
export const NEAREST = 10
/** Likeness above which two claims say alike things. */
const ALIKE = 0.25

/**
 * The nearest claims, put together where they say alike things in words that are not the question's own: each joins the
 * first group whose first claim it is like. Groups of more works come first, then nearer ones.
 */
export function groupsOf(question: string, claims: readonly Claim[]): string[][] {
  const asked = new Set(contentStems(question))
  const nearest = claims.slice(0, NEAREST).map((claim) => ({
    claim,
    stems: new Set(contentStems(claim.text).filter((stem) => !asked.has(stem))),
  }))
  const groups: (typeof nearest)[] = []
  for (const each of nearest) {
    const group = groups.find(([first]) => likeness(first!.stems, each.stems) >= ALIKE)
    if (group === undefined) groups.push([each])
    else group.push(each)
  }
  const works = (group: typeof nearest) =>
    new Set(group.map(({ claim: { origin, id } }) => (origin.from === 'work' ? origin.work : id))).size
  return groups.sort((a, b) => works(b) - works(a)).map((group) => group.map(({ claim }) => claim.id))
}
