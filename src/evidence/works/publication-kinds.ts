import type { SourceRecord } from '../bundle/works.ts'
import { titleKey } from './identifiers.ts'

/** What may be one work with what: a study never with what is written about it. */
export type PublicationKind = 'study' | 'correction' | 'retraction' | 'comment'

const AFTER = String.raw`(?:\s+(?:to|for|of)\b\s*:?|\s*:|\s+[–—-](?=\s)|\s*\([^)]*\)\s*:?)\s*`
/** Each needs what follows a notice's name: "Response to intervention" and "Correction of errors" are studies. */
const PREFIXES: readonly (readonly [PublicationKind, RegExp])[] = [
  ['retraction', new RegExp(`^(?:retraction (?:note|notice)|notice of retraction)${AFTER}`, 'i')],
  ['retraction', /^retraction(?:\s+to\b\s*:?|\s*:|\s+[–—-](?=\s))\s*/i],
  ['correction', new RegExp(`^(?:errat(?:um|a)|corrigend(?:um|a)|addend(?:um|a))${AFTER}`, 'i')],
  ['correction', /^(?:author |publisher )?corrections?(?:\s+to\b\s*:?|\s*:|\s+[–—-](?=\s))\s*/i],
  [
    'comment',
    /^(?:(?:a )?comment on|comments on\s*[:“"]|(?:a |author'?s'? )?reply to|response to comments? on)\s*:?\s*/i,
  ],
]
const WITHDRAWN = /^\W{0,2}(?:retracted|withdrawn)(?: (?:article|paper))?\s*[\]):.–—-]+\s*/i

/** Kind by the title alone, with the title of what it is about; `study` and the title itself otherwise. */
export function readTitle(title: string): { kind: PublicationKind; about: string; withdrawn: boolean } {
  for (const [kind, prefix] of PREFIXES)
    if (prefix.test(title))
      return { kind, about: title.replace(prefix, '').replace(/^[“"'‘]|[”"'’]$/g, ''), withdrawn: false }
  return { kind: 'study', about: title.replace(WITHDRAWN, ''), withdrawn: WITHDRAWN.test(title) }
}

const BY_TYPE: { readonly [T in SourceRecord['type']]?: PublicationKind } = {
  erratum: 'correction',
  correction: 'correction',
  'retraction-notice': 'retraction',
  comment: 'comment',
}
const BY_RELATION: { readonly [R in SourceRecord['related'][number]['relation']]?: PublicationKind } = {
  corrects: 'correction',
  retracts: 'retraction',
  'comments-on': 'comment',
}

/** Kind of a record by its type, what the registry relates it to, and its title. */
export function publicationKind(record: SourceRecord): PublicationKind {
  const related = record.related
    .map(({ relation }) => BY_RELATION[relation])
    .find((kind) => kind !== undefined)
  return BY_TYPE[record.type] ?? related ?? readTitle(record.title ?? '').kind
}

/** What records of one study share in their titles; null where a title proves nothing. */
export function studyTitleKey(title: string | null): string | null {
  if (title === null) return null
  const key = titleKey(readTitle(title).about)
  // "Part 2" and "Part II" are one part.
  return key.replace(/\bpart (i{1,3}|iv|v)\b/g, (_, roman: string) => `part ${ROMAN[roman]}`)
}
const ROMAN: Readonly<Record<string, number>> = { i: 1, ii: 2, iii: 3, iv: 4, v: 5 }
