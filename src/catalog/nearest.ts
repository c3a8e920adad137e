/** Up to three known words within a few typing errors of a word, or that contain it, nearest first, those that begin so before others. */
export function nearest(word: string, known: readonly string[]): string[] {
  const wanted = word.toLowerCase()
  return known
    .map((each) => ({
      each,
      distance: related(wanted, each) ? (each.startsWith(wanted) ? 0.5 : 1) : editDistance(wanted, each),
    }))
    .filter(({ distance }) => distance <= Math.max(2, Math.floor(wanted.length / 3)))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ each }) => each)
}

const related = (a: string, b: string) => a.length >= 3 && (b.includes(a) || (b.length >= 4 && a.includes(b)))

/** Levenshtein distance: fewest insertions, deletions and replacements. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let at = 1; at <= b.length; at++)
      current[at] = Math.min(
        above[at]! + 1,
        current[at - 1]! + 1,
        above[at - 1]! + (a[row - 1] === b[at - 1] ? 0 : 1),
      )
    above = current
  }
  return above[b.length]!
}
