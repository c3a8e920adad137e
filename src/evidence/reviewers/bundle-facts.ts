import type { Bundle } from '../bundle/bundle.ts'
import type { Claim, Finding, Passage, Verdict } from '../bundle/claims.ts'
import type { TextDocument } from '../bundle/texts.ts'
import type { Author, Work } from '../bundle/works.ts'
import { numbersIn } from '../language/numbers.ts'
import { tokens } from '../language/tokens.ts'
import { facetsIn } from '../protocol/match.ts'

import { checkPrisma, prismaFlow } from '../screening/prisma.ts'
import { normalizeDoi, parseAclId, parseArxivId } from '../works/identifiers.ts'
import { captureRecapture } from './capture.ts'

/** A bundle as reviewers see it: frozen, without scores. */
export type Frozen = Omit<Bundle, 'reviews' | 'assessment'>

/** What one claim adds to the measures; null where it has no say. */
export interface ClaimFacts {
  readonly facets: readonly string[]
  /** Where it was taken from: a work or a study; null for claims of reports and libraries. */
  readonly source: string | null
  /** Works that it cites: its own, and those that decide it. */
  readonly works: readonly string[]
  readonly decided: boolean
  readonly quotes: number
  readonly quotesFound: number
  /** A deciding quote was found again. */
  readonly cited: boolean | null
  readonly deciding: number
  readonly apt: number
  readonly independent: boolean | null
  readonly primary: boolean
  readonly numbers: boolean | null
  readonly conflictNamed: boolean | null
  readonly follows: boolean | null
  readonly compared: boolean | null
}

interface WorkFacts {
  readonly year: number | null
  readonly authors: readonly string[]
  readonly onTopic: boolean
  readonly sound: boolean
  readonly published: boolean
  readonly current: boolean | null
  readonly variance: boolean | null
  readonly open: boolean | null
}

/** Everything that measures are computed from, gathered once: draws of claims then cost little. */
export interface Facts {
  readonly claims: readonly ClaimFacts[]
  /** Those that claims cite. */
  readonly works: ReadonlyMap<string, WorkFacts>
  readonly facets: readonly string[]
  /** Year of the review. */
  readonly year: number
  readonly medianYearFound: number | null
  readonly saturation: number | null
  readonly knownItems: number | null
  readonly searchesAnswered: number | null
  readonly answered: boolean
  readonly conflictsExplained: number | null
  readonly sumsHold: boolean
}

/** Share of a claim's content words that a quote for it must have, in any form of the word. */
const SHARED = 0.3
const VARIANCE =
  /±|\bstandard (?:deviation|error)s?\b|\bconfidence intervals?\b|\b(?:random )?seeds\b|\brestarts\b|\bsignifican(?:t|ce) (?:test|at|level)|\bp\s?[<=]\s?0?\.\d|\bbootstrap/iu
const OPEN =
  /\bgithub\.com\b|\b(?:code|data|models?|implementation)(?: and \w+)? (?:is|are|will be) (?:publicly |freely |made )?available\b|\bpublicly available at\b|\bwe (?:publicly )?release\b|\bopen[- ]sourced?\b/iu

export const decides = (finding: Finding): boolean => finding.label !== 'insufficient'

/** Whether the quote stands at its offsets in the text that it names. */
export const isFound = (passage: Passage, texts: ReadonlyMap<string, TextDocument>): boolean =>
  texts.get(passage.sha256)?.text.slice(passage.start, passage.end) === passage.quote

/** Works that a claim cites: the one it was taken from, and those that decide it. */
export function citedWorks(claim: Claim, verdict: Verdict | undefined): string[] {
  const own = claim.origin.from === 'work' ? [claim.origin.work] : []
  return [...new Set([...own, ...(verdict?.findings ?? []).filter(decides).map((finding) => finding.work)])]
}

/** The answer rests on a claim that is there and, where a facet sets the question apart, on one about it. */
export function isAnswered({ protocol, claims, synthesis }: Frozen): boolean {
  const { stance, claims: behind } = synthesis.answer
  const apart = new Set(protocol.facets.filter((facet) => facet.distinguishing).map(({ id }) => id))
  return (
    stance !== 'no-evidence-found' &&
    claims.some(
      (claim) =>
        behind.includes(claim.id) && (apart.size === 0 || claim.facets.some((facet) => apart.has(facet))),
    )
  )
}

export function gatherFacts(bundle: Frozen): Facts {
  const { protocol, searches, works, claims, verdicts, texts, synthesis } = bundle
  const byHash = new Map(texts.map((text) => [text.sha256, text]))
  const byWork = new Map(works.map((work) => [work.id, work]))
  const verdictOf = new Map(verdicts.map((verdict) => [verdict.claim, verdict]))
  const capture = captureRecapture(works)
  const share = (of: number, all: number) => (all === 0 ? null : of / all)
  const explained = synthesis.contradictions.filter(({ factors }) => factors.length > 0).length
  const rows = claims.map((claim) => claimFacts(claim, verdictOf.get(claim.id), byHash, byWork))
  const cited = new Set(rows.flatMap((row) => row.works))
  return {
    claims: rows,
    works: new Map(works.filter(({ id }) => cited.has(id)).map((work) => [work.id, workFacts(work, bundle)])),
    facets: protocol.facets.map(({ id }) => id),
    year: Number(protocol.date.slice(0, 4)),
    medianYearFound: median(works.flatMap(({ year }) => (year === null ? [] : [year]))),
    saturation: capture === null ? null : works.length / capture.estimate,
    knownItems: share(
      protocol.knownItems.filter((item) => works.some((work) => isItem(work, item))).length,
      protocol.knownItems.length,
    ),
    searchesAnswered: share(searches.filter(({ stopped }) => stopped !== 'failed').length, searches.length),
    answered: isAnswered(bundle),
    conflictsExplained: share(explained, synthesis.contradictions.length),
    sumsHold: checkPrisma(prismaFlow(bundle)).length === 0,
  }
}

