import { canonicalJson, sha256 } from '#kernel'
import type { SourceRecord, Work } from '../bundle/works.ts'
import { sourceOf } from '../sources/index.ts'
import { namingTitle, tellingTitle, titleKey } from './identifiers.ts'
import { canonicalIds, idKeys } from './keys.ts'
import { describeWork } from './merge.ts'
import { type PublicationKind, publicationKind, studyTitleKey } from './publication-kinds.ts'
import { UnionFind } from './union-find.ts'

type Rule = Work['match']['rules'][number]

interface Entry {
  readonly record: SourceRecord
  readonly kind: PublicationKind
  readonly title: string | null
  /** What its title may be found by, blanks and hyphens aside: formulas left out, or with their letters. */
  readonly titles: readonly string[]
  readonly families: readonly string[]
}

const RULES: readonly Rule[] = ['doi', 'arxiv', 'acl', 'pmid', 'corpus', 'registry', 'title']
const SAME_WORK = new Set(['preprint-of', 'published-as', 'version-of'])

/**
 * Works out of records, one a publication, its preprint and published version together: same DOI, arXiv id, ACL id, PMID
 * or corpus id; a link between preprint and publication in a registry; or the same telling title with the same first
 * author, or half of all authors, at most two years apart (`probable`). Of a file one author is enough; where nothing names
 * its authors, its year is, and where nothing names that either, a title of six words. Of two or
 * three words its title tells with all authors and the year only. Errata, corrections, retraction notices and
 * comments are works of their own; what they correct or retract has them as `notices`. A work is retracted where a
 * record, its title or such a notice says so. The order of records changes nothing; works come sorted by id.
 */
