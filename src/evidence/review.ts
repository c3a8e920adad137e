import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { breakable, byText, canonicalJson, checkOutputFolder, contentKey, sha256File } from '#kernel'
import type { Http } from '#net'
import { takeLease } from '#store'
import type { Bundle } from './bundle/bundle.ts'
import { Claim, Reading, Verdict } from './bundle/claims.ts'
import { OtherReviewError } from './bundle/errors.ts'
import { BundleFolder, readFinished, type StageEvent } from './bundle/folder.ts'
import { RankedPassage } from './bundle/passages.ts'
import { type Asked, Protocol } from './bundle/protocol.ts'
import { Synthesis } from './bundle/synthesis.ts'
import { type TextDocument, TextRetrieval } from './bundle/texts.ts'
import { Screening, Search, SourceRecord, Work } from './bundle/works.ts'
import { readAsked, writeAsked } from './protocol/asked-file.ts'
import {
  makeProtocol,
  type ProtocolOptions,
  readQuestion,
  readSentence,
  tidyQuestion,
} from './protocol/make.ts'
import type { Meaning } from './ranking/meaning.ts'
import { rankPassages } from './ranking/passages.ts'
import { nearness } from './ranking/rank.ts'
import { rankedText, screenAbstracts, screenTexts } from './screening/screen.ts'
import { filesIn } from './sources/files.ts'
import { openSources } from './sources/open.ts'
import type { SearchResult } from './sources/source.ts'
import { claimsOf, included, readingsOf, synthesisOf, textsOfWorks, verdictsOn } from './stages.ts'
import { retrieveText } from './texts/retrieve.ts'
import { readDocument, writeText } from './texts/store.ts'
import type { Verifier } from './verdicts/verifier.ts'
import { clusterRecords } from './works/cluster.ts'

const FILES = {
  'protocol.json': Protocol,
  'searches.jsonl': z.array(Search),
  'records.jsonl': z.array(SourceRecord),
  'works.jsonl': z.array(Work),
  'screening-abstracts.jsonl': z.array(Screening),
  'retrievals.jsonl': z.array(TextRetrieval),
  'passages.jsonl': z.array(RankedPassage),
  'screening-texts.jsonl': z.array(Screening),
  'claims.jsonl': z.array(Claim),
  'verdicts.jsonl': z.array(Verdict),
  'readings.jsonl': z.array(Reading),
  'synthesis.json': Synthesis,
} as const

export type ReviewStep =
  | StageEvent
  | { readonly stage: 'texts'; readonly done: number; readonly of: number }
  | { readonly stage: 'verdicts'; readonly done: number; readonly of: number }
  | { readonly stage: 'embedding'; readonly done: number; readonly of: number }

export interface ReviewOptions extends Omit<ProtocolOptions, 'date' | 'meaning' | 'asked'> {
  /** Folder of the review. */
  readonly folder: string
  /** Day of the review; null: that of the review that the folder holds, else `today`. */
  readonly date: string | null
  readonly today: string
  /** Local folders and files, for the sources `folder` and `acl-anthology` and for full texts. */
  readonly papers: readonly string[]
  readonly http: Http
  readonly verifier: Verifier
  /** Ranks by meaning beside the words; null: words alone rank. */
  readonly meaning: Meaning | null
  /** What is asked, as the user has written it in a file; null: as in `protocol.yaml` of the folder, else by rules. */
  readonly protocolFile: string | null
  /** Reads a question that no file says how to read; null, and by default: rules do. */
  readonly draft?: (question: string) => Promise<Asked | null>
  /** The question is a sentence that is asserted. */
  readonly isClaim?: boolean
  /** Measured claims of studies, which enter the same table. */
  readonly measured: readonly Claim[]
  readonly signal?: AbortSignal
  readonly onEvent: (event: ReviewStep) => void
}

/**
 * Reviews the literature on a question, stage by stage, into a folder that can be continued at any time. Stages whose
 * inputs have not changed are kept; a search is tried again while one of its sources has failed.
 * Throws for a bad question, a folder with other files, another review (OTHER_REVIEW) or none (OUTPUT_UNUSABLE), or on abort; what sources do wrong is part of the result.
 */
export async function runReview(options: ReviewOptions): Promise<Bundle> {
  checkOutputFolder(options.folder)
  const earlier = await protocolOf(options.folder)
  const date = options.date ?? earlier?.date ?? options.today
  const own = join(options.folder, ASKED_FILE)
  const asked = readAsked(options.protocolFile ?? own) ?? (await readAnew(options))
  const proposed = makeProtocol({ ...options, date, asked, meaning: options.meaning?.id ?? null })
  if (earlier !== null && canonicalJson({ ...lasting(earlier), date }) !== canonicalJson(lasting(proposed)))
    throw new OtherReviewError(options.folder, earlier.question)
  await mkdir(options.folder, { recursive: true })
  const lease = await takeLease(join(options.folder, 'lease'), { wait: false })
  try {
    await writeAsked(own, asked)
    return await runStages(proposed, await BundleFolder.open(options.folder), options)
  } finally {
    await lease.release()
  }
}

