import { percent } from '#kernel'
import type { TextDocument } from '../bundle/texts.ts'
import type { Work } from '../bundle/works.ts'
import type { Candidate } from '../verdicts/candidate.ts'
import { indexPassages, type PassageIndex } from '../verdicts/candidates.ts'
import type { Verifier } from '../verdicts/verifier.ts'
import { printKey } from './alignment.ts'
import type { Restored } from './attribution.ts'
import type { AuditedClaim, Fault } from './audit-schema.ts'
import { withoutCitations } from './citations.ts'
import { type Comparison, compare } from './compare.ts'

type Judgement = AuditedClaim['verdict']

/** What is asked: a claim in its wording or wordings, with the works that it cites where they are at hand. */
export interface Asked {
  readonly file: string
  readonly line: number
  readonly text: string
  readonly cut: boolean
  readonly whole: Restored | null
  readonly cited: readonly Work[]
}

const MOST_PASSAGES = 20
/** Share of a claim's words in one sentence from which the sentence says it, where nothing differs. */
const SAID = 0.85
const ELSEWHERE = 0.8
const NOT_IN_CITED = 0.5
/** Below it the nearest sentence is about something else. */
const NEAR = 0.4

interface Read extends Comparison {
  readonly candidate: Candidate
}

/**
 * Decides claims of a report. What it cites is read first, else all that is at hand: the nearest sentence is compared with the
 * claim word by word, for numbers, directions, negations, names and quotes; then the verifier reads; then the library. A
 * cut claim is decided as the whole sentence that it was; one that cannot be restored stays open.
 */
export function openJudge(works: readonly Work[], documents: readonly TextDocument[], verifier: Verifier) {
  const all = indexPassages(works, documents)
  const own = new Map<string, PassageIndex>()
  const indexOf = (cited: readonly Work[]): PassageIndex => {
    const key = cited.map(({ id }) => id).join(' ')
    const ids = new Set(cited.map(({ id }) => id))
    const found =
      own.get(key) ??
      indexPassages(
        cited,
        documents.filter(({ work }) => ids.has(work)),
      )
    own.set(key, found)
    return found
  }
  return async (asked: Asked, signal?: AbortSignal): Promise<Judgement> => {
    const { text, cut, whole, cited } = asked
    const inCited = cited.length > 0 ? indexOf(cited) : null
    const index = inCited !== null && inCited.size > 0 ? inCited : all
    const wordings = [...(cut ? [] : [text]), ...(whole === null ? [] : [whole.text])]
    let open: Judgement | null = null
    for (const wording of index.size === 0 ? [] : wordings) {
      const told = await readFor(withoutCitations(wording), asked, index, signal)
      if (told.label !== 'insufficient' || told.fault !== null) return told
      open ??= told
    }
    return whole?.entry == null ? (open ?? NOTHING) : byLibrary(whole.entry)
  }

  async function readFor(
    wording: string,
    asked: Asked,
    index: PassageIndex,
    signal?: AbortSignal,
  ): Promise<Judgement> {
    const candidates = index.find(wording, { most: MOST_PASSAGES, perWork: MOST_PASSAGES })
    const [best] = readAll(wording, candidates)
    const fault = (kind: Fault, read: Read, reason: string): Judgement => ({
      label: 'contradicted',
      confidence: null,
      from: 'texts',
      work: read.candidate.work,
      quote: read.candidate.sentence.text,
      fault: kind,
      reason,
    })
    if (best?.difference) return fault(best.difference.kind, best, best.difference.reason)
    if (index !== all && (best?.share ?? 0) < NOT_IN_CITED) {
      const [elsewhere] = readAll(wording, all.find(wording, { most: MOST_PASSAGES, perWork: MOST_PASSAGES }))
      if (elsewhere !== undefined && elsewhere.share >= ELSEWHERE && elsewhere.difference === null)
        return fault(
          'wrong-work',
          elsewhere,
          `What it cites (${asked.cited.map(nameOf).join('; ')}) does not say so; ${nameOf(workOf(elsewhere))} does.`,
        )
    }
    if (best !== undefined && best.share >= SAID)
      return {
        label: 'supported',
        confidence: null,
        from: 'texts',
        work: best.candidate.work,
        quote: best.candidate.sentence.text,
        fault: null,
        reason: 'The source says it in nearly the same words.',
      }
    return verified(wording, asked, candidates, best, signal)
  }

  async function verified(
    wording: string,
    asked: Asked,
    candidates: readonly Candidate[],
    best: Read | undefined,
    signal?: AbortSignal,
  ): Promise<Judgement> {
    const { file, line } = asked
    const claim = { id: `${file}:${line}`, text: wording, origin: { from: 'report', file, line } as const }
    const { label, confidence, findings, reason } = await verifier.verify(claim, candidates, signal)
    const [first] = findings
    const told = {
      label,
      confidence,
      from: 'texts' as const,
      work: first?.work ?? null,
      quote: first?.quote ?? null,
      reason,
    }
    if (label === 'contradicted') return { ...told, fault: 'verifier' }
    if (label === 'supported') return { ...told, fault: null }
    const nearest =
      best === undefined || best.share < NEAR
        ? 'Nothing at hand speaks of it.'
        : `Not decided: the nearest sentence has ${percent(best.share)} of its words.`
    return {
      ...told,
      // What no model read has no probability.
      confidence: verifier.mode === 'checks' ? null : confidence,
      reason: verifier.mode === 'checks' ? nearest : reason,
      work: best?.candidate.work ?? null,
      quote: best?.candidate.sentence.text ?? null,
      ...(absentIn(wording, asked.cited, documents) ?? { fault: null }),
    }
  }

  function workOf({ candidate }: Read): Work {
    return works.find(({ id }) => id === candidate.work)!
  }
}

