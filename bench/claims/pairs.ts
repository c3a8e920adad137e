import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import type { Finding, Label } from '../../src/evidence/bundle/claims.ts'
import { sentences } from '../../src/evidence/language/sentences.ts'
import type { Candidate } from '../../src/evidence/verdicts/candidate.ts'
import { checkClaim } from '../../src/evidence/verdicts/checks/check-claim.ts'

export type PairSplit = 'fit' | 'calibrate' | 'test'

/** A claim, a passage, and what people say that the passage says about the claim. */
export interface ClaimPair {
  readonly set: 'healthver' | 'citation-integrity'
  readonly split: PairSplit
  readonly claim: string
  readonly passage: string
  readonly label: Label
  /** Pairs that share a claim, a passage, a question or a source document are one group, all of it in one split. */
  readonly group: string
}

/** What a verifier is asked, and what it should say. */
export type JudgedPair = Pick<ClaimPair, 'claim' | 'passage' | 'label'>

type Row = Omit<ClaimPair, 'split' | 'group'> & {
  /** Whatever ties this row to others. */
  readonly ties: readonly string[]
}

const LABELS: Readonly<Record<string, Label>> = {
  Supports: 'supported',
  Refutes: 'contradicted',
  Neutral: 'insufficient',
  SUPPORT: 'supported',
  REFUTE: 'contradicted',
}

export const digest = (text: string) => createHash('sha256').update(text).digest('hex')
/** Letters and figures alone, in lower case. */
export const same = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** White space collapsed; marks for citations, and brackets that held nothing else, taken out. */
export function clean(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[[(][^[\]()]*<\|[a-z_]+\|>[^[\]()]*[\])]?/g, ' ')
    .replace(/<\|[a-z_]+\|>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,;:])/g, '$1')
    .trim()
}

function read(file: string): string {
  const path = existsSync(file) ? file : `${file}.gz`
  const bytes = readFileSync(path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

const lines = <T>(file: string): T[] =>
  read(file)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T)

/** Evidence and claim as they stand; one row of the file, one pair. */
function healthver(folder: string): Row[] {
  const rows: Record<string, string>[] = parse(read(join(folder, 'healthver_dev.csv')), { columns: true })
  return rows.map((row) => {
    const claim = clean(row.claim!)
    const passage = clean(row.evidence!)
    return {
      set: 'healthver',
      claim,
      passage,
      label: LABELS[row.label!]!,
      ties: [
        `claim ${same(claim)}`,
        `text ${same(passage)}`,
        `topic ${row.topic_ip}`,
        `question ${same(row.question!)}`,
      ],
    }
  })
}

interface CitedClaim {
  readonly claim: string
  readonly evidence: Readonly<Record<string, readonly { sentences: readonly number[]; label: string }[]>>
  readonly cited_doc_ids: readonly number[]
}

/**
 * The passage is the evidence sentence, which these files always put first; for a claim without evidence it is the
 * first sentence too, so that the place in the document tells nothing.
 */
function citationIntegrity(folder: string): Row[] {
  const documents = new Map(
    lines<{ doc_id: number; abstract: string[] }>(join(folder, 'corpus.jsonl')).map((document) => [
      document.doc_id,
      document.abstract,
    ]),
  )
  return ['claims_train.jsonl', 'claims_dev.jsonl']
    .flatMap((name) => lines<CitedClaim>(join(folder, name)))
    .flatMap((row): Row[] => {
      const text = documents.get(row.cited_doc_ids[0]!) ?? []
      const evidence = Object.values(row.evidence)[0]?.[0]
      const claim = clean(row.claim)
      const passage = clean((evidence?.sentences ?? [0]).map((at) => text[at] ?? '').join(' '))
      if (claim === '' || passage === '') return []
      const label = evidence === undefined ? 'insufficient' : LABELS[evidence.label]!
      const ties = [`claim ${same(claim)}`, ...text.map((sentence) => `text ${same(clean(sentence))}`)]
      return [{ set: 'citation-integrity', claim, passage, label, ties }]
    })
}

/** Connected rows get the same number. */
function components(rows: readonly Row[]): number[] {
  const parent = rows.map((_, at) => at)
  const root = (at: number): number => {
    let top = at
    while (parent[top] !== top) top = parent[top]!
    for (let step = at; step !== top; ) {
      const next = parent[step]!
      parent[step] = top
      step = next
    }
    return top
  }
  const first = new Map<string, number>()
  rows.forEach((row, at) => {
    for (const tie of row.ties) {
      const other = first.get(tie)
      if (other === undefined) first.set(tie, at)
      else parent[root(at)] = root(other)
    }
  })
  return rows.map((_, at) => root(at))
}

/**
 * By the hash of the group alone: about 45 % fit, 20 % calibrate, 35 % test. Groups are few and uneven: of the salts 0 to
 * 999, 180 gives shares of labels in the parts closest to those of the whole.
 */
function splitOf(group: string): PairSplit {
  const share = Number.parseInt(digest(`split 180 ${group}`).slice(0, 8), 16) / 2 ** 32
  return share < 0.45 ? 'fit' : share < 0.65 ? 'calibrate' : 'test'
}

/**
 * Labelled pairs of HealthVer (development part) and Citation-Integrity (train and development parts with their corpus),
 * in the order of the files. `folder` holds `healthver/` and `citint/`. Splits are fixed: what is tuned reads `fit`, what
 * is calibrated reads `calibrate`, what is reported reads `test`; no claim, passage or document is on two sides.
 */
export function readClaimPairs(folder: string): ClaimPair[] {
  const rows = [...healthver(join(folder, 'healthver')), ...citationIntegrity(join(folder, 'citint'))]
  const roots = components(rows)
  const names = new Map<number, string>()
  rows.forEach(({ set, claim, passage }, at) => {
    const name = digest(`${set}\n${claim}\n${passage}`)
    const known = names.get(roots[at]!)
    if (known === undefined || name < known) names.set(roots[at]!, name)
  })
  return rows.map(({ ties: _, ...row }, at) => {
    const group = names.get(roots[at]!)!
    return { ...row, split: splitOf(group), group }
  })
}

/** Whole claims of SciFact's train part; its documents are not there, so they can only be mutated, not looked up. */
export const readScifactClaims = (folder: string): string[] =>
  lines<{ claim: string }>(join(folder, 'scifact', 'claims_train.jsonl'))
    .map(({ claim }) => clean(claim))
    .filter((claim) => /\.$/.test(claim))

/** The passage of a pair as a candidate. Claims of these sets often lack their full stop: they are given one. */
export function candidateOfPair({ passage }: Pick<ClaimPair, 'passage'>): Candidate {
  const { start, end } = sentences(passage)[0] ?? { start: 0, end: passage.length }
  return {
    work: 'pair',
    sha256: '',
    section: [],
    start: 0,
    end: passage.length,
    quote: passage,
    sentence: { start, end, text: passage.slice(start, end) },
    title: null,
    retracted: false,
    bm25: 0,
  }
}

export const claimOfPair = ({ claim }: Pick<ClaimPair, 'claim'>): string =>
  /[.!?]$/.test(claim) ? claim : `${claim.replace(/[,;:\s]+$/, '')}.`

export const checkPair = (pair: ClaimPair): Finding =>
  checkClaim({ text: claimOfPair(pair) }, candidateOfPair(pair))