/** What is asked, where no file says it. A question without a word to search for is refused before anybody is asked. */
async function readAnew({ question, isClaim, draft }: ReviewOptions): Promise<Asked> {
  if (isClaim === true) return readSentence(question)
  const byRules = readQuestion(question)
  return (await draft?.(tidyQuestion(question))) ?? byRules
}

/** Where a review keeps what is asked, for its user to change. */
const ASKED_FILE = 'protocol.yaml'

/** What makes two reviews the same one: how the question is read and what ranks may change on the way. */
function lasting({ form, statement, parts, criteria, queries, meaning, ...rest }: Protocol) {
  return rest
}

async function runStages(proposed: Protocol, bundle: BundleFolder, options: ReviewOptions): Promise<Bundle> {
  const { http, verifier, meaning, measured, onEvent, signal } = options
  const onEmbedded = (done: number, of: number) => onEvent({ stage: 'embedding', done, of })
  const papers = [...options.papers]
  const folders = await fingerprint(papers, signal)
  const only = <File extends keyof typeof FILES>(...files: File[]) =>
    Object.fromEntries(files.map((file) => [file, FILES[file]])) as Pick<typeof FILES, File>

  const { 'protocol.json': protocol } = await bundle.stage(
    {
      name: 'protocol',
      parameters: proposed,
      reads: [],
      writes: only('protocol.json'),
      run: async () => ({ values: { 'protocol.json': proposed } }),
    },
    onEvent,
  )

  const { 'searches.jsonl': searches, 'records.jsonl': records } = await bundle.stage(
    {
      name: 'search',
      parameters: { folders },
      reads: ['protocol.json'],
      writes: only('searches.jsonl', 'records.jsonl'),
      run: async () => {
        const found = await searchAll(protocol, papers, http, signal)
        return {
          values: found,
          finished: found['searches.jsonl'].every(({ stopped }) => stopped !== 'failed'),
        }
      },
    },
    onEvent,
  )

  const { 'works.jsonl': works } = await bundle.stage(
    {
      name: 'works',
      parameters: {},
      reads: ['records.jsonl'],
      writes: only('works.jsonl'),
      run: async () => ({ values: { 'works.jsonl': breakable(() => clusterRecords(records)) } }),
    },
    onEvent,
  )

  const { 'screening-abstracts.jsonl': screened } = await bundle.stage(
    {
      name: 'screening of abstracts',
      parameters: {},
      reads: ['protocol.json', 'works.jsonl'],
      writes: only('screening-abstracts.jsonl'),
      run: async () => {
        const near = await nearness(protocol, works.map(rankedText), { meaning, onEmbedded, signal })
        return {
          values: { 'screening-abstracts.jsonl': breakable(() => screenAbstracts(protocol, works, near)) },
        }
      },
    },
    onEvent,
  )

  const sought = included(works, screened)
  const { 'retrievals.jsonl': retrievals } = await bundle.stage(
    {
      name: 'texts',
      parameters: { folders },
      reads: ['works.jsonl', 'screening-abstracts.jsonl'],
      writes: only('retrievals.jsonl'),
      run: async () => {
        const rows = await retrieveAll(sought, options)
        const written = rows.flatMap(({ sha256 }) => (sha256 === null ? [] : [`texts/${sha256}.json`]))
        return { values: { 'retrievals.jsonl': rows }, written }
      },
    },
    onEvent,
  )
  const texts = await readTexts(options.folder, retrievals)

  const { 'passages.jsonl': passages } = await bundle.stage(
    {
      name: 'passages',
      parameters: {},
      reads: ['protocol.json', 'screening-abstracts.jsonl', 'retrievals.jsonl'],
      writes: only('passages.jsonl'),
      run: async () => ({
        values: {
          'passages.jsonl': await rankPassages(protocol, texts, { meaning, screened, onEmbedded, signal }),
        },
      }),
    },
    onEvent,
  )

  const { 'screening-texts.jsonl': read } = await bundle.stage(
    {
      name: 'screening of texts',
      parameters: {},
      reads: ['works.jsonl', 'screening-abstracts.jsonl', 'retrievals.jsonl', 'passages.jsonl'],
      writes: only('screening-texts.jsonl'),
      run: async () => ({
        values: { 'screening-texts.jsonl': screenTexts(sought, texts, passages) },
      }),
    },
    onEvent,
  )
  const readWorks = included(works, read)
  const documents = textsOfWorks(readWorks, texts)

  const { 'claims.jsonl': claims } = await bundle.stage(
    {
      name: 'claims',
      parameters: { measured },
      reads: ['protocol.json', 'works.jsonl', 'passages.jsonl', 'screening-texts.jsonl'],
      writes: only('claims.jsonl'),
      run: async () => ({
        values: { 'claims.jsonl': breakable(() => claimsOf(protocol, readWorks, passages, measured)) },
      }),
    },
    onEvent,
  )

  const { 'verdicts.jsonl': verdicts } = await bundle.stage(
    {
      name: 'verdicts',
      parameters: { verifier: verifier.id },
      reads: ['claims.jsonl', 'works.jsonl', 'retrievals.jsonl', 'screening-texts.jsonl'],
      writes: only('verdicts.jsonl'),
      run: async () => ({
        values: {
          'verdicts.jsonl': await verdictsOn(claims, readWorks, documents, {
            verifier,
            signal,
            onVerdict: (done) => onEvent({ stage: 'verdicts', done, of: claims.length }),
          }),
        },
      }),
    },
    onEvent,
  )

  const { 'readings.jsonl': readings } = await bundle.stage(
    {
      name: 'readings',
      parameters: { verifier: verifier.id },
      reads: ['protocol.json', 'claims.jsonl'],
      writes: only('readings.jsonl'),
      run: async () => ({
        values: { 'readings.jsonl': await readingsOf(protocol, claims, { verifier, signal }) },
      }),
    },
    onEvent,
  )

  const { 'synthesis.json': synthesis } = await bundle.stage(
    {
      name: 'synthesis',
      parameters: {},
      reads: [
        'protocol.json',
        'searches.jsonl',
        'works.jsonl',
        'screening-texts.jsonl',
        'claims.jsonl',
        'verdicts.jsonl',
        'readings.jsonl',
      ],
      writes: only('synthesis.json'),
      run: async () => ({
        values: {
          'synthesis.json': breakable(() =>
            synthesisOf(protocol, searches, readWorks, claims, verdicts, readings),
          ),
        },
      }),
    },
    onEvent,
  )

  return {
    protocol,
    searches,
    records,
    works,
    screening: [...screened, ...read],
    retrievals,
    texts,
    passages,
    claims,
    verdicts,
    readings,
    synthesis,
  }
}

