import type { Facet } from '../bundle/protocol.ts'
import type { Range } from '../language/sentences.ts'
import { CONCEPTS, type Concept, type ConceptKind } from './lexicon.ts'
import { facetMatches } from './match.ts'
import { type Phrase, phrases, type Role } from './phrases.ts'

/** Nouns of every study: no facets by themselves, nor worth a search. */
const GENERAL = new Set(
  `performance accuracy result results quality score scores task tasks dataset datasets data benchmark benchmarks corpus
  corpora language languages model models method methods approach approaches technique techniques system systems training
  trained train based varying varied various degree degrees level levels rate rates risk risks use used using usage kind
  kinds type types number numbers amount evidence effect effects impact impacts outcome outcomes way ways extent setting
  settings influence role study studies research literature work improvement improvements gain gains baseline baselines
  compare comparison compared difference differences factor factors target targets source sources test tests evaluation
  known state art current recent new please tell me about people patients participants individuals measure measured
  measures first second main key one two three downstream standard terms relation relationship evaluated means reliably
  true still case cases effective effectiveness efficacy benefits benefit cause causes reason reasons`.split(
    /\s+/,
  ),
)

/** Adjectives that a label keeps and no search needs. */
const DEGREE = new Set(
  'full severe mild small large larger smaller simple joint direct specific existing chronic acute high low general real'.split(
    ' ',
  ),
)

interface Found extends Range {
  readonly concept: Concept
  readonly rank: number
}

const ASKED = { facets: CONCEPTS.map((concept, index) => facetOf(String(index), concept)) }

function facetOf(id: string, { names }: Concept): Facet {
  return {
    id,
    role: 'intervention',
    label: names[0] ?? id,
    question: id,
    terms: [{ text: names[0] ?? id, synonyms: names.slice(1) }],
    distinguishing: false,
  }
}

/** Concepts that a question names, each place read as one of them: the longest, then the one whose best name it is. */
function conceptsIn(question: string): Found[] {
  const all = facetMatches(ASKED, question)
    .filter(({ start, end }) => !insideName(question, start, end))
    .map(({ facet, start, end }): Found => {
      const concept = CONCEPTS[Number(facet)]!
      const rank = concept.names.findIndex((name) => same(name, question.slice(start, end)))
      return { concept, start, end, rank: rank === -1 ? concept.names.length : rank }
    })
  const best = all
    .map((found, index) => ({ found, index }))
    .sort(
      (a, b) =>
        b.found.end - b.found.start - (a.found.end - a.found.start) ||
        a.found.rank - b.found.rank ||
        a.index - b.index,
    )
  const kept: Found[] = []
  for (const { found } of best)
    if (kept.every(({ start, end }) => found.end <= start || found.start >= end)) kept.push(found)
  return kept.sort((a, b) => a.start - b.start)
}

/** "BERT" in "Sentence-BERT" is another name, in "BERT-based" it is the same. */
const insideName = (question: string, start: number, end: number) =>
  /[\p{L}\p{N}]-$/u.test(question.slice(0, start)) ||
  /^-(?!(?:based|like|style|trained|tuned|only)\b)[\p{L}\p{N}]/u.test(question.slice(end))

const same = (one: string, other: string) =>
  one.toLowerCase().replace(/[\s-]+/g, ' ') === other.toLowerCase().replace(/[\s-]+/g, ' ')

interface Draft {
  role: Role
  label: string
  terms: { text: string; synonyms: string[] }[]
  distinguishing: boolean
  kind: ConceptKind | null
  concept: Concept | null
}

/** The facets of a question. None only if it has no content word. */
export function facetsOf(question: string): Facet[] {
  const parts = phrases(question)
  const concepts = conceptsIn(question)
  const drafts = parts.flatMap((phrase) => draftsOf(question, phrase, concepts))
  const unique = distinct(drafts)
  shareHead(unique, parts, question)
  if (!unique.some(({ role }) => role !== 'intervention' && role !== 'comparator') || unique.length === 0) {
    const general =
      parts.find(({ role }) => role === 'outcome') ?? (unique.length === 0 ? longest(parts) : undefined)
    if (general !== undefined) {
      const draft = plain(question.slice(general.start, general.end), general.role)
      if (!unique.some(({ label }) => same(label, draft.label)))
        unique.push({ ...draft, distinguishing: false })
    }
  }
  if (!unique.some(({ distinguishing }) => distinguishing)) {
    const main = unique.filter(({ role }) => role === 'intervention')
    for (const draft of main.length > 0 ? main : unique) draft.distinguishing = true
  }
  return withIds(unique)
}

const longest = (parts: readonly Phrase[]) =>
  parts.reduce<Phrase | undefined>(
    (best, part) => (best === undefined || part.end - part.start > best.end - best.start ? part : best),
    undefined,
  )