/** Nearest first; of equals one that says the same before one that differs. */
const readAll = (wording: string, candidates: readonly Candidate[]): Read[] =>
  candidates
    .map((candidate) => ({ candidate, ...compare(wording, candidate.sentence.text, candidate.quote) }))
    .toSorted((a, b) => b.share - a.share || Number(a.difference !== null) - Number(b.difference !== null))

const QUOTED = /[“"]([^“”"]{15,400})[”"]/g
const NUMBERS = /(?<![\p{L}\d.@-])\d+(?:[.,]\d+)*(?![\p{L}\d]|-\p{L})/gu

/** A quote, or a number, that no cited text has. */
function absentIn(
  wording: string,
  cited: readonly Work[],
  documents: readonly TextDocument[],
): { fault: Fault; reason: string } | null {
  const ids = new Set(cited.map(({ id }) => id))
  const texts = documents.filter(({ work }) => ids.has(work))
  if (texts.length === 0) return null
  const key = printKey(texts.map(({ text }) => text).join('\n'))
  const quote = [...wording.matchAll(QUOTED)].find(([, words]) => !key.includes(printKey(words!)))
  if (quote !== undefined)
    return { fault: 'quote', reason: `The words "${quote[1]}" are not in what it cites.` }
  const plain = texts.map(({ text }) => text.replace(/(?<=\d),(?=\d{3})/g, '')).join('\n')
  const number = [...wording.matchAll(NUMBERS)].find(
    ([found]) =>
      !new RegExp(`(?<![\\d.])${found.replace(/,(?=\d{3})/g, '').replace('.', '[.]')}(?![\\d])`).test(plain),
  )
  const only = texts.every(({ kind }) => kind === 'abstract') ? ' of which only the abstract is at hand' : ''
  return number === undefined
    ? null
    : {
        fault: 'number-absent',
        reason: `The number ${number[0]} is nowhere in what it cites${only && `,${only}`}.`,
      }
}

const nameOf = ({ title, id }: Work) => title ?? id

const NOTHING: Judgement = {
  label: 'insufficient',
  confidence: null,
  from: 'nothing',
  work: null,
  quote: null,
  fault: null,
  reason: 'Nothing at hand speaks of it.',
}

/** How far the words of a claim of the library are backed by its source. */
function byLibrary(entry: NonNullable<Restored['entry']>): Judgement {
  const basis = entry.basis ?? `${entry.source}, word for word`
  const told = {
    full: ['supported', `Backed by ${basis}.`],
    weaker: ['insufficient', `The source says less, by ${basis}.`],
    reported: ['insufficient', `Not checked at the source: it rests on ${basis}.`],
  } as const
  const [label, reason] = told[entry.support]
  return { ...NOTHING, label, from: 'library', reason }
}
