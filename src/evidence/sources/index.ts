import type { SourceId } from '../bundle/protocol.ts'
import { aclAnthology } from './acl-anthology.ts'
import { arxiv } from './arxiv.ts'
import { crossref } from './crossref.ts'
import { folder } from './folder.ts'
import { openalex } from './openalex.ts'
import { semanticScholar } from './semantic-scholar.ts'

/** All literature sources, in the order in which they are listed and, where nothing else decides, believed. */
export const SOURCES = [arxiv, openalex, semanticScholar, crossref, aclAnthology, folder] as const

/** The definition of a source. */
export const sourceOf = (id: SourceId): (typeof SOURCES)[number] => SOURCES.find((each) => each.id === id)!