export function clusterRecords(records: readonly SourceRecord[]): Work[] {
  const entries = entriesOf(records)
  const sets = new UnionFind(entries.length)
  const held = heldById(entries, sets)
  const byTitle = heldByTitle(entries, sets)
  const members = new Map<number, number[]>()
  for (const index of entries.keys()) {
    const root = sets.find(index)
    members.set(root, [...(members.get(root) ?? []), index])
  }
  const rules = new Map<number, Set<Rule>>()
  const note = (index: number, rule: Rule) => {
    const root = sets.find(index)
    rules.set(root, (rules.get(root) ?? new Set()).add(rule))
  }
  for (const { index, rule } of held) note(index, rule)
  for (const index of byTitle) note(index, 'title')

  const drafts = [...members].map(([root, indexes]) => {
    const own = indexes.map((index) => entries[index]!)
    const kind = own[0]!.kind
    const found = rules.get(root) ?? new Set()
    const described = describeWork(
      own.map(({ record }) => record),
      kind,
    )
    return {
      kind,
      entries: own,
      work: {
        id: workId(described, own),
        ...described,
        records: own.map(({ record }) => record.id).sort(),
        sources: [...new Set(own.map(({ record }) => record.source))].sort(),
        match: { rules: RULES.filter((rule) => found.has(rule)), probable: found.has('title') },
        notices: [] as string[],
      } satisfies Work,
    }
  })
  nameApart(drafts)
  attachNotices(drafts)
  return drafts.map(({ work }) => work).sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** Records with canonical ids in an order of their own; one that was found twice counts once. */
function entriesOf(records: readonly SourceRecord[]): Entry[] {
  const byId = new Map<string, { record: SourceRecord; json: string }>()
  for (const record of records) {
    const json = canonicalJson(record)
    const known = byId.get(record.id)
    // Of two states of one record the one that says more, then any, but always the same.
    if (
      known === undefined ||
      json.length > known.json.length ||
      (json.length === known.json.length && json < known.json)
    )
      byId.set(record.id, { record, json })
  }
  const unique = [...byId.values()]
    .map(({ record }) => ({ ...record, ids: canonicalIds(record.ids) }))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  // Sources differ in what they call a notice: where id and title agree, one that knows it speaks for all.
  const notices = new Map<string, PublicationKind>()
  const places = (record: SourceRecord) =>
    idKeys(record.ids).map(({ key }) => `${key} ${titleKey(record.title ?? '')}`)
  for (const record of unique) {
    const kind = publicationKind(record)
    for (const place of kind === 'study' ? [] : places(record))
      if ((notices.get(place) ?? '') < kind) notices.set(place, kind)
  }
  return unique.map((record) => ({
    record,
    kind:
      places(record)
        .map((place) => notices.get(place))
        .find((kind) => kind !== undefined) ?? publicationKind(record),
    title: studyTitleKey(record.title),
    titles: titlesOf(record.title),
    families: record.authors.map(({ family }) => titleKey(family)).filter((family) => family !== ''),
  }))
}

/** Joins what shares an identifier, or a link of a registry; says which rule holds which records. */
function heldById(entries: readonly Entry[], sets: UnionFind): { index: number; rule: Rule }[] {
  const places = new Map<string, { rule: Rule; own: number[]; linked: number[] }>()
  const place = (key: string, rule: Rule) => {
    const known = places.get(key) ?? { rule, own: [], linked: [] }
    places.set(key, known)
    return known
  }
  for (const [index, { record, kind }] of entries.entries()) {
    for (const { key, name } of idKeys(record.ids)) place(`${kind} ${key}`, name).own.push(index)
    for (const { relation, ids } of record.related)
      if (SAME_WORK.has(relation))
        for (const { key, name } of idKeys(canonicalIds(ids)))
          place(`${kind} ${key}`, name).linked.push(index)
  }
  const held: { index: number; rule: Rule }[] = []
  for (const { rule, own, linked } of places.values()) {
    const owners = new Set(own)
    const foreign = linked.filter((index) => !owners.has(index))
    const all = [...own, ...foreign]
    for (const index of all.slice(1)) sets.union(all[0]!, index)
    if (own.length > 1) held.push({ index: own[0]!, rule })
    if (foreign.length > 0 && new Set(all).size > 1) held.push({ index: foreign[0]!, rule: 'registry' })
  }
  return held
}

function titlesOf(title: string | null): string[] {
  const spelt = [title, title?.replace(/\\[a-zA-Z]+|[${}]/g, '') ?? null].map(studyTitleKey)
  return [
    ...new Set(spelt.flatMap((key) => (key !== null && namingTitle(key) ? key.replaceAll(' ', '') : []))),
  ]
}

/** Joins what shares title, authors and time; gives one record of each set that nothing but the title holds. */
function heldByTitle(entries: readonly Entry[], sets: UnionFind): number[] {
  const buckets = new Map<string, Map<string, number>>()
  const joined: number[] = []
  const join = (one: number, other: number) => {
    if (sets.union(one, other)) joined.push(one)
  }
  for (const [index, { kind, titles, families, record }] of entries.entries())
    for (const title of titles) {
      const bucket = buckets.get(`${kind} ${title}`) ?? new Map<string, number>()
      buckets.set(`${kind} ${title}`, bucket)
      // Records that agree in everything need no comparison with each other.
      const same =
        families.length === 0 ? `${index}` : `${isFile(record)} ${record.year} ${families.join('|')}`
      const first = bucket.get(same)
      if (first === undefined) bucket.set(same, index)
      else if (tellingTitle(entries[index]!.title!)) join(first, index)
    }
  for (const bucket of buckets.values()) {
    // Only who has an author in common can be alike; a file may lack its authors.
    const byFamily = new Map<string, number[]>()
    const compare = (index: number, others: readonly number[]) => {
      for (const other of others)
        if (sets.find(index) !== sets.find(other) && alike(entries[index]!, entries[other]!))
          join(index, other)
    }
    for (const index of bucket.values())
      for (const family of new Set(entries[index]!.families.flatMap(namesOf))) {
        const others = byFamily.get(family) ?? []
        compare(index, others)
        byFamily.set(family, others)
        others.push(index)
      }
    const bare = [...bucket.values()].filter((index) => entries[index]!.families.length === 0)
    for (const index of bare.slice(0, MOST_BARE)) compare(index, [...bucket.values()].slice(0, MOST_BARE))
  }
  return joined
}

/** Files of one title that lack their authors; more are no papers. */
const MOST_BARE = 50
const isFile = ({ source }: SourceRecord) => sourceOf(source).describedBy === 'file'
/** A family name, and its last word: where names are printed, nothing tells which words are the family's. */
const namesOf = (family: string) => [family, family.split(' ').at(-1)!]

function sameNames(one: Entry, other: Entry): boolean {
  const names = ({ families }: Entry) =>
    [...new Set(families.map((family) => namesOf(family)[1]!))].sort().join('|')
  return names(one) !== '' && names(one) === names(other)
}

function alike(one: Entry, other: Entry): boolean {
  const { year: a } = one.record
  const { year: b } = other.record
  if (a !== null && b !== null && Math.abs(a - b) > 2) return false
  const file = isFile(one.record) || isFile(other.record)
  if (!tellingTitle(one.title!) || !tellingTitle(other.title!))
    return file && a !== null && a === b && sameNames(one, other)
  if (one.families.length === 0 || other.families.length === 0) {
    if (!file) return false
    if (a !== null && b !== null) return Math.abs(a - b) <= 1
    return (one.title ?? '').split(' ').length >= 6
  }
  if (one.families[0] === other.families[0]) return true
  const left = new Set(one.families)
  const right = new Set(other.families)
  const common = [...left].filter((family) => right.has(family)).length
  if (common / (left.size + right.size - common) >= 0.5) return true
  const last = new Set(one.families.flatMap(namesOf))
  return file && other.families.flatMap(namesOf).some((name) => last.has(name))
}

function workId({ ids }: Pick<Work, 'ids'>, entries: readonly Entry[]): string {
  for (const name of ['acl', 'arxiv', 'doi', 'pmid', 'corpus', 'openalex'] as const)
    if (ids[name] !== undefined) return `${name}:${ids[name]}`
  const [first] = entries
  return `title:${sha256(`${first?.title ?? ''}\n${entries.map(({ record }) => record.id).join('\n')}`).slice(0, 16)}`
}

/** A notice may go by the id of what it is about. */
function nameApart(drafts: readonly { kind: PublicationKind; work: Work }[]): void {
  const count = new Map<string, number>()
  for (const { work } of drafts) count.set(work.id, (count.get(work.id) ?? 0) + 1)
  for (const { kind, work } of drafts)
    if (kind !== 'study' && (count.get(work.id) ?? 0) > 1) work.id = `${work.id}#${kind}`
}

function attachNotices(
  drafts: readonly { kind: PublicationKind; entries: readonly Entry[]; work: Work }[],
): void {
  const byKey = new Map<string, Work>()
  const byTitle = new Map<string, Work[]>()
  for (const { kind, entries, work } of drafts) {
    if (kind !== 'study') continue
    for (const { record, title } of entries) {
      for (const { key } of idKeys(record.ids)) byKey.set(key, work)
      if (title !== null && tellingTitle(title))
        byTitle.set(title, [...new Set([...(byTitle.get(title) ?? []), work])])
    }
  }
  for (const { kind, entries, work } of drafts) {
    if (kind !== 'correction' && kind !== 'retraction') continue
    const targets = new Set<Work>()
    for (const { record } of entries)
      for (const { relation, ids } of record.related)
        if (relation === 'corrects' || relation === 'retracts')
          for (const { key } of idKeys(canonicalIds(ids))) {
            const target = byKey.get(key)
            if (target !== undefined) targets.add(target)
          }
    if (targets.size === 0)
      for (const { title } of entries) {
        const same = byTitle.get(title ?? '') ?? []
        if (same.length === 1) targets.add(same[0]!)
      }
    for (const target of targets) {
      target.notices = [...target.notices, work.id].sort()
      if (kind === 'retraction') target.retracted = true
    }
  }
}