function draftsOf(question: string, phrase: Phrase, concepts: readonly Found[]): Draft[] {
  const inside = concepts.filter(({ start, end }) => start >= phrase.start && end <= phrase.end)
  const whole = question.slice(phrase.start, phrase.end)
  if (phrase.quoted && !inside.some(({ start, end }) => start === phrase.start && end === phrase.end))
    return [plain(whole, phrase.role)]
  const drafts: Draft[] = []
  const rest = restOf(question, phrase, inside)
  for (const [index, found] of inside.entries()) {
    const { concept, start, end } = found
    const next = inside[index + 1]
    // "English question answering" is about the second; English alone is about English.
    const modifies =
      concept.names[0] === 'English' && (next !== undefined || rest.some((run) => run.start > end))
    if (modifies) continue
    const before = inside[index - 1]
    const from =
      before?.concept.names[0] === 'English' && /^[\s-]*$/.test(question.slice(before.end, start))
        ? before.start
        : start
    const label = question.slice(
      withDegree(question, from, Math.max(before?.end ?? 0, phrase.start), phrase.role),
      phrase.role === 'comparator' && index === 0
        ? phrase.end
        : concept.kind === 'property' && next !== undefined && /^\s*$/.test(question.slice(end, next.start))
          ? next.end
          : withGeneral(question, end, next?.start ?? phrase.end),
    )
    const own = question.slice(start, end)
    drafts.push({
      role: roleOf(concept.kind, phrase.role),
      label,
      terms: [
        {
          text: own,
          synonyms: [...concept.names, ...(concept.examples ?? [])].filter((name) => name !== own),
        },
      ],
      distinguishing: concept.common !== true,
      kind: concept.kind,
      concept,
    })
  }
  for (const run of rest) {
    const text = question.slice(run.start, run.end)
    const right = inside.find(
      ({ start }) => start >= run.end && /^[\s-]*$/.test(question.slice(run.end, start)),
    )
    if (right !== undefined && phrase.role === 'comparator') continue
    const left = inside.findLast(
      ({ end }) => end <= run.start && /^[\s-]*$/.test(question.slice(end, run.start)),
    )
    const label = question.slice(
      left?.start ?? withDegree(question, run.start, phrase.start, 'outcome'),
      right?.end ?? run.end,
    )
    const draft = plain(text, phrase.role)
    if (left !== undefined || right !== undefined) draft.terms = [{ text: label, synonyms: [text] }]
    drafts.push({ ...draft, label })
  }
  return drafts
}

/** Runs of words that no concept covers, general words at their edges left out. */
function restOf(question: string, phrase: Phrase, inside: readonly Found[]): Range[] {
  const runs: { start: number; end: number }[] = []
  let joined = false
  for (const match of question.slice(phrase.start, phrase.end).matchAll(/[^\s]+/gu)) {
    const start = phrase.start + match.index
    const end = start + match[0].length
    const covered = inside.some((found) => start < found.end && end > found.start)
    const last = runs.at(-1)
    if (covered) joined = false
    else if (joined && last !== undefined) last.end = end
    else {
      runs.push({ start, end })
      joined = true
    }
  }
  return runs.flatMap((run) => {
    const trimmed = trim(question, run)
    return trimmed === null ? [] : [trimmed]
  })
}

function trim(question: string, run: Range): Range | null {
  const there = [...question.slice(run.start, run.end).matchAll(/[^\s]+/gu)]
  const content = there.filter(([word]) => !isGeneral(word))
  const first = content[0]
  const last = content.at(-1)
  if (first === undefined || last === undefined) return null
  return { start: run.start + first.index, end: run.start + last.index + last[0].length }
}

const isGeneral = (word: string) => GENERAL.has(word.toLowerCase()) || DEGREE.has(word.toLowerCase())

/** The label takes the general noun that follows: "morphological complexity" but "question-answering tasks". */
function withGeneral(question: string, end: number, limit: number): number {
  const next = /^\s+(\S+)/.exec(question.slice(end, limit))
  return next?.[1] !== undefined && isGeneral(next[1]) && !/^\p{Lu}/u.test(next[1])
    ? end + next[0].length
    : end
}

/** Left over adjectives of degree; in a comparator over all of them: "general purpose fine-tuning". */
function withDegree(question: string, start: number, limit: number, role: Role): number {
  const before = question.slice(limit, start)
  if (role === 'comparator' && /\s$/.test(before)) return limit + before.length - before.trimStart().length
  const word = /(\S+)\s+$/.exec(before)
  if (word?.[1] === undefined || !DEGREE.has(word[1].toLowerCase())) return start
  return withDegree(question, start - word[0].length, limit, role)
}

