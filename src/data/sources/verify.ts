import { readdir, stat } from 'node:fs/promises'
import { dirname, isAbsolute, join } from 'node:path'
import type { TaskEntry } from '#catalog'
import { canonicalJson, listed, messageOf, own, PolyviaError, sha256, sha256File, someOf } from '#kernel'
import type { Dataset, Example } from '../examples.ts'
import { loadDataset } from '../load.ts'
import { partsOfSources } from '../locate.ts'
import { type Coverage, coverage } from './coverage.ts'
import { readFetched } from './fetched.ts'

/** One thing that was checked. */
export interface DataCheck {
  /** `wrong` is a fault; `incomplete` (part of it is there), `absent` and `note` (a stand-in) are none. */
  readonly state: 'ok' | 'wrong' | 'incomplete' | 'absent' | 'note'
  readonly subject: string
  readonly found: string
}

/** Hashes every fetched file of a data folder again. Throws FETCHED_INVALID. */
export async function verifyFiles(root: string): Promise<DataCheck[]> {
  const { downloads } = await readFetched(root)
  const checks: DataCheck[] = []
  for (const { source, files } of Object.values(downloads))
    for (const [path, expected] of Object.entries(files)) {
      const subject = join(root, path)
      const found = await stat(subject).catch(() => undefined)
      const wrong = (reason: string) =>
        checks.push({ state: 'wrong', subject, found: `${reason} (from ${source})` })
      if (found === undefined) wrong('is gone')
      else if (found.size !== expected.bytes) wrong(`has ${found.size} bytes, ${expected.bytes} came`)
      else if ((await sha256File(subject)) !== expected.sha256) wrong('has changed since it came')
      else checks.push({ state: 'ok', subject, found: `${found.size} bytes, as it came` })
    }
  return checks
}

/** Parses every split and language of a task, and compares what comes out with the sizes and samples of its entry. */
export async function verifyTask(entry: TaskEntry, folders: readonly string[]): Promise<DataCheck[]> {
  const checks: DataCheck[] = []
  for (const part of await coverage(entry, folders)) checks.push(await verifyPart(entry, part, folders))
  return checks
}

async function verifyPart(entry: TaskEntry, part: Coverage, folders: readonly string[]): Promise<DataCheck> {
  const { split, language } = part
  const subject = `${entry.id} ${split} ${language}`
  if (part.state === 'missing') return { subject, ...(await whyMissing(entry, part, folders)) }
  let dataset: Dataset
  try {
    dataset = await loadDataset(entry, language, split, { folders })
  } catch (thrown) {
    if (!(thrown instanceof PolyviaError)) throw thrown
    return { state: 'wrong', subject, found: messageOf(thrown) }
  }
  const { length } = dataset.examples
  const counted = `${length} examples${dataset.gold ? '' : ' without gold'}`
  if (part.state === 'stand-in')
    return { state: 'note', subject, found: `${counted}, not compared: ${part.note}` }
  const size = publishedSize(entry, part)
  const explained = size === undefined ? '' : await explain(entry, part, size, dataset, folders)
  if (explained === undefined)
    return { state: 'wrong', subject, found: `${counted}, ${size} are published${skippedText(dataset)}` }
  const sample = own(entry.samples[split] ?? {}, language)
  const found = sampleHash(dataset.examples)
  if (sample !== undefined && sample !== found)
    return {
      state: 'wrong',
      subject,
      found: `${counted}; first, middle and last have hash ${found}, not ${sample}`,
    }
  const compared = [size === undefined ? [] : ['size'], sample === undefined ? [] : ['sample']].flat()
  return {
    state: 'ok',
    subject,
    found: `${counted}, ${compared.length === 0 ? 'nothing published to compare with' : `${compared.join(' and ')} as published`}${explained}`,
  }
}

