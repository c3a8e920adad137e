import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { kinds, language as languageOf, type TaskEntry, TRANSLATABLE, translatedFile } from '#catalog'
import { messageOf, writeWhole } from '#kernel'
import { NoSpaceError } from '#net'
import { InterruptedError, type Lease, takeLease } from '#store'
import type { Split } from '../examples.ts'
import { loadDataset } from '../load.ts'
import { commandWords } from './command-line.ts'
import { NothingTranslatedError, TranslateRequestError } from './errors.ts'
import type { Marks } from './marks.ts'
import {
  type AnswerFoundBy,
  hasMarks,
  outcomeOf,
  type TranslatedDataset,
  translatableTexts,
  translated,
} from './rows.ts'
import { translateTexts } from './translate-texts.ts'

export interface TranslateRequest {
  readonly entry: TaskEntry
  readonly from: string
  readonly to: readonly string[]
  readonly splits: readonly Split[]
  /** Command line of the translator, with `{from}` and `{to}`. */
  readonly command: string
  /** Data folders that the task is read from. */
  readonly folders: readonly string[]
  /** Data folder that the translations are put into. */
  readonly into: string
  /** Most examples of a split, the first ones. */
  readonly limit?: number | undefined
  /** Languages that are translated at a time, each by a process of its own. */
  readonly jobs: number
  /** Span extraction: put around the answer, so that it is found again. */
  readonly marks?: Marks | undefined
  readonly stallMs: number
  readonly signal?: AbortSignal | undefined
  readonly onEvent?: (event: TranslateEvent) => void
}

export type TranslateEvent = { readonly language: string } & (
  | { readonly type: 'progress'; readonly done: number; readonly total: number }
  /** A line that the translator wrote to its standard error. */
  | { readonly type: 'message'; readonly line: string }
  | { readonly type: 'notice'; readonly text: string }
)

const Hashed = z.strictObject({ bytes: z.int(), sha256: z.string() })
const Counts = z.record(z.string(), z.int())

/** How one file of translations was made. */
const SplitRecord = z.strictObject({
  from: z.string(),
  command: z.string(),
  date: z.string(),
  source: z.array(Hashed).describe('Files that were translated'),
  limit: z.int().nullable(),
  marks: z.tuple([z.string(), z.string()]).nullable(),
  examples: z.int().describe('That were to be translated'),
  written: z.int(),
  dropped: Counts.describe('Why -> how many examples'),
  answers: Counts.describe('Span extraction: how they were found -> how many answers'),
  file: Hashed,
})
type SplitRecord = z.infer<typeof SplitRecord>

/** `translated.json` beside the translations of a task in a language. */
const TranslatedRecord = z.strictObject({
  version: z.literal(1),
  task: z.string(),
  language: z.string(),
  splits: z.record(z.string(), SplitRecord),
})

/** What was made of one split in one language. */
export interface TranslatedSplit {
  readonly language: string
  readonly split: Split
  readonly path: string
  readonly examples: number
  readonly written: number
  readonly dropped: Readonly<Record<string, number>>
  readonly answers: Readonly<Partial<Record<AnswerFoundBy, number>>>
  /** Distinct texts of all splits of the language. */
  readonly texts: number
  /** How many of these had been translated before. */
  readonly cached: number
}

/**
 * Translates the examples of a task with a program of the user, into files that `translatedTask` reads. Labels stay.
 * Every distinct text is translated once; finished ones are kept beside the output, so that the same request continues
 * after any end. Files of examples appear whole or not at all, each with its record in `translated.json`.
 *
 * Throws TRANSLATE_INVALID, the errors of loading data and of the translator, NOTHING_TRANSLATED, LEASE_HELD (another
 * process translates the same), NO_SPACE or INTERRUPTED. The first failure ends all languages.
 */
export async function translateTask(request: TranslateRequest): Promise<TranslatedSplit[]> {
  check(request)
  const { entry, from, splits, folders } = request
  const datasets: TranslatedDataset[] = []
  for (const split of splits) {
    const dataset = translated(await loadDataset(entry, from, split, { folders }))
    datasets.push({ ...dataset, examples: dataset.examples.slice(0, request.limit) })
  }
  const failing = new AbortController()
  const signals = [failing.signal, ...(request.signal === undefined ? [] : [request.signal])]
  const signal = AbortSignal.any(signals)
  const results = new Map<string, TranslatedSplit[]>()
  const waiting = [...request.to]
  let failure: unknown
  const worker = async () => {
    for (let to = waiting.shift(); to !== undefined && !signal.aborted; to = waiting.shift())
      try {
        results.set(to, await translateInto(to, datasets, { ...request, signal }))
      } catch (thrown) {
        failure ??= thrown
        failing.abort()
      }
  }
  await Promise.all(Array.from({ length: Math.min(request.jobs, waiting.length) }, worker))
  if (failure !== undefined) throw failure
  if (signal.aborted) throw new InterruptedError('Translating')
  return request.to.flatMap((to) => results.get(to)!)
}