function plain(text: string, role: Role): Draft {
  const words = text.split(/\s+/)
  const parts = [
    ...(words.length >= 3 ? [words.slice(-2)] : []),
    ...(words.length === 3 && /\p{Lu}/u.test(words[1] ?? '') ? [words.slice(0, 2)] : []),
  ]
    .filter(
      (part) =>
        part.every((word) => word.length > 2 || /\p{Lu}/u.test(word)) && !/^\p{Lu}$/u.test(part[0] ?? ''),
    )
    .map((part) => part.join(' '))
  const names =
    words.length >= 2 ? words.filter((word) => /\p{Lu}.*\p{Lu}|\p{Lu}.*\p{N}|\p{N}.*\p{Lu}/u.test(word)) : []
  const spaced = words.map((word) => word.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, ''))
  return {
    role,
    label: text,
    terms: [{ text: spaced.join(' ') || text, synonyms: [...new Set([...parts, ...names])] }],
    distinguishing: role !== 'comparator' && role !== 'setting',
    kind: null,
    concept: null,
  }
}

function roleOf(kind: ConceptKind, place: Role): Role {
  if (kind === 'people') return 'population'
  if (kind === 'baseline' && place !== 'intervention') return 'comparator'
  if (place === 'intervention' || place === 'comparator') return place
  if (kind === 'metric') return 'outcome'
  if (kind === 'benchmark') return 'setting'
  if (kind === 'language') return 'population'
  if (kind === 'property') return place === 'outcome' ? 'outcome' : 'population'
  if (kind === 'task') return 'outcome'
  return place
}

/** One facet a concept, the first mention counts; a comparator that repeats the intervention adds nothing. */
function distinct(drafts: readonly Draft[]): Draft[] {
  const kept: Draft[] = []
  for (const draft of drafts) {
    const known = kept.some(
      (other) =>
        (draft.concept !== null && other.concept === draft.concept) ||
        same(other.terms[0]?.text ?? '', draft.terms[0]?.text ?? ''),
    )
    if (!known) kept.push(draft)
  }
  return kept
}

/** "English vs. non-English fine-tuning": what is compared is fine-tuning, though it stands with the comparator. */
function shareHead(drafts: Draft[], parts: readonly Phrase[], question: string): void {
  const own = drafts.filter(({ role }) => role === 'intervention')
  const other = drafts.filter(({ role }) => role === 'comparator')
  const modifier = (draft: Draft | undefined) =>
    draft !== undefined && (draft.kind === 'language' || draft.kind === 'property')
  const head = other.at(-1)
  if (own.length !== 1 || other.length < 2 || !modifier(own[0]) || head === undefined || modifier(head))
    return
  const place = parts.find(({ role }) => role === 'comparator')
  if (place === undefined || !question.slice(place.start, place.end).includes(head.terms[0]?.text ?? ''))
    return
  head.role = 'intervention'
  drafts.splice(drafts.indexOf(head), 1)
  drafts.unshift(head)
}

function withIds(drafts: readonly Draft[]): Facet[] {
  const taken = new Set<string>()
  const main = drafts.find(({ role }) => role === 'intervention')
  const outcome =
    drafts.find(({ role }) => role === 'outcome') ??
    drafts.find(({ role }) => role !== 'intervention' && role !== 'comparator')
  return drafts.map((draft, index) => {
    const plainId = slug(draft.concept?.names[0] ?? draft.label) || `facet-${index + 1}`
    let id = plainId
    for (let number = 2; taken.has(id); number++) id = `${plainId}-${number}`
    taken.add(id)
    const { role, label, terms, distinguishing } = draft
    return { id, role, label, question: questionOf(draft, main, outcome), terms, distinguishing }
  })
}

const slug = (text: string) =>
  text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}+/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

function questionOf(
  { role, label: words, kind }: Draft,
  main: Draft | undefined,
  outcome: Draft | undefined,
): string {
  const label =
    kind === 'benchmark' && /\b(?:benchmark|dataset|corpus|task)$/.test(words) ? `the ${words}` : words
  const about = main === undefined || main.label === words ? null : main.label
  switch (role) {
    case 'intervention':
      if (outcome !== undefined && about === null)
        return `What is the effect of ${label} on ${outcome.label}?`
      return about === null || label.includes(about)
        ? `What is known about ${label}?`
        : `What is known about ${about} in connection with ${label}?`
    case 'comparator':
      return `How do the results compare with ${label}?`
    case 'outcome':
      return about === null
        ? `What do studies report about ${label}?`
        : `What do studies of ${about} report about ${label}?`
    case 'population':
      return kind === 'property' && !/s$|\p{Lu}/u.test(label)
        ? `How does the answer change with ${label}?`
        : `Does the answer hold for ${label}?`
    case 'setting':
      return `What do studies find with regard to ${label}?`
  }
}
