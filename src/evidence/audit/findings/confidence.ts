import { plural } from '#kernel'
import { alignedShare, contentWords } from '../alignment.ts'
import type { AuditedClaim, AuditFinding } from '../audit-schema.ts'
import { correlation, mean, placesOf, type ReadReport, rounded } from './read-report.ts'

interface Marked {
  readonly read: ReadReport
  readonly claim: AuditedClaim & { readonly ticked: boolean; readonly confidence: number }
}

const marked = (reports: readonly ReadReport[]): Marked[] =>
  reports.flatMap((read) =>
    read.claims.flatMap((claim) =>
      claim.ticked === null || claim.confidence === null ? [] : [{ read, claim: claim as Marked['claim'] }],
    ),
  )

const HALF = 0.5

/** A confidence that separates ticked from unticked below one half, and that no report states. */
export function hiddenCutOff(reports: readonly ReadReport[]): AuditFinding[] {
  const all = marked(reports)
  const [yes, no] = [all.filter(({ claim }) => claim.ticked), all.filter(({ claim }) => !claim.ticked)]
  if (yes.length === 0 || no.length === 0) return []
  const lowest = Math.min(...yes.map(({ claim }) => claim.confidence))
  const highest = Math.max(...no.map(({ claim }) => claim.confidence))
  if (lowest < highest || lowest >= HALF) return []
  const decimals = Math.max(...reports.flatMap(({ report }) => report.claims.map((claim) => claim.decimals)))
  const printed = lowest.toFixed(decimals)
  const stated = reports.some(({ report }) =>
    [report.methodology, report.limitations].some((text) => text?.includes(printed) ?? false),
  )
  if (stated) return []
  const half = 0.5 * 10 ** -decimals
  const equal = lowest === highest
  return [
    {
      code: 'hidden-cut-off',
      sentence: equal
        ? `A hidden cut-off at ${printed}: the highest confidence of an unticked claim and the lowest of a ticked one are both ${printed} as rounded, so it lies between ${(lowest - half).toFixed(decimals + 1)} and ${(lowest + half).toFixed(decimals + 1)}.`
        : `A hidden cut-off between ${highest.toFixed(decimals)} and ${printed}: no unticked claim is above the first, no ticked one below the second.`,
      measures: { lowestTicked: lowest, highestUnticked: highest, roundedTo: rounded(2 * half, 6) },
      places: all
        .filter(({ claim }) => claim.confidence === (claim.ticked ? lowest : highest))
        .flatMap(({ read, claim }) => placesOf(read, [claim])),
    },
  ]
}

/** Claims ticked although the report itself holds them for less likely than not. */
export function lowConfidenceTicks(reports: readonly ReadReport[]): AuditFinding[] {
  const low = marked(reports).filter(({ claim }) => claim.ticked && claim.confidence < HALF)
  if (low.length === 0) return []
  const values = low.map(({ claim }) => claim.confidence)
  return [
    {
      code: 'low-confidence-ticks',
      sentence: `${plural(low.length, 'claim')} ${low.length === 1 ? 'is' : 'are'} ticked with a confidence below one half (${Math.min(...values)} to ${Math.max(...values)}, mean ${mean(values).toFixed(2)}): that is no probability that the claim holds.`,
      measures: { ticked: low.length, mean: rounded(mean(values), 3) },
      places: low.flatMap(({ read, claim }) => placesOf(read, [claim])),
    },
  ]
}

const LEAST_CLAIMS = 10
const STRONG = 0.5

/** Confidence that goes with the length of the claim, as the overlap of words does. */
export function confidenceByLength(reports: readonly ReadReport[]): AuditFinding[] {
  const pairs = marked(reports).map(({ claim }) => [claim.text.length, claim.confidence] as const)
  const r = correlation(pairs, LEAST_CLAIMS)
  if (r === null || r < STRONG) return []
  return [
    {
      code: 'confidence-by-length',
      sentence: `Confidence goes with the length of the claim (correlation ${r.toFixed(2)} over ${pairs.length} claims): longer sentences share more words with a source, whether it supports them or not.`,
      measures: { correlation: rounded(r), claims: pairs.length },
      places: reports.map(({ report }) => report.file),
    },
  ]
}

const SAME = 0.8

/** A fact that is ticked in one place and not in another, alone or inside a longer claim. */
export function sameFactTwoVerdicts(reports: readonly ReadReport[]): AuditFinding[] {
  const all = marked(reports).map((each) => ({
    ...each,
    words: contentWords(each.claim.text, each.claim.cut.length > 0),
    whole: contentWords(each.claim.whole?.text ?? each.claim.text),
  }))
  const pairs = all
    .filter(({ claim, words }) => !claim.ticked && words.length >= 4)
    .flatMap((no) => {
      const yes = all.find(
        ({ claim, words, whole }) =>
          claim.ticked && (alignedShare(no.words, words) >= SAME || alignedShare(no.words, whole) >= SAME),
      )
      return yes === undefined ? [] : [{ no, yes }]
    })
  const [first] = pairs
  if (first === undefined) return []
  return [
    {
      code: 'same-fact-two-verdicts',
      sentence: `${plural(pairs.length, 'fact')} ${pairs.length === 1 ? 'is' : 'are'} ticked in one place and not in another, such as "${first.no.claim.text}" (not, ${first.no.claim.confidence}) within "${first.yes.claim.text}" (ticked, ${first.yes.claim.confidence}).`,
      measures: { facts: pairs.length },
      places: pairs.flatMap(({ no, yes }) => [
        ...placesOf(no.read, [no.claim]),
        ...placesOf(yes.read, [yes.claim]),
      ]),
    },
  ]
}
