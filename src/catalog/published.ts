import type { PublishedResult } from './published/result.ts'
import { RETRIEVAL_RESULTS } from './published/retrieval.ts'
import { TATOEBA_RESULTS } from './published/tatoeba.ts'
import { XTREME_RESULTS } from './published/xtreme.ts'

const ALL: readonly PublishedResult[] = [...XTREME_RESULTS, ...RETRIEVAL_RESULTS, ...TATOEBA_RESULTS]

/** What to look for; a field that is left out is not asked about. `task: null` asks for means over tasks. */
export interface PublishedQuery {
  readonly task?: string | null
  readonly arm?: string
  readonly model?: string
}

/** Published results that fit, each with its source and how sure it is. */
export function publishedResults({ task, arm, model }: PublishedQuery = {}): readonly PublishedResult[] {
  return ALL.filter(
    (each) =>
      (task === undefined || each.task === task) &&
      (arm === undefined || each.arm === arm) &&
      (model === undefined || each.model === model),
  )
}