function check({ entry, from, to, splits, command, marks }: TranslateRequest): void {
  if (kinds[entry.kind].translated === null)
    throw new TranslateRequestError(
      `Task "${entry.id}" is ${entry.kind}, whose examples cannot be translated text by text`,
      {
        hint: `Kinds that can be: ${TRANSLATABLE.join(', ')}. Tags belong to single words, which a translation neither keeps nor orders alike; raw text is better taken in its own language.`,
      },
    )
  for (const code of [from, ...to]) languageOf(code)
  if (to.length === 0)
    throw new TranslateRequestError('No language to translate into', { hint: 'Name some with --to.' })
  if (to.includes(from))
    throw new TranslateRequestError(`"${from}" is translated from, it cannot be translated into`, {
      hint: 'Leave it out of --to.',
    })
  for (const [what, list] of [
    ['language', to],
    ['split', splits],
  ] as const)
    if (new Set(list).size < list.length)
      throw new TranslateRequestError(`A ${what} is named twice: ${list.join(', ')}`, {
        hint: 'Name it once.',
      })
  if (marks !== undefined && !hasMarks(entry.kind))
    throw new TranslateRequestError(`Task "${entry.id}" is ${entry.kind} and has no answers to mark`, {
      hint: 'Leave out --mark.',
    })
  commandWords(command)
}

async function translateInto(
  to: string,
  datasets: readonly TranslatedDataset[],
  request: TranslateRequest,
): Promise<TranslatedSplit[]> {
  const { entry, into, from, command, marks, signal, onEvent } = request
  const folder = dirname(join(into, translatedFile(entry.id, to, 'train')))
  const lease = await occupy(folder)
  try {
    const texts = new Set<string>()
    for (const { kind, examples } of datasets)
      for (const example of examples)
        for (const text of translatableTexts(kind, example, marks)) texts.add(text)
    const { of: translations, cached } = await translateTexts([...texts], {
      command,
      from,
      to,
      cacheFile: join(folder, 'cache.jsonl'),
      stallMs: request.stallMs,
      ...(signal === undefined ? {} : { signal }),
      onProgress: (done, total) => onEvent?.({ type: 'progress', language: to, done, total }),
      onMessage: (line) => onEvent?.({ type: 'message', language: to, line }),
      onNotice: (text) => onEvent?.({ type: 'notice', language: to, text }),
    })
    const made: TranslatedSplit[] = []
    for (const dataset of datasets) {
      const split = await writeSplit(to, dataset, translations, request)
      made.push({ ...split, texts: texts.size, cached })
    }
    return made
  } catch (thrown) {
    if (['ENOSPC', 'EDQUOT'].includes((thrown as NodeJS.ErrnoException).code ?? ''))
      throw new NoSpaceError(folder, undefined, 0, thrown)
    throw thrown
  } finally {
    await lease.release()
  }
}

async function occupy(folder: string): Promise<Lease> {
  try {
    await mkdir(folder, { recursive: true })
  } catch (cause) {
    throw new TranslateRequestError(`Cannot make the folder "${folder}": ${messageOf(cause)}`, {
      hint: 'Choose a folder that you may write to with --into.',
      place: { file: folder },
      cause,
    })
  }
  return takeLease(join(folder, '.translating.lock'), { wait: false })
}

async function writeSplit(
  to: string,
  { kind, split, examples, files, gold }: TranslatedDataset,
  translations: ReadonlyMap<string, string>,
  request: TranslateRequest,
): Promise<Omit<TranslatedSplit, 'texts' | 'cached'>> {
  const { entry, from, command, into, limit, marks } = request
  const dropped: Record<string, number> = {}
  const answers: Partial<Record<AnswerFoundBy, number>> = {}
  const lines: string[] = []
  for (const example of examples) {
    const outcome =
      'answers' in example && example.answers.length === 0 && !gold
        ? { dropped: 'no gold label' }
        : outcomeOf(kind, example, translations, marks)
    if ('dropped' in outcome) dropped[outcome.dropped] = (dropped[outcome.dropped] ?? 0) + 1
    else {
      lines.push(JSON.stringify(outcome.row))
      for (const by of outcome.answers ?? []) answers[by] = (answers[by] ?? 0) + 1
    }
  }
  if (lines.length === 0)
    throw new NothingTranslatedError(
      `None of the ${examples.length} ${split} examples of "${entry.id}" came through the translation into "${to}": ${Object.entries(
        dropped,
      )
        .map(([reason, count]) => `${count} times ${reason}`)
        .join(', ')}`,
      { hint: 'Look at the translations in cache.jsonl beside the output; --mark may help to find answers.' },
    )
  const path = join(into, translatedFile(entry.id, to, split))
  const file = await writeWhole(
    path,
    lines.map((line) => `${line}\n`),
  )
  await record(join(dirname(path), 'translated.json'), entry.id, to, split, {
    from,
    command,
    date: new Date().toISOString(),
    source: files.map(({ bytes, sha256 }) => ({ bytes, sha256 })),
    limit: limit ?? null,
    marks: marks === undefined ? null : [marks.open, marks.close],
    examples: examples.length,
    written: lines.length,
    dropped,
    answers,
    file,
  })
  return { language: to, split, path, examples: examples.length, written: lines.length, dropped, answers }
}

/** Adds a split to `translated.json`; what cannot be read in it is written anew. */
async function record(
  path: string,
  task: string,
  language: string,
  split: Split,
  entry: SplitRecord,
): Promise<void> {
  const before = await readFile(path, 'utf8').then(
    (text) => TranslatedRecord.safeParse(parseJson(text)).data?.splits ?? {},
    () => ({}),
  )
  const whole = TranslatedRecord.parse({ version: 1, task, language, splits: { ...before, [split]: entry } })
  await writeWhole(path, `${JSON.stringify(whole, null, 1)}\n`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
