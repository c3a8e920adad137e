import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import type { Label } from '../../src/evidence/bundle/claims.ts'
import { clean, digest, same } from './pairs.ts'

/** A claim and a passage to train on, of one of the sets below. */
export interface TrainingPair {
  readonly set: string
  readonly claim: string
  readonly passage: string
  readonly label: Label
}

const LABELS: Readonly<Record<string, Label>> = {
  SUPPORT: 'supported',
  SUPPORTS: 'supported',
  CONTRADICT: 'contradicted',
  REFUTES: 'contradicted',
  NOT_ENOUGH_INFO: 'insufficient',
  entailment: 'supported',
  neutral: 'insufficient',
  contradiction: 'contradicted',
}

function lines<T>(...path: string[]): T[] {
  const file = join(...path)
  const bytes = existsSync(file) ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`))
  return bytes
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as T)
}

/** FEVER's marks for brackets and quotes, in plain signs. */
const plain = (text: string) =>
  clean(
    text
      .replace(/-LRB-\s*/g, '(')
      .replace(/\s*-RRB-/g, ')')
      .replace(/-LSB-\s*/g, '[')
      .replace(/\s*-RSB-/g, ']')
      .replace(/``\s*|\s*''/g, '"'),
  )

interface CitedClaim {
  readonly claim: string
  readonly evidence: Readonly<
    Record<string, readonly { readonly sentences: readonly number[]; readonly label: string }[]>
  >
  readonly doc_ids?: readonly number[]
  readonly cited_doc_ids?: readonly number[]
}

const words = (text: string) => new Set(same(text).split(' '))
function overlap(claim: ReadonlySet<string>, sentence: string): number {
  const own = words(sentence)
  return [...claim].filter((word) => own.has(word)).length / Math.sqrt(own.size)
}

/**
 * Claims with evidence in abstracts. What is labelled is taken as it is. Neutral is another sentence of the same abstract, and
 * of an abstract that was cited and labelled with nothing the sentence most like the claim.
 */
function citedClaims(set: string, folder: string, names: readonly string[]): TrainingPair[] {
  const corpus = new Map(
    lines<{ doc_id: number; abstract: string[] }>(folder, 'corpus.jsonl').map(({ doc_id, abstract }) => [
      doc_id,
      abstract.map(clean),
    ]),
  )
  return names
    .flatMap((name) => lines<CitedClaim>(folder, name))
    .flatMap((row) => {
      const claim = clean(row.claim)
      const own = words(claim)
      return (row.doc_ids ?? row.cited_doc_ids ?? []).flatMap((id): TrainingPair[] => {
        const text = corpus.get(id) ?? []
        const evidence = row.evidence[id] ?? []
        const told = new Set(evidence.flatMap((each) => each.sentences))
        const others = text
          .filter((sentence, at) => !told.has(at) && sentence.split(' ').length > 5)
          .sort((one, other) => overlap(own, other) - overlap(own, one))
        const choice = evidence.length === 0 ? others[0] : others[others.length >> 1]
        return [
          ...evidence.map(({ sentences, label }) => ({
            set,
            claim,
            passage: sentences.map((at) => text[at] ?? '').join(' '),
            label: LABELS[label]!,
          })),
          ...(choice === undefined ? [] : [{ set, claim, passage: choice, label: 'insufficient' as const }]),
        ]
      })
    })
}

function climateFever(folder: string): TrainingPair[] {
  return lines<{ claim: string; evidences: { evidence: string; evidence_label: string }[] }>(
    folder,
    'climate-fever.jsonl',
  ).flatMap(({ claim, evidences }) =>
    evidences.map(({ evidence, evidence_label }) => ({
      set: 'climate-fever',
      claim: clean(claim),
      passage: clean(evidence),
      label: LABELS[evidence_label]!,
    })),
  )
}

function feverGold(folder: string): TrainingPair[] {
  return ['validation.jsonl', 'test.jsonl']
    .flatMap((name) => lines<{ claim: string; label: string; evidence: string[] }>(folder, name))
    .filter(({ evidence }) => evidence.length > 0)
    .map(({ claim, label, evidence }) => ({
      set: 'fever-gold-sentences',
      claim: plain(claim),
      passage: plain(evidence.join(' ')),
      label: LABELS[label]!,
    }))
}

function feverSymmetric(folder: string): TrainingPair[] {
  return ['fever_symmetric_dev.jsonl', 'fever_symmetric_test.jsonl']
    .flatMap((name) => lines<{ sentence1: string; sentence2: string; gold_label: string }>(folder, name))
    .map(({ sentence1, sentence2, gold_label }) => ({
      set: 'fever-symmetric',
      claim: plain(sentence2),
      passage: plain(sentence1),
      label: LABELS[gold_label]!,
    }))
}

/** Neutral is a sentence that a search found on the same page and that is no evidence. */
function foolMeTwice(folder: string): TrainingPair[] {
  interface Row {
    readonly text: string
    readonly label: string
    readonly gold_evidence: readonly { readonly text: string }[]
    readonly retrieved_evidence: readonly { readonly text: string }[]
  }
  return ['dev.jsonl', 'test.jsonl']
    .flatMap((name) => lines<Row>(folder, name))
    .filter(({ gold_evidence }) => gold_evidence.length > 0)
    .flatMap(({ text, label, gold_evidence, retrieved_evidence }) => {
      const gold = gold_evidence.map((each) => clean(each.text))
      const other = retrieved_evidence.map((each) => clean(each.text)).find((each) => !gold.includes(each))
      const shared = { set: 'fool-me-twice', claim: clean(text) }
      return [
        { ...shared, passage: gold.join(' '), label: LABELS[label]! },
        ...(other === undefined ? [] : [{ ...shared, passage: other, label: 'insufficient' as const }]),
      ]
    })
}

const XNLI = ['ar', 'bg', 'de', 'el', 'es', 'fr', 'hi', 'ru', 'sw', 'th', 'ur', 'zh']

/** NLI in other languages, so that they are not forgotten over English claims. */
function otherLanguages(folder: string): TrainingPair[] {
  return XNLI.flatMap((language) => {
    const file = join(folder, `dev-${language}.tsv`)
    const text = existsSync(file) ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`))
    const rows: string[][] = parse(text, { delimiter: '\t', relaxQuotes: true, relaxColumnCount: true })
    return rows.flatMap(([passage, claim, label]) =>
      LABELS[label ?? ''] === undefined
        ? []
        : [{ set: 'xnli-dev', claim: clean(claim!), passage: clean(passage!), label: LABELS[label!]! }],
    )
  })
}

