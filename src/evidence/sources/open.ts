import type { Http } from '#net'
import type { SourceId } from '../bundle/protocol.ts'
import { sourceOf } from './index.ts'
import { openPaged } from './pages.ts'
import type { LiteratureSource } from './source.ts'

interface SourceOptions {
  readonly sources: readonly SourceId[]
  /** Folders that local sources read. */
  readonly folders: readonly string[]
  readonly http: Http
}

/** The named sources, in the order of their names given. Nothing is read or asked before the first search. */
export const openSources = ({ sources, folders, http }: SourceOptions): LiteratureSource[] =>
  sources.map((id) => {
    const source = sourceOf(id)
    return source.online ? openPaged(source, http) : source.open(folders)
  })
