import type { Http } from '#net'
import type { SourceId } from '../bundle/protocol.ts'
import { filesIn } from './files.ts'
import { SOURCES, sourceOf } from './index.ts'
import { openPaged } from './pages.ts'
import type { LiteratureSource } from './source.ts'

interface SourceOptions {
  readonly sources: readonly SourceId[]
  /** Folders that local sources read. */
  readonly folders: readonly string[]
  readonly http: Http
}

/** Local sources that find files of theirs at these places; all, to say what is missing, where none does. */
export async function localSources(places: readonly string[]): Promise<SourceId[]> {
  const local = SOURCES.filter((source) => !source.online)
  const found = await Promise.all(
    local.map(async ({ id, files }) => ((await filesIn(places, files)).length > 0 ? [id] : [])),
  )
  return found.flat().length > 0 ? found.flat() : local.map(({ id }) => id)
}

/** The named sources, in the order of their names given. Nothing is read or asked before the first search. */
export const openSources = ({ sources, folders, http }: SourceOptions): LiteratureSource[] =>
  sources.map((id) => {
    const source = sourceOf(id)
    return source.online ? openPaged(source, http) : source.open(folders)
  })
