import { randomStream } from '#kernel'
import type { Finding } from '../../../src/evidence/bundle/claims.ts'
import { type Assessment, DIMENSIONS, type Dimension } from '../../../src/evidence/bundle/reviews.ts'
import { decides, type Frozen } from '../../../src/evidence/reviewers/bundle-facts.ts'
import { reviewBundle } from '../../../src/evidence/reviewers/review.ts'
import { healthyBundle } from './healthy-review.ts'

type CapId = Assessment['caps'][number]['id']

/** A defect that is planted into a sound review, and what has to notice it. */
interface Control {
  readonly defect: string
  readonly expected: Dimension | CapId
  readonly plant: (bundle: Frozen) => Frozen
}

/** One line of the discrimination table: changes of the mean scores, 0 to 5, and the caps that came. */
export interface Discrimination {
  readonly defect: string
  readonly expected: Dimension | CapId
  readonly changes: Readonly<Record<Dimension, number>>
  readonly caps: readonly CapId[]
  /** What was expected fell, or came, and no other dimension fell by more than the tolerance. */
  readonly passed: boolean
}

/** What a dimension may fall by without being meant, of five points. */
export const TOLERANCE = 0.25

export const CONTROLS: readonly Control[] = [
  { defect: 'citations shuffled among claims', expected: 'attribution', plant: shuffleCitations },
  { defect: 'numbers of claims swapped', expected: 'consistency', plant: swapNumbers },
  { defect: 'half the claims removed', expected: 'coverage', plant: removeHalf },
  { defect: 'off-topic references added', expected: 'relevance', plant: addOffTopic },
  { defect: 'all works 15 years older', expected: 'recency', plant: makeStale },
  { defect: 'all claims from two works', expected: 'risk-of-bias', plant: concentrate },
  { defect: 'claims cut after 60 characters at most', expected: 'truncated', plant: cutClaims },
]

const meansOf = (bundle: Frozen) => {
  const { assessment } = reviewBundle(bundle, { draws: 0 })
  const scores = new Map(assessment.dimensions.map(({ dimension, mean }) => [dimension, mean ?? 0]))
  return { scores, caps: assessment.caps.map(({ id }) => id) }
}

/** What the reviewers notice of each planted defect. `sound` is a review without defects. */
export function discriminationTable(sound: Frozen = healthyBundle): Discrimination[] {
  const before = meansOf(sound)
  return CONTROLS.map(({ defect, expected, plant }) => {
    const after = meansOf(plant(sound))
    const changes = Object.fromEntries(
      DIMENSIONS.map((dimension) => [
        dimension,
        after.scores.get(dimension)! - before.scores.get(dimension)!,
      ]),
    ) as Record<Dimension, number>
    const caps = after.caps.filter((cap) => !before.caps.includes(cap))
    const others = DIMENSIONS.filter((dimension) => dimension !== expected)
    const noticed =
      expected in changes ? changes[expected as Dimension] < -TOLERANCE : caps.includes(expected as CapId)
    return {
      defect,
      expected,
      changes,
      caps,
      passed: noticed && others.every((dimension) => changes[dimension] >= -TOLERANCE),
    }
  })
}

const order = (length: number, purpose: string) =>
  randomStream(1, 'controls', purpose).shuffle(Array.from({ length }, (_, at) => at))

/** Gives every decided claim the findings of another one. */
function shuffleCitations(bundle: Frozen): Frozen {
  const decided = bundle.verdicts.filter(({ findings }) => findings.some(decides))
  const places = order(decided.length, 'citations')
  const next = new Map(
    places.map((place, at) => [
      decided[place]!.claim,
      decided[places[(at + 1) % places.length]!]!.findings as Finding[],
    ]),
  )
  return {
    ...bundle,
    verdicts: bundle.verdicts.map((verdict) => ({
      ...verdict,
      findings: next.get(verdict.claim) ?? verdict.findings,
    })),
  }
}

/** Changes the digits of every number that a claim states. */
function swapNumbers(bundle: Frozen): Frozen {
  const swapped = (text: string) => text.replace(/\d/g, (digit) => String(((Number(digit) + 3) % 9) + 1))
  return {
    ...bundle,
    claims: bundle.claims.map((claim) => ({ ...claim, text: swapped(claim.text) })),
  }
}

