import { existsSync, statSync } from 'node:fs'
import {
  decodeUtf8,
  lineNotUtf8,
  messageOf,
  outerNames,
  readPlainFile,
  strip,
  UnreadableFileError,
} from '#kernel'
import { FolderMissingError, OfficialFileError } from '../errors.ts'

/** A folder of predictions or labels that must be there. */
export function checkOfficialFolder(folder: string, option: string): void {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new FolderMissingError(folder, option)
}

/** Lines as Python reads them from a text file, without outer blanks: `[line.strip() for line in file]`. */
export function officialLines(file: string): string[] {
  const lines = readText(file).split(/\r\n|\r|\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines.map(strip)
}

/** One tag a line; every blank line closes a sentence, also one without tags. */
export function readTags(file: string): string[][] {
  const sentences: string[][] = []
  let sentence: string[] = []
  for (const line of officialLines(file)) {
    if (line !== '') sentence.push(line)
    else {
      sentences.push(sentence)
      sentence = []
    }
  }
  return sentence.length > 0 ? [...sentences, sentence] : sentences
}

/** The `label` of each line, a number (XCOPA). */
export function readChoices(file: string): number[] {
  return officialLines(file).map((line, at) => {
    const { label } = parse(line, file, at + 1) as { label?: unknown }
    if (typeof label !== 'number') throw new OfficialFileError(file, 'has no number in "label"', at + 1)
    return label
  })
}

/** An object of a JSON file. */
export function readObject(file: string): Readonly<Record<string, unknown>> {
  const found = parse(readText(file), file)
  if (Array.isArray(found)) throw new OfficialFileError(file, 'holds a list, wanted an object')
  return found as Readonly<Record<string, unknown>>
}

/** Entries of an object of a JSON file in the order in which they are written, as Python keeps them. */
export function readEntries(file: string): [id: string, value: unknown][] {
  const found = readObject(file)
  return [...new Set(outerNames(readText(file)))].map((id) => [id, found[id]])
}

/** A question of a file in SQuAD's form. */
export interface GoldQuestion {
  readonly id: string
  readonly answers: readonly string[]
}

/** Questions with their gold answers; the articles are under `data`, or are the file. */
export function readQuestions(file: string): GoldQuestion[] {
  const found = parse(readText(file), file) as { data?: unknown } | unknown[]
  const articles = Array.isArray(found) ? found : found.data
  try {
    return (articles as Articles)
      .flatMap(({ paragraphs }) => paragraphs)
      .flatMap(({ qas }) => qas)
      .map(({ id, answers }) => ({ id, answers: answers.map(({ text }) => text) }))
  } catch {
    throw new OfficialFileError(file, 'is not in the form of SQuAD: data, paragraphs, qas, answers')
  }
}

type Articles = readonly {
  readonly paragraphs: readonly {
    readonly qas: readonly { readonly id: string; readonly answers: readonly { readonly text: string }[] }[]
  }[]
}[]

/** Most bytes of a file of predictions or labels: several times the largest of XTREME. */
const MOST_BYTES = 256 * 2 ** 20

function readText(file: string): string {
  let bytes: Buffer
  try {
    bytes = readPlainFile(file, MOST_BYTES)
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error
    throw new OfficialFileError(file, `cannot be read: ${error.message}`)
  }
  // A byte order mark stays, as in the official scripts.
  const text = decodeUtf8(bytes)
  if (text === null) throw new OfficialFileError(file, 'is not in UTF-8', lineNotUtf8(bytes))
  return text
}

function parse(text: string, file: string, line?: number): object {
  let found: unknown
  try {
    found = JSON.parse(text)
  } catch (error) {
    throw new OfficialFileError(file, `is no JSON: ${messageOf(error)}`, line)
  }
  if (typeof found !== 'object' || found === null)
    throw new OfficialFileError(file, 'holds no JSON object', line)
  return found
}