/** All claims with evidence of the data folders; `claims` is `train/claims` of one, `xnli` the folder of XNLI. */
export function readTrainingPairs(claims: string, xnli: string): TrainingPair[] {
  const at = (name: string) => join(claims, name)
  return [
    ...citedClaims('healthver-train', at('multivers-healthver'), ['claims_train.jsonl']),
    ...citedClaims('scifact', at('scifact'), ['claims_train.jsonl']),
    ...citedClaims('covid-fact', at('multivers-covidfact'), ['claims_train.jsonl', 'claims_test.jsonl']),
    ...climateFever(at('climate-fever')),
    ...feverGold(at('fever-gold-sentences')),
    ...feverSymmetric(at('fever-symmetric')),
    ...foolMeTwice(at('fool-me-twice')),
    ...otherLanguages(xnli),
  ].filter(({ claim, passage }) => claim !== '' && passage !== '')
}

/**
 * Pairs in the order of their hashes, so that the same ones are drawn wherever it runs, each claim's labels in turn as they come;
 * at most `limit` of a set and label.
 */
export function drawBalanced<P extends TrainingPair>(
  pairs: readonly P[],
  limit: Readonly<Record<string, number>>,
): P[] {
  const taken = new Map<string, number>()
  const seen = new Set<string>()
  return pairs
    .map((pair) => ({ pair, order: digest(`draw ${pair.set}\n${pair.claim}\n${pair.passage}`) }))
    .sort((one, other) => (one.order < other.order ? -1 : 1))
    .flatMap(({ pair, order }) => {
      const key = `${pair.set} ${pair.label}`
      const count = taken.get(key) ?? 0
      if (seen.has(order) || count >= (limit[pair.set] ?? 0)) return []
      seen.add(order)
      taken.set(key, count + 1)
      return [pair]
    })
}