/** Leaves the claims on the first half of the facets. */
function removeHalf(bundle: Frozen): Frozen {
  const { facets } = bundle.protocol
  const kept = new Set(facets.slice(0, Math.ceil(facets.length / 2)).map(({ id }) => id))
  const claims = bundle.claims.filter((claim) => claim.facets.some((id) => kept.has(id)))
  const ids = new Set(claims.map(({ id }) => id))
  return { ...bundle, claims, verdicts: bundle.verdicts.filter(({ claim }) => ids.has(claim)) }
}

/** Adds a copy of each work under another topic, with a claim of its own that belongs to no facet. */
function addOffTopic(bundle: Frozen): Frozen {
  const copied = (id: string) => `${id}-off`
  const first = new Map(
    bundle.claims.flatMap((claim) => (claim.origin.from === 'work' ? [[claim.origin.work, claim]] : [])) as [
      string,
      Frozen['claims'][number],
    ][],
  )
  const works = bundle.works.map((work) => ({
    ...work,
    id: copied(work.id),
    ids: {},
    title: 'Growth of lichens on granite',
    abstract: 'We measure how lichens grow on granite over ten winters.',
    records: work.records.map(copied),
  }))
  const texts = bundle.texts.map((text) => ({ ...text, work: copied(text.work) }))
  const claims = [...first.values()].map((claim) => ({
    ...claim,
    id: copied(claim.id),
    facets: [],
    origin:
      claim.origin.from === 'work' ? { ...claim.origin, work: copied(claim.origin.work) } : claim.origin,
  }))
  const verdicts = bundle.verdicts
    .filter(({ claim }) => claims.some(({ id }) => id === copied(claim)))
    .map((verdict) => ({
      ...verdict,
      claim: copied(verdict.claim),
      findings: verdict.findings.map((finding) => ({ ...finding, work: copied(finding.work) })),
    }))
  return {
    ...bundle,
    searches: bundle.searches.map((search) => ({
      ...search,
      reported: search.reported === null ? null : search.reported * 2,
      retrieved: search.retrieved * 2,
      records: search.records.flatMap((id) => [id, copied(id)]),
    })),
    records: bundle.records.flatMap((record) => [record, { ...record, id: copied(record.id) }]),
    works: [...bundle.works, ...works],
    screening: bundle.screening.flatMap((row) => [row, { ...row, work: copied(row.work) }]),
    retrievals: bundle.retrievals.flatMap((row) => [row, { ...row, work: copied(row.work) }]),
    texts: [...bundle.texts, ...texts],
    claims: [...bundle.claims, ...claims],
    verdicts: [...bundle.verdicts, ...verdicts],
  }
}

function makeStale(bundle: Frozen): Frozen {
  const works = bundle.works.map((work) => ({ ...work, year: work.year === null ? null : work.year - 15 }))
  return { ...bundle, works }
}

/** Says of every claim that it was taken from one of the first two works, in the words that stand there. */
function concentrate(bundle: Frozen): Frozen {
  const two = bundle.works.slice(0, 2).map(({ id }) => id)
  const kept = bundle.claims.filter(({ origin }) => origin.from === 'work' && two.includes(origin.work))
  if (kept.length === 0) return bundle
  const pairs = bundle.claims.map(({ id }, at) => ({ id, from: kept[at % kept.length]! }))
  const verdictOf = new Map(bundle.verdicts.map((verdict) => [verdict.claim, verdict]))
  return {
    ...bundle,
    claims: pairs.map(({ id, from }) => ({ ...from, id })),
    verdicts: pairs.flatMap(({ id, from }) => {
      const verdict = verdictOf.get(from.id)
      return verdict === undefined ? [] : [{ ...verdict, claim: id }]
    }),
  }
}

function cutClaims(bundle: Frozen): Frozen {
  const cut = (text: string) => text.slice(0, text.lastIndexOf(' ', 60))
  return { ...bundle, claims: bundle.claims.map((claim) => ({ ...claim, text: cut(claim.text) })) }
}
