import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Place, PolyviaError } from '#kernel'

export class EvidenceUsageError extends PolyviaError {
  readonly code = 'EVIDENCE_USAGE'
  readonly exitCode = 2
  constructor(
    message: string,
    hint: string,
    more: { readonly place?: Place; readonly cause?: unknown } = {},
  ) {
    super(message, { hint, ...more })
  }
}

/** What `--verifier` takes, for help and hints. */
export const VERIFIERS =
  'a study, a folder or hub id of a classifier with entailment labels, a language model (openai:MODEL, openai:MODEL@ADDRESS or anthropic:MODEL), none, or auto'

/** Ranks by meaning unless the user names another: it was made for retrieval, in many languages. */
export const USUAL_ENCODER = 'multilingual-e5-small'

/** What `--encoder` takes, for help and hints. */
export const ENCODERS = `a model of the catalogue, a hub id, a folder, none, or auto (${USUAL_ENCODER}, where it is fetched)`

/** Absolute path of a folder or file of papers. Throws EVIDENCE_USAGE when it is not there. */
export function existingPapers(place: string): string {
  const path = resolve(place)
  if (existsSync(path)) return path
  throw new EvidenceUsageError(`"${place}" is not there`, 'Give an existing folder, or a file.', {
    place: { file: place },
  })
}

/** Absolute path of a file. Throws EVIDENCE_USAGE when it is not there. */
export function existingFile(file: string): string {
  const path = resolve(file)
  if (existsSync(path) && statSync(path).isFile()) return path
  throw new EvidenceUsageError(`File "${file}" is not there`, 'Give an existing file.', { place: { file } })
}

/** A day as YYYY-MM-DD. Throws EVIDENCE_USAGE for anything else, and for days that no month has. */
export function dayOption(option: string, text: string | undefined): string | null {
  if (text === undefined) return null
  if (/^\d{4}-\d{2}-\d{2}$/.test(text) && isDay(text)) return text
  throw new EvidenceUsageError(`${option} is "${text}"`, 'Give a day as YYYY-MM-DD.', {
    place: { field: option },
  })
}

function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
