import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TaskEntry, type TaskKind, task } from '#catalog'
import { loadDataset } from './index.ts'
import { archiveKind, filesUnder, unpack } from './sources/archive.ts'

/** Copies of the public benchmarks. They are not part of the repository; their manifests count the rows of every file. */
const FOLDER = resolve(import.meta.dirname, '../../../shared/data')
const there = existsSync(FOLDER)
if (!there) console.warn(`skipped: no benchmark data at ${FOLDER}`)

interface Reader {
  readonly kind: TaskKind
  readonly format: string
  readonly options?: Record<string, unknown>
  readonly labels?: readonly string[]
  readonly language?: string
  /** Rows that the manifest counts and that are no examples, such as a header. */
  readonly less?: number
}

const of = (id: string, more: Partial<Reader> = {}): Reader => {
  const { kind, format, options, labels } = task(id)
  return { kind, format, options, ...(labels === undefined ? {} : { labels }), ...more }
}
const spans = (options = {}): Reader => ({ kind: 'span-extraction', format: 'squad', options })
const labelled = (options: Record<string, unknown>, less = 0): Reader => ({
  kind: 'classification',
  format: 'sentence-pairs',
  options,
  less,
})
const raw = { form: 'tsv', quoting: 'raw' }

/** CommonsenseQA as the hub lays it out, which is the layout of the copy here. */
const hubForm = {
  form: 'jsonl',
  context: '{question}',
  choices: 'choices.text',
  answer: 'answerKey',
  answers: ['A', 'B', 'C', 'D', 'E'],
}

