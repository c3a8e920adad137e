import { createHash } from 'node:crypto'
import { kinds, type TaskEntry } from '#catalog'
import { own } from '#kernel'
import { DataInvalidError, FormatError } from './errors.ts'
import { type Dataset, type Example, type Split, subject } from './examples.ts'
import type { Format, Parsed } from './format.ts'
import { formatOf } from './formats/index.ts'
import { readLines } from './line-stream.ts'
import { type DataOptions, type Found, findFiles, type Located, locatedFrom } from './locate.ts'
import { isParquet } from './parquet.ts'
import { readTextFile, type TextFile } from './text-file.ts'

/**
 * Reads all examples of a task in one language and split: files found in the data folders (in their order) or in
 * installed packages, decoded, parsed, checked. The same files give the same examples in the same order everywhere.
 *
 * Throws DATA_UNAVAILABLE (no such language or split), DATA_NOT_FOUND (with all names looked for), DATA_INVALID (with
 * file, line and reason) or FORMAT_INVALID (the entry is wrong). Never returns part of a dataset.
 */
export async function loadDataset(
  entry: TaskEntry,
  language: string,
  split: Split,
  options: DataOptions,
): Promise<Dataset> {
  const found = await findFiles(entry, language, split, options)
  const format = formatOf(found.source.format ?? entry.format, entry.id)
  const { examples: wanted, title } = kinds[entry.kind]
  if (format.makes !== wanted)
    throw new FormatError(
      `Format "${format.id}" makes examples of the form "${format.makes}"; task "${entry.id}" is ${title}, which needs "${wanted}"`,
      {
        hint: 'Correct "kind" or "format" of the task entry.',
      },
    )
  const byLine = format.reader !== undefined && !found.files.some(({ path }) => isParquet(path))
  const { located, parsed } = await (byLine ? readByLine : readWhole)(entry, language, split, found, format)
  const kept = portion(format, parsed, located.recipe.portion)
  checkExamples(
    kept,
    found.files.map((file) => file.path),
  )
  return {
    kind: entry.kind,
    task: entry.id,
    language,
    split,
    examples: kept.examples,
    files: located.files,
    gold: kept.gold,
    notes: located.notes,
    skipped: kept.skipped,
  }
}

/** Parquet files of one role and language are one table that was cut for its size: formats read it as one file. */
function joinShards(files: readonly TextFile[]): TextFile[] {
  const shards = files.filter(({ path }) => isParquet(path))
  const first = shards[0]
  if (first === undefined || shards.length !== files.length) return [...files]
  return [...new Set(shards.map(({ language }) => language))].map((language) => {
    const own = shards.filter((shard) => shard.language === language)
    return own.length === 1
      ? own[0]!
      : {
          ...own[0]!,
          path: `${own[0]!.path} and ${own.length - 1} more`,
          text: own.map(({ text }) => text).join('\n'),
        }
  })
}

interface Read {
  readonly located: Located
  readonly parsed: Parsed
}

async function readWhole(
  entry: TaskEntry,
  language: string,
  split: Split,
  found: Found,
  format: Format,
): Promise<Read> {
  const damaged = locatedFrom(entry, found, []).recipe.options.damaged === 'skip' ? 'skip' : 'error'
  const read = await Promise.all(
    found.files.map(async (file) => ({
      ...file,
      ...(await readTextFile(file.path, file.language, damaged)),
    })),
  )
  const byRole = new Map<string, TextFile[]>()
  for (const { role, ...file } of read) byRole.set(role, [...(byRole.get(role) ?? []), file])
  const files = Object.fromEntries([...byRole].map(([role, shards]) => [role, joinShards(shards)]))
  const located = locatedFrom(entry, found, read)
  const meant = { language, split, labels: entry.labels }
  const options = fillOptions(located.recipe.options, entry, language)
  const parsed = format.parse({ files, ...meant }, options)
  const lines = read.reduce((sum, { damagedLines }) => sum + damagedLines, 0)
  if (lines > 0) parsed.skipped['line that is not UTF-8'] = lines
  return { located, parsed }
}

/** For files that can be larger than a string: nothing but the examples is kept. */
async function readByLine(
  entry: TaskEntry,
  language: string,
  split: Split,
  found: Found,
  format: Format,
): Promise<Read> {
  const meant = { language, split, labels: entry.labels }
  const { options } = locatedFrom(entry, found, []).recipe
  const reader = format.reader!(meant, fillOptions(options, entry, language))
  const read = []
  for (const file of found.files)
    read.push({
      ...file,
      ...(await readLines(file.path, (line, text) => reader.line(file.path, line, text))),
    })
  return { located: locatedFrom(entry, found, read), parsed: reader.end() }
}

/** Fills `{lang}` and `{code}` in the options, such as `where: { language: "{lang}" }`. */
function fillOptions(
  options: Readonly<Record<string, unknown>>,
  entry: TaskEntry,
  language: string,
): unknown {
  const fill = (text: string) =>
    text.replaceAll('{lang}', language).replaceAll('{code}', own(entry.codes, language) ?? language)
  return JSON.parse(JSON.stringify(options), (_, value: unknown) =>
    typeof value === 'string' ? fill(value) : value,
  )
}

/** Examples whose subject hashes into the part; those about one context stay together. */
function portion(
  format: Format,
  parsed: Parsed,
  part: { readonly from: number; readonly to: number } | null,
): Parsed {
  if (part === null) return parsed
  const subjectOf = format.subject ?? ((example: Example) => subject(format.makes, example))
  const examples = parsed.examples.filter((example) => {
    const place = createHash('sha256').update(subjectOf(example)).digest().readUInt32BE(0) / 2 ** 32
    return place >= part.from && place < part.to
  })
  return { ...parsed, examples }
}

function checkExamples({ examples }: Parsed, paths: readonly string[]): void {
  const file = paths.length === 1 ? paths[0]! : paths.slice(0, 3).join(', ')
  if (examples.length === 0)
    throw new DataInvalidError({ file }, 'it holds no examples of this task, language and split')
  const seen = new Set<string>()
  for (const { id } of examples) {
    if (seen.has(id)) throw new DataInvalidError({ file, field: 'id' }, `two examples have the id "${id}"`)
    seen.add(id)
  }
}