function claimFacts(
  claim: Claim,
  verdict: Verdict | undefined,
  texts: ReadonlyMap<string, TextDocument>,
  works: ReadonlyMap<string, Work>,
): ClaimFacts {
  const { origin } = claim
  const findings = verdict?.findings ?? []
  const deciding = findings.filter(decides)
  const decided = verdict !== undefined && verdict.label !== 'insufficient'
  const quotes: Passage[] = [...(origin.from === 'work' ? [origin] : []), ...deciding]
  const judged = deciding.filter((finding) => isEnglish(texts.get(finding.sha256)))
  const contradicting = deciding.filter(({ label }) => label === 'contradicted').map(({ work }) => work)
  const supporting = deciding.some(({ label }) => label === 'supported')
  return {
    facets: claim.facets,
    source: origin.from === 'work' ? origin.work : origin.from === 'study' ? `study:${origin.study}` : null,
    works: citedWorks(claim, verdict),
    decided,
    quotes: quotes.length,
    quotesFound: quotes.filter((quote) => isFound(quote, texts)).length,
    cited: decided ? deciding.some((finding) => isFound(finding, texts)) : null,
    deciding: judged.length,
    apt: judged.filter((finding) => isApt(claim.text, finding, works.get(finding.work))).length,
    independent: verdict?.label === 'supported' ? verdict.independentSupport > 0 : null,
    primary: !claim.attributed,
    numbers: origin.from === 'work' ? numbersAgree(claim.text, origin) : null,
    conflictNamed:
      supporting && contradicting.length > 0
        ? contradicting.every((work) => verdict!.contradictedBy.includes(work))
        : null,
    follows: decided ? deciding.some(({ label }) => label === verdict.label) : null,
    compared: claim.kind === 'result' ? claim.slots.comparator !== null : null,
  }
}

const isEnglish = (text: TextDocument | undefined) =>
  text === undefined || text.language === null || text.language.startsWith('en')

/** Words of four letters and more by their stem: what a sentence is about, nearly. */
const contentWords = (text: string) =>
  new Set(
    tokens(text)
      .filter(({ norm }) => /\p{L}/u.test(norm) && norm.length > 3)
      .map(({ stem }) => stem),
  )

function isApt(text: string, { quote, section }: Passage, work: Work | undefined): boolean {
  const needed = [...contentWords(text)]
  const there = contentWords([quote, ...section, work?.title ?? ''].join(' '))
  return needed.length === 0 || needed.filter((word) => there.has(word)).length / needed.length >= SHARED
}

/** null: no numbers in the claim. */
function numbersAgree(text: string, { quote }: Passage): boolean | null {
  const quantities = (from: string) => numbersIn(from).filter(({ role }) => role === 'quantity')
  const needed = quantities(text)
  if (needed.length === 0) return null
  const there = numbersIn(quote).flatMap(({ value, high }) => (high === null ? [value] : [value, high]))
  return needed.every(({ value }) =>
    there.some((other) => Math.abs(Math.abs(other) - Math.abs(value)) < 1e-9),
  )
}

function workFacts(work: Work, { protocol, texts }: Frozen): WorkFacts {
  const text = texts.find((each) => each.work === work.id && each.kind !== 'abstract')
  const version = text?.kind.startsWith('arxiv')
    ? Number(/\d+/.exec(text.version ?? '')?.[0] ?? Number.NaN)
    : null
  const named = facetsIn(protocol, [work.title ?? '', work.abstract ?? ''].join('. ')).length
  return {
    year: work.year,
    authors: work.authors.map(authorKey),
    onTopic: named >= Math.min(2, protocol.facets.length),
    sound: !work.retracted && work.notices.length === 0,
    published: work.type !== 'preprint',
    current:
      version === null || Number.isNaN(version) || work.arxivVersion === null
        ? null
        : version >= work.arxivVersion,
    variance: text === undefined ? null : VARIANCE.test(text.text),
    open: text === undefined ? null : OPEN.test(text.text),
  }
}

const authorKey = ({ given, family }: Author) =>
  `${family}, ${given ?? ''}`.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

function isItem({ ids }: Work, item: string): boolean {
  const doi = normalizeDoi(item)
  const arxiv = parseArxivId(item)?.base ?? null
  const acl = parseAclId(item)
  return (
    (doi !== null && ids.doi === doi) ||
    (arxiv !== null && ids.arxiv === arxiv) ||
    (acl !== null && ids.acl === acl)
  )
}

export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  const middle = (sorted.length - 1) / 2
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2
}
