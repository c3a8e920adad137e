import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { Author, SourceRecord } from '../bundle/works.ts'
import { normalizeDoi, parseAclId } from '../works/identifiers.ts'
import { collapseBlanks, plainLine, plainProse } from './markup-text.ts'
import { sourceRecord, webLink } from './records.ts'

/** Order and blanks are kept: titles and abstracts mix text and elements. */
const parser = new XMLParser({
  preserveOrder: true,
  trimValues: false,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  htmlEntities: true,
})

type Node = { readonly [name: string]: unknown }

const nameOf = (node: Node) => Object.keys(node).find((name) => name !== ':@') ?? ''
const childrenOf = (node: Node): readonly Node[] => {
  const children = node[nameOf(node)]
  return Array.isArray(children) ? (children as Node[]) : []
}
const all = (parent: Node | undefined, name: string) =>
  parent === undefined ? [] : childrenOf(parent).filter((child) => nameOf(child) === name)
const one = (parent: Node | undefined, name: string) => all(parent, name)[0]
const attribute = (node: Node, name: string) =>
  String((node[':@'] as Record<string, unknown> | undefined)?.[name] ?? '')

/** All text below an element, in its order. */
function flatten(node: Node | undefined): string {
  if (node === undefined) return ''
  const name = nameOf(node)
  return name === '#text' ? String(node[name]) : childrenOf(node).map(flatten).join('')
}
const textOf = (node: Node | undefined) => collapseBlanks(flatten(node))

/** Papers of one collection file, front matter left out, and those that could not be read. */
export interface Collection {
  readonly records: readonly SourceRecord[]
  readonly unreadable: readonly string[]
}

/** Reads a collection of the ACL Anthology. Throws TypeError for what is none. */
export function parseCollection(xml: string): Collection {
  if (XMLValidator.validate(xml) !== true) throw new TypeError('it is not XML')
  const collection = (parser.parse(xml) as Node[]).find((node) => nameOf(node) === 'collection')
  if (collection === undefined) throw new TypeError('it is not a collection of the ACL Anthology')
  const id = attribute(collection, 'id')
  const records: SourceRecord[] = []
  const unreadable: string[] = []
  for (const volume of all(collection, 'volume'))
    for (const paper of all(volume, 'paper')) {
      const acl = idOf(id, volume, paper)
      if (acl === null)
        unreadable.push(`${id}, volume ${attribute(volume, 'id')}, paper ${attribute(paper, 'id')}`)
      else records.push(recordOf(acl, volume, paper))
    }
  return { records, unreadable }
}

/** Volumes of letters and two digits: workshops have two digits of volume and two of paper, all others one and three. */
function oldId(collection: string, volume: string, paper: string): string {
  const workshop =
    collection.startsWith('W') || collection === 'C69' || (collection === 'D19' && Number(volume) >= 5)
  const digits = workshop ? 2 : 3
  return `${collection}-${volume.padStart(4 - digits, '0')}${paper.padStart(digits, '0')}`
}

function idOf(collection: string, volume: Node, paper: Node): string | null {
  const named = parseAclId(textOf(one(paper, 'url')) ?? '')
  if (named !== null) return named
  const [volumeId, paperId] = [attribute(volume, 'id'), attribute(paper, 'id')]
  return parseAclId(
    /^\d/.test(collection) ? `${collection}-${volumeId}.${paperId}` : oldId(collection, volumeId, paperId),
  )
}

const MONTHS = 'january february march april may june july august september october november december'.split(
  ' ',
)

function dateOf(meta: Node | undefined): string | null {
  const year = /^\d{4}$/.exec(textOf(one(meta, 'year')) ?? '')?.[0]
  if (year === undefined) return null
  const month = MONTHS.findIndex((name) => (textOf(one(meta, 'month')) ?? '').toLowerCase().startsWith(name))
  return month === -1 ? year : `${year}-${String(month + 1).padStart(2, '0')}`
}

function authorOf(node: Node): Author | null {
  const [given, family] = [textOf(one(node, 'first')), textOf(one(node, 'last'))]
  if (family === null) return given === null ? null : { given: null, family: given }
  return { given, family }
}

function recordOf(acl: string, volume: Node, paper: Node): SourceRecord {
  const meta = one(volume, 'meta')
  const journal = attribute(volume, 'type') === 'journal' || /^(?:[JQ]\d\d-|\d{4}\.(?:cl|tacl)-)/.test(acl)
  const date = dateOf(meta)
  const url = textOf(one(paper, 'url'))
  return sourceRecord({
    id: `acl-anthology:${acl}`,
    source: 'acl-anthology',
    ids: { acl, doi: normalizeDoi(textOf(one(paper, 'doi')) ?? '') },
    title: plainLine(flatten(one(paper, 'title'))),
    authors: all(paper, 'author')
      .map(authorOf)
      .filter((author) => author !== null),
    date,
    venue:
      textOf(one(paper, 'journal')) ?? textOf(one(meta, 'journal-title')) ?? textOf(one(meta, 'booktitle')),
    type: journal ? 'article' : 'proceedings-article',
    abstract: plainProse(flatten(one(paper, 'abstract'))),
    language: textOf(one(paper, 'language')),
    links: {
      landing: `https://aclanthology.org/${acl}/`,
      pdf: webLink(url) || `https://aclanthology.org/${acl}.pdf`,
    },
    licence: date === null ? null : date >= '2016' ? 'CC BY 4.0' : 'CC BY-NC-SA 3.0',
    retracted: one(paper, 'retracted') !== undefined || one(paper, 'removed') !== undefined,
  })
}