/** A finished review. Throws BUNDLE_UNREADABLE and BUNDLE_DAMAGED. */
export async function readReview(folder: string): Promise<Bundle> {
  const files = await readFinished(folder, FILES)
  return {
    protocol: files['protocol.json'],
    searches: files['searches.jsonl'],
    records: files['records.jsonl'],
    works: files['works.jsonl'],
    screening: [...files['screening-abstracts.jsonl'], ...files['screening-texts.jsonl']],
    retrievals: files['retrievals.jsonl'],
    texts: await readTexts(folder, files['retrievals.jsonl']),
    passages: files['passages.jsonl'],
    claims: files['claims.jsonl'],
    verdicts: files['verdicts.jsonl'],
    readings: files['readings.jsonl'],
    synthesis: files['synthesis.json'],
  }
}

/** The protocol of the review that a folder holds; null where there is none that can be read, which is then made anew. */
async function protocolOf(folder: string): Promise<Protocol | null> {
  try {
    return Protocol.parse(JSON.parse(await readFile(join(folder, 'protocol.json'), 'utf8')))
  } catch {
    return null
  }
}

async function searchAll(protocol: Protocol, papers: readonly string[], http: Http, signal?: AbortSignal) {
  const sources = openSources({ sources: protocol.sources, folders: papers, http })
  const results = await Promise.all(
    sources.map(async (source) => {
      const own: SearchResult[] = []
      for (const query of protocol.queries[source.id] ?? [])
        own.push(await source.search(query, protocol, signal))
      return own
    }),
  )
  // A record that two queries find is one record.
  const records = new Map(
    results.flat().flatMap(({ records }) => records.map((record) => [record.id, record] as const)),
  )
  return {
    'searches.jsonl': results.flat().map(({ search }) => search),
    'records.jsonl': [...records.values()],
  }
}

/** Works whose texts are fetched at the same time; each host is asked by its own rules. */
const TEXTS_AT_ONCE = 4

async function retrieveAll(
  works: readonly Work[],
  { folder, papers, http, signal, onEvent }: ReviewOptions,
): Promise<TextRetrieval[]> {
  const rows: TextRetrieval[] = []
  let next = 0
  let done = 0
  const retrieveOne = async () => {
    for (let at = next++; at < works.length; at = next++) {
      signal?.throwIfAborted()
      const { document, retrieval } = await retrieveText(works[at]!, { http, folders: papers, signal })
      if (document !== null) await writeText(folder, document)
      rows[at] = retrieval
      onEvent({ stage: 'texts', done: ++done, of: works.length })
    }
  }
  await Promise.all(Array.from({ length: TEXTS_AT_ONCE }, retrieveOne))
  return rows
}

/** Texts with their works: two works with the same text share its file. */
async function readTexts(folder: string, retrievals: readonly TextRetrieval[]): Promise<TextDocument[]> {
  const texts: TextDocument[] = []
  for (const { work, sha256 } of retrievals)
    if (sha256 !== null) texts.push({ ...(await readDocument(folder, sha256)), work })
  return texts
}

/** Names and contents of all files that may be read: a search of them is repeated when one changes. */
async function fingerprint(folders: readonly string[], signal?: AbortSignal): Promise<string> {
  const files: [string, string][] = []
  for (const { path, name } of await filesIn(folders, /(?:)/)) {
    signal?.throwIfAborted()
    files.push([name, await sha256File(path)])
  }
  return contentKey(files.sort(([one], [other]) => byText(one, other)))
}