/** What is missing of a part: a file that goes with those that are there, the answers of those, or all. */
async function whyMissing(
  entry: TaskEntry,
  { split, language }: Coverage,
  folders: readonly string[],
): Promise<Omit<DataCheck, 'subject'>> {
  const sources = await partsOfSources(entry, language, split, { folders })
  const partly = sources.find(({ files }) => files.length > 0)
  if (partly !== undefined) {
    const there = someOf(
      partly.files.map(({ path }) => `"${path}"`),
      3,
    )
    const wanted = partly.lacking.map(
      ({ role, patterns }) => `the file of its ${role}: ${quoted(patterns, 'or')}`,
    )
    return { state: 'incomplete', found: `${there} is there, but not ${listed(wanted)}` }
  }
  const patterns = sources.flatMap(({ lacking }) => lacking.flatMap((each) => each.patterns))
  const unread = split === 'test' ? await testTexts(patterns, language, folders) : []
  if (unread.length > 0)
    return {
      state: 'incomplete',
      found: `${quoted(unread, 'and')} is there, but holds no answers: XTREME strips them from its test files. Answers are read from ${quoted(patterns, 'or')}`,
    }
  return { state: 'absent', found: `not in the data folders: looked for ${quoted(patterns, 'or')}` }
}

const quoted = (names: readonly string[], conjunction: 'and' | 'or') => {
  const shown = names.slice(0, 6).map((name) => `"${name}"`)
  return names.length > 6 ? `${shown.join(', ')} and ${names.length - 6} more` : listed(shown, conjunction)
}

/** Files in XTREME's form for the test of a language, in the folders where a task looks for its files. */
async function testTexts(
  patterns: readonly string[],
  language: string,
  folders: readonly string[],
): Promise<string[]> {
  const own = patterns.filter((pattern) => !pattern.startsWith('npm:') && !isAbsolute(pattern))
  const places = [...new Set(own.flatMap((pattern) => [pattern.split('/')[0]!, dirname(pattern)]))]
  const found: string[] = []
  for (const folder of folders)
    for (const place of places) {
      const names = await readdir(join(folder, place)).catch(() => [])
      found.push(
        ...names
          .filter((name) => name.startsWith(`test-${language}.`))
          .map((name) => join(folder, place, name)),
      )
    }
  return found
}

const publishedSize = ({ sizes }: TaskEntry, { split, language }: Coverage) =>
  own(sizes[split] ?? {}, language) ?? sizes[split]?.each

/**
 * How a dataset has the published size: as it is (''), with what the parser left out, or before a part of it was taken.
 * Undefined where it has not.
 */
async function explain(
  entry: TaskEntry,
  { split, language }: Coverage,
  size: number,
  dataset: Dataset,
  folders: readonly string[],
): Promise<string | undefined> {
  if (dataset.examples.length === size) return ''
  const counts = Object.values(dataset.skipped)
  const absent = size - dataset.examples.length
  if (counts.includes(absent) || counts.reduce((sum, count) => sum + count, 0) === absent)
    return skippedText(dataset)
  const whole = await loadDataset(withoutPortions(entry), language, split, { folders })
  return whole.examples.length === size ? `, of which this is a part` : undefined
}

function withoutPortions(entry: TaskEntry): TaskEntry {
  const splits = Object.entries(entry.splits).map(([split, source]) => [
    split,
    {
      ...source,
      portion: undefined,
      otherwise: source.otherwise?.map((each) => ({ ...each, portion: undefined })),
    },
  ])
  return { ...entry, splits: Object.fromEntries(splits) as TaskEntry['splits'] }
}

const skippedText = ({ skipped }: Dataset) =>
  Object.entries(skipped)
    .map(([reason, count]) => `; ${count} left out: ${reason}`)
    .join('')

/** SHA-256 of the canonical JSON (RFC 8785) of the first, middle (index floor(n / 2)) and last example. */
export function sampleHash(examples: readonly Example[]): string {
  const at = [0, Math.floor(examples.length / 2), examples.length - 1]
  return sha256(canonicalJson(at.map((place) => examples[place])))
}