/** How each file is read, by its path. The first that matches counts. A text says why no task reads it. */
const RULES: readonly (readonly [RegExp, Reader | string])[] = [
  [/^bucc2018\/.*\.gold$/, 'pairs of ids; read with both collections, see zh-en below'],
  [/^bucc2018\/fr-en\.dev\.fr/, 'the English side is missing'],
  [/^bucc2018\//, 'one of two collections; read together, see zh-en below'],
  [/^lareqa\//, of('lareqa', { options: { rows: 'queries', passage: 'joined' } })],
  [/^mewslix\/example/, 'articles in several languages, read below'],
  [/^mewslix\/mock/, 'toy fixtures of a scorer'],
  [/^mlqa\//, spans()],
  [/^panx\/test/, of('panx')],
  [/^panx\//, of('panx')],
  [
    /^pawsx\/labelled\/zh/,
    of('pawsx', { options: { ...task('pawsx').splits.test!.options, quoting: 'csv' }, less: 1 }),
  ],
  [/^pawsx\/labelled/, of('pawsx', { options: task('pawsx').splits.test!.options!, less: 1 })],
  [/^pawsx\//, of('pawsx')],
  [/^siqa\//, of('siqa')],
  [/^tatoeba\//, { kind: 'masked-lm', format: 'plain-text' }],
  [/^tydiqa\//, spans({ ids: 'position' })],
  [/^ud\//, of('ud')],
  [/^udpos\//, of('udpos')],
  [/^xcopa\//, of('xcopa')],
  [/^xnli\/labelled\/de/, labelled({ ...raw, header: false, columns: { text: 0, pair: 1, label: 2 } })],
  [
    /^xnli\/labelled\/sw/,
    labelled({ ...raw, columns: { text: 'sentence1_sw', pair: 'sentence2_sw', label: 'label' } }, 1),
  ],
  [
    /^xnli\/labelled\/ur/,
    labelled({ ...raw, columns: { text: 'sentence1_ur', pair: 'sentence2_ur', label: 'label' } }, 1),
  ],
  [/^xnli\//, of('xnli')],
  [/^xquad\//, spans()],
  [/^raw-format-samples\//, 'archives, unpacked below'],
  [/mc\/commonsenseqa/, of('commonsenseqa', { options: hubForm })],
  [/mc\/cosmosqa/, of('cosmosqa', { less: 1 })],
  [/mc\/jcommonsenseqa/, of('jcommonsenseqa')],
  [/mc\/hellaswag/, 're-formatted: not the file of the benchmark'],
  [
    /mc\/swag/,
    {
      kind: 'multiple-choice',
      format: 'multiple-choice',
      options: {
        form: 'jsonl',
        context: '{sent1}',
        choices: ['ending0', 'ending1', 'ending2', 'ending3'],
        choice: '{sent2} {choice}',
        answer: 'label',
      },
    },
  ],
  [/nli\/americasnli/, of('americasnli', { options: task('americasnli').splits.test!.options!, less: 1 })],
  [
    /nli\/anli-dev/,
    labelled(
      {
        form: 'csv',
        columns: { text: 'context', pair: 'statement', label: 'gold_label', id: 'uid' },
        labelNames: { c: 'contradiction', e: 'entailment', n: 'neutral' },
      },
      1,
    ),
  ],
  [/nli\/farstail/, of('farstail', { less: 1 })],
  [/nli\/hindi-recast/, of('hindi-recast', { less: 1 })],
  [/indonli\/translate/, 'an archive, unpacked below'],
  [/nli\/indonli/, of('indonli')],
  [/nli\/jnli/, of('jnli')],
  [/nli\/klue-nli/, of('klue-nli')],
  [/nli\/ocnli/, of('ocnli')],
  [/nli\/sick-nl/, of('sick-nl', { less: 1 })],
  [
    /squad-en-fixture/,
    {
      kind: 'span-extraction',
      format: 'squad-rows',
      options: { form: 'json', under: 'data', noAnswer: 'unanswerable' },
    },
  ],
  [/intermediate\/qa\//, spans({ misaligned: 'skip' })],
  [/sts\/jsts/, of('jsts')],
  [/sts\/klue-sts/, of('klue-sts')],
  [/sts\/korsts/, of('korsts', { less: 1 })],
  [/sts2017\/STS\.gs/, 'scores alone; read with their pairs, see STS 2017 below'],
  [
    /sts2017\/STS\.input/,
    {
      kind: 'classification',
      format: 'sentence-pairs',
      options: { ...raw, header: false, columns: { text: 0, pair: 1, label: 2 } },
    },
  ],
  [/sts\/stsb-multi-mt/, of('stsb-multi-mt')],
  // The manifest counts <segmentation> of the header as a verse.
  [/text\/bible-nt\/.*\.xml/, { kind: 'masked-lm', format: 'bible-xml', less: 1 }],
  [/text\/bible-nt\//, 'the English text as a list without verse numbers, and tables about the texts'],
  [/text\/ntrex\/(DOCUMENT_IDS|LANGUAGES)/, 'tables about the texts'],
  [/text\/(ntrex|lingua-sentences)\//, { kind: 'masked-lm', format: 'plain-text' }],
  [/text\/udhr/, 'HTML'],
  [/^claims\/healthver/, of('healthver', { less: 1 })],
  [/^claims\/(citint|scifact)/, 'claims and their corpus; read together, see Citation-Integrity below'],
  [/^(papers|tokenizers|weights|licences)/, 'no data of tasks'],
]

const misplaced = (answers: number, questions: number) => ({
  'answer text is not at answer_start': answers,
  'question without an answer at its place': questions,
})

/** Files of which not every row is an example: examples, and what was left out by reason. */
const SHORT: Record<string, readonly [examples: number, skipped: Record<string, number>]> = {
  'intermediate/nli/americasnli/test/nah.tsv': [735, { 'pair with an empty text': 3 }],
  'intermediate/nli/ocnli/dev.json.gz': [2950, { 'label "-"': 50 }],
  'intermediate/nli/ocnli/train.10k.json.gz': [9985, { 'label "-"': 15 }],
  'intermediate/nli/ocnli/train.3k.json.gz': [2994, { 'label "-"': 6 }],
  'intermediate/qa/arcd/arcd-test.json.gz': [699, misplaced(3, 3)],
  'intermediate/qa/arcd/arcd-train.json.gz': [690, misplaced(3, 3)],
  'intermediate/qa/cmrc2018/cmrc2018_dev.json.gz': [3216, misplaced(200, 3)],
  'intermediate/qa/cmrc2018/cmrc2018_trial.json.gz': [997, misplaced(5, 5)],
  'text/bible-nt/Estonian-PART.xml.gz': [9383, { 'verse without text': 107 }],
  'text/bible-nt/Gaelic-PART.xml': [677, { 'verse without text': 1 }],
  'intermediate/qa/squad-it/SQuAD_it-test.json.gz': [
    7577,
    { ...misplaced(98, 31), 'empty answer': 9, 'question whose answers are empty': 1 },
  ],
}

interface Listed {
  readonly path: string
  readonly rows: number
}

function manifest(name: string): Listed[] {
  const lines = readFileSync(join(FOLDER, name), 'utf8').trim().split('\n').slice(1)
  return lines.map((line) => {
    const [path = '', rows = ''] = line.split('\t')
    return { path, rows: Number(rows.split(' ')[0]) }
  })
}

const FILES = there ? [...manifest('MANIFEST-targets.tsv'), ...manifest('MANIFEST-intermediate.tsv')] : []
const readerOf = (path: string) => RULES.find(([pattern]) => pattern.test(path))?.[1]
const groupOf = (path: string) =>
  path
    .split('/')
    .slice(0, path.startsWith('intermediate') ? 3 : path.startsWith('text') ? 2 : 1)
    .join('/')

async function read(
  reader: Reader,
  path: string,
  folder: string,
): Promise<{ examples: number; skipped: Record<string, number> }> {
  const entry: TaskEntry = {
    ...task('tatoeba'),
    id: 'file',
    kind: reader.kind,
    format: reader.format,
    options: reader.options ?? {},
    ...(reader.labels === undefined ? {} : { labels: [...reader.labels] }),
    languages: [reader.language ?? 'en'],
    codes: {},
    splits: { test: { files: { examples: path, text: path } } },
    samples: {},
    sizes: {},
  }
  const { examples, skipped } = await loadDataset(entry, reader.language ?? 'en', 'test', {
    folders: [folder],
  })
  return { examples: examples.length, skipped }
}

describe.skipIf(!there)('every file of the manifests', () => {
  test('has a reader, or a reason why no task reads it', () => {
    expect(FILES.filter(({ path }) => readerOf(path) === undefined)).toEqual([])
    expect(FILES.length).toBeGreaterThan(800)
  })

  const groups = [...new Set(FILES.map(({ path }) => groupOf(path)))]
  test.each(groups)('%s: examples as the manifest counts rows', { timeout: 300_000 }, async (group) => {
    const wrong: unknown[] = []
    for (const { path, rows } of FILES.filter((file) => groupOf(file.path) === group)) {
      const reader = readerOf(path)!
      if (typeof reader === 'string') continue
      const found = await read(reader, path.replace(/\.gz$/, ''), FOLDER).catch(
        (error: Error) => error.message,
      )
      const [examples, skipped] = SHORT[path] ?? [rows - (reader.less ?? 0), {}]
      const wanted = { examples, skipped }
      if (!isDeepStrictEqual(found, wanted)) wrong.push({ path, found, wanted })
    }
    expect(wrong).toEqual([])
  })
})

describe.skipIf(!there)('archives', () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'polyvia-archives-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  /** Puts the files of an archive where `place` says. */
  async function put(archive: string, place: (name: string) => string | undefined): Promise<void> {
    const path = join(FOLDER, archive)
    const unpacked = await unpack(path, archiveKind(path)!, join(folder, 'unpacked'), place)
    for (const file of await filesUnder(unpacked)) {
      const to = join(folder, file)
      await mkdir(dirname(to), { recursive: true })
      await rename(join(unpacked, file), to)
    }
    await rm(unpacked, { recursive: true })
  }
  const samples = (kind: string) =>
    FILES.map(({ path }) => path).filter((path) => path.startsWith(`raw-format-samples/${kind}`))
  const count = async (id: string, language: string, split: 'train' | 'development' | 'test') =>
    (await loadDataset(task(id), language, split, { folders: [folder] })).examples.length

  test('WikiANN as published: train, dev and test of 44 languages', async () => {
    const archives = samples('xtreme/PAN-X')
    for (const archive of archives)
      await put(archive, (name) =>
        /[^/]+\.tar\.gz\/(.*)/.test(name)
          ? `panx_dataset/${/PAN-X\.(\w+)/.exec(archive)![1]}/${name.split('/').at(-1)}`
          : undefined,
      )
    expect(archives).toHaveLength(44)
    for (const archive of archives) {
      const code = /PAN-X\.(\w+)/.exec(archive)![1]!
      expect([code, await count('panx', code, 'test')]).toEqual([code, 1])
    }
    expect(await count('panx', 'en', 'train')).toBe(1)
  })

  test('PAWS-X as published, with its translated training files', async () => {
    const archives = samples('paws-x')
    for (const archive of archives) await put(archive, (name) => /x-final\/\w+\/.*tsv$/.exec(name)?.[0])
    const found = await Promise.all(
      ['de', 'es', 'ja', 'ko', 'zh'].map(async (code) => [
        code,
        await count('pawsx', code, 'test'),
        await count('pawsx-translated', code, 'train'),
      ]),
    )
    expect(found).toEqual(['de', 'es', 'ja', 'ko', 'zh'].map((code) => [code, 4, 4]))
    expect(await count('pawsx', 'en', 'train')).toBe(4)
  })

  test('XNLI as published: one file of all languages', async () => {
    await put('raw-format-samples/xtreme/XNLI.zip', (name) => /XNLI-1\.0\/.*tsv$/.exec(name)?.[0])
    expect(await count('xnli', 'ar', 'test')).toBe(2)
  })

  test('IndoNLI, machine-translated: 10 330 pairs, and 2158 of 2198 that have a label', async () => {
    await put('intermediate/nli/indonli/translate_train_small.tar.gz', (name) => `indonli/${name}`)
    expect(await count('indonli-translated', 'id', 'train')).toBe(10330)
    expect(await count('indonli-translated', 'id', 'development')).toBe(2158)
  })
})
