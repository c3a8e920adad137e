/**
 * Bad input of every kind: one clear error with a code and a hint, the exit code of architecture section 10, and no
 * partial artifact. Each case is typed at the command line as a user would.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { writeSafetensors } from '#kernel'
import { type Ended, polyvia } from './support/command.ts'
import { tinyUnigram } from './support/features/tokenizers.ts'

interface Case {
  readonly name: string
  /** Changes to a folder that is right: file -> content, or null to remove it. */
  readonly files?: Readonly<Record<string, string | Uint8Array | null>>
  readonly arguments?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly prepare?: (folder: string) => void
  readonly code: string
  readonly exit: number
  /** Parts of the message: the file, line or value at fault. */
  readonly says: readonly string[]
}

const WORDS = ['the cat', 'the mat', 'an ant', 'a hat', 'a cat sat', 'on a mat', 'who sat', 'where on']
const ENTRY = (id: string, kind: string, format: string, files: string, more = '') => `
  - id: ${id}
    title: ${id}
    kind: ${kind}
    measures: nothing
    format: ${format}
    languages: [en]
    splits: { train: { files: ${files} }, test: { files: ${files} } }
    citation: none
    licence: none
    defaults: &defaults
      learningRate: { value: 1.0e-3, source: here }
      batchSize: { value: 4, source: here }
      epochs: { value: 1, source: here }
      maxLength: { value: 24, source: here }
${more}`

const STUDY = `question: Does anything go wrong here?
model: model
arms: { baseline: [] }
targets: [pairs]
seeds: 1
training: { precision: fp32, evaluations: 0 }
tasks:${ENTRY('pairs', 'classification', 'sentence-pairs', '{ examples: pairs.tsv }', "    labels: ['no', 'yes']\n    metrics: [accuracy]\n    options: { form: tsv, quoting: raw, header: false, columns: { text: 0, pair: 1, label: 2 } }")}`

const study = (id: string, kind: string, format: string, files: string, metric: string, options = '{}') =>
  STUDY.replace(/targets:.*/, `targets: [${id}]`).replace(
    /tasks:[\s\S]*/,
    `tasks:${ENTRY(id, kind, format, files, `    metrics: [${metric}]\n    options: ${options}`)}`,
  )

const PAIRS = WORDS.map(
  (text, at) => `${text}\t${WORDS[(at + 1) % WORDS.length]}\t${at % 2 ? 'yes' : 'no'}`,
).join('\n')
const SQUAD = (start: number) =>
  JSON.stringify({
    data: [
      {
        paragraphs: [
          {
            context: 'the cat sat',
            qas: [{ id: 'q1', question: 'who', answers: [{ text: 'cat', answer_start: start }] }],
          },
        ],
      },
    ],
  })
const CONFIG = {
  model_type: 'xlm-roberta',
  vocab_size: 200,
  hidden_size: 16,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  intermediate_size: 32,
  max_position_embeddings: 40,
  type_vocab_size: 1,
  pad_token_id: 1,
  bos_token_id: 0,
  eos_token_id: 2,
}

const CASES: readonly Case[] = [
  {
    name: 'a misspelt field of the study',
    files: { 'study.yaml': STUDY.replace('arms:', 'armes:') },
    code: 'STUDY_INVALID',
    exit: 2,
    says: ['study.yaml', 'armes', 'no such field'],
  },
  {
    name: 'a value out of range',
    files: { 'study.yaml': STUDY.replace('seeds: 1', 'seeds: 0') },
    code: 'STUDY_INVALID',
    exit: 2,
    says: ['line 5', 'seeds'],
  },
  {
    name: 'a study without a baseline',
    files: { 'study.yaml': STUDY.replace('{ baseline: [] }', '{ more: [pairs] }') },
    code: 'STUDY_INVALID',
    exit: 2,
    says: ['line 3', 'baseline'],
  },
  {
    name: 'a study that is not YAML',
    files: { 'study.yaml': 'question: [' },
    code: 'STUDY_INVALID',
    exit: 2,
    says: ['study.yaml:1', 'cannot be read as YAML'],
  },
  {
    name: 'a study that is not there',
    arguments: ['run', 'nowhere.yaml'],
    code: 'STUDY_INVALID',
    exit: 2,
    says: ['nowhere.yaml'],
  },
  {
    name: 'an unknown task',
    files: { 'study.yaml': STUDY.replace('targets: [pairs]', 'targets: [tatoba]') },
    code: 'UNKNOWN_TASK',
    exit: 2,
    says: ['tatoba', 'tatoeba'],
  },
  {
    name: 'a language that the task lacks',
    files: { 'study.yaml': STUDY.replace('targets: [pairs]', 'targets: [{ task: pairs, languages: [xx] }]') },
    code: 'DATA_UNAVAILABLE',
    exit: 2,
    says: ['xx', 'pairs'],
  },
  {
    name: 'a missing data file',
    files: { 'pairs.tsv': null },
    code: 'MATERIAL_MISSING',
    exit: 2,
    says: ['pairs.tsv', '--data'],
  },
  {
    name: 'a data folder that is not there',
    arguments: ['run', 'study.yaml', '--data', 'nowhere'],
    code: 'CONFIG_INVALID',
    exit: 2,
    says: ['nowhere'],
  },
  {
    name: 'a broken configuration file',
    files: { 'polyvia.config.yaml': 'dat: [x]' },
    code: 'CONFIG_INVALID',
    exit: 2,
    says: ['polyvia.config.yaml'],
  },
  {
    name: 'slots that are none',
    arguments: ['run', 'study.yaml', '--data', '.', '--slots', 'many'],
    code: 'SLOTS_INVALID',
    exit: 2,
    says: ['many'],
  },
  {
    name: 'a model that is not there',
    files: { 'study.yaml': STUDY.replace('model: model', 'model: no/model') },
    code: 'MODEL_NOT_FOUND',
    exit: 2,
    says: ['no/model', 'polyvia models fetch'],
  },
  {
    name: 'a model without weights',
    files: { 'model/model.safetensors': null },
    code: 'MODEL_NOT_FOUND',
    exit: 2,
    says: ['weights'],
  },
  {
    name: 'a model without tokenizer',
    files: { 'model/tokenizer.json': null },
    code: 'TOKENIZER_MISSING',
    exit: 2,
    says: ['tokenizer.json'],
  },
  {
    name: 'the tokenizer of another model',
    files: { 'model/config.json': JSON.stringify({ ...CONFIG, vocab_size: 50 }) },
    code: 'TOKENIZER_MISMATCH',
    exit: 2,
    says: ['50'],
  },
  {
    name: 'a label that is none',
    files: { 'pairs.tsv': PAIRS.replace('yes', 'maybe') },
    code: 'DATA_INVALID',
    exit: 1,
    says: ['pairs.tsv:2', 'maybe'],
  },
  {
    name: 'a line with too few columns',
    files: { 'pairs.tsv': `${PAIRS}\nthe cat` },
    code: 'DATA_INVALID',
    exit: 1,
    says: ['pairs.tsv:9'],
  },
  {
    name: 'text that is not UTF-8',
    files: { 'pairs.tsv': Uint8Array.from([...Buffer.from(`${PAIRS}\n`), 0xff, 0xfe, 0x09, 0x61]) },
    code: 'DATA_INVALID',
    exit: 1,
    says: ['pairs.tsv:9', 'UTF-8'],
  },
  {
    name: 'a broken JSON line',
    files: {
      'study.yaml': study(
        'hs',
        'multiple-choice',
        'multiple-choice',
        '{ examples: hs.jsonl }',
        'accuracy',
        "{ form: jsonl, context: '{ctx}', choices: endings, answer: label }",
      ),
      'hs.jsonl': '{"ind": 1, "ctx": "the cat"\n',
    },
    code: 'DATA_INVALID',
    exit: 1,
    says: ['hs.jsonl:1', 'JSON'],
  },
  {
    name: 'translations that do not align',
    files: {
      'study.yaml': study(
        'tat',
        'sentence-retrieval',
        'parallel-lines',
        '{ text: a.txt, english: b.txt }',
        'retrieval-accuracy',
      ),
      'a.txt': 'the cat\nthe mat\n',
      'b.txt': 'the cat\n',
    },
    code: 'DATA_INVALID',
    exit: 1,
    says: ['2', '1', 'a.txt', 'b.txt'],
  },
  {
    name: 'an answer outside its context',
    files: {
      'study.yaml': study('qa', 'span-extraction', 'squad', '{ examples: qa.json }', 'squad-f1'),
      'qa.json': SQUAD(90),
    },
    code: 'DATA_INVALID',
    exit: 1,
    says: ['qa.json', 'q1'],
  },
  {
    name: 'weights that are cut off',
    prepare: (folder) => truncateSync(join(folder, 'model', 'model.safetensors'), 100),
    code: 'BAD_FILE',
    exit: 1,
    says: ['model.safetensors'],
  },
  {
    name: 'a store that is a file',
    files: { '.polyvia': 'no folder' },
    code: 'STORE_UNUSABLE',
    exit: 3,
    says: ['.polyvia'],
  },
  {
    name: 'a missing set-up',
    environment: { POLYVIA_PYTHON: '/nowhere/python' },
    code: 'SETUP_MISSING',
    exit: 3,
    says: ['/nowhere/python'],
  },
]

async function rightFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'polyvia-bad-'))
  mkdirSync(join(folder, 'model'))
  writeFileSync(join(folder, 'study.yaml'), STUDY)
  writeFileSync(join(folder, 'pairs.tsv'), `${PAIRS}\n`)
  writeFileSync(join(folder, 'model', 'config.json'), JSON.stringify(CONFIG))
  writeFileSync(join(folder, 'model', 'tokenizer.json'), JSON.stringify(tinyUnigram))
  await writeSafetensors(join(folder, 'model', 'model.safetensors'), {
    weight: { data: new Float32Array(64), shape: [64] },
  })
  return folder
}

/** Finished artifacts are whole by construction; nothing else may be left behind. */
function leftovers(folder: string): string[] {
  const temporary = join(folder, '.polyvia', 'tmp')
  return existsSync(temporary) ? readdirSync(temporary) : []
}

const OWN = ['1', '2', '22', '31', '32', '33', '36', '39'].map((number) => `\x1b[${number}m`)
/** Text without the styles that the command line has itself. */
const stripOwn = (text: string) => OWN.reduce((rest, own) => rest.replaceAll(own, ''), text)

function expectClear(ended: Ended, { code, exit, says }: Case): void {
  const told = ended.errors + ended.output
  expect(told).toContain(code)
  for (const part of says) expect(told).toContain(part)
  expect(told).toContain('hint')
  expect(told).not.toMatch(/\n\s+at .+:\d+:\d+/)
  expect(ended.code).toBe(exit)
}

describe('bad input', () => {
  it.each(CASES)('$name: $code, exit $exit', { timeout: 60_000 }, async (each) => {
    const folder = await rightFolder()
    try {
      for (const [file, content] of Object.entries(each.files ?? {}))
        if (content === null) rmSync(join(folder, file))
        else writeFileSync(join(folder, file), content)
      each.prepare?.(folder)
      const ended = await polyvia(
        each.arguments ?? ['run', 'study.yaml', '--data', '.', '--slots', '1x1'],
        folder,
        each.environment,
      )
      expectClear(ended, each)
      expect(leftovers(folder)).toEqual([])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  /** A title, a clipboard, a link, a colour, a return, text that runs backwards, and text that is not seen. */
  const STEERS = '\\e]0;owned\\a\\e]52;c;eA==\\a\\e]8;;http://x\\a\\e[31m\\r\\u202e\\u200b\\x9b2J'
  it.each([
    ['arm', STUDY.replace('baseline:', `"${STEERS}":`)],
    ['task', STUDY.replace('[pairs]', `["${STEERS}"]`)],
    ['model', STUDY.replace('model: model', `model: "${STEERS}"`)],
    ['field', `${STUDY}\n"${STEERS}": 1`],
    ['metric', STUDY.replace('[accuracy]', `["${STEERS}"]`)],
    ['file of data', STUDY.replace('pairs.tsv', `"${STEERS}.tsv"`)],
    ['label', STUDY.replace("'yes'", `"${STEERS}"`)],
  ])(
    'a study cannot steer the terminal by the name of its %s, whose colours are forced',
    { timeout: 60_000 },
    async (_, text) => {
      const folder = await rightFolder()
      try {
        writeFileSync(join(folder, 'study.yaml'), text)
        const { output, errors, code } = await polyvia(
          ['run', 'study.yaml', '--data', '.', '--slots', '1x1'],
          folder,
          {
            NO_COLOR: '',
            FORCE_COLOR: '1',
          },
        )
        expect(code).toBeGreaterThan(0)
        expect(output + errors).toContain('\\u001b]0;owned')
        // Our own styles have one number.
        const rest = stripOwn(output + errors)
        expect(rest).not.toMatch(/[^\P{Cc}\n\t]|\p{Cf}/u)
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
  )

  it('a damaged artifact is found by store verify and removed on request', { timeout: 60_000 }, async () => {
    const folder = await rightFolder()
    try {
      await polyvia(['run', 'study.yaml', '--data', '.', '--slots', '1x1'], folder)
      const list = JSON.parse((await polyvia(['store', 'ls', '--json'], folder)).output) as { key: string }[]
      expect(list.length).toBeGreaterThan(0)
      const { key } = list[0]!
      truncateSync(join(folder, '.polyvia', 'artifacts', key.slice(0, 2), key, 'features.safetensors'), 10)
      const verified = await polyvia(['store', 'verify'], folder)
      expect(verified.output).toMatch(new RegExp(`damaged +${key.slice(0, 12)}`))
      expect(verified.code).toBe(1)
      expect((await polyvia(['store', 'verify', '--drop'], folder)).code).toBe(0)
      expect((await polyvia(['store', 'verify'], folder)).output).toContain('0 damaged')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  const mountable = process.getuid?.() === 0 && process.platform === 'linux'
  it.skipIf(!mountable)(
    'a full disk (needs root, to mount a small one): DISK_FULL, exit 1, nothing left',
    { timeout: 60_000 },
    async () => {
      const folder = await rightFolder()
      const store = join(folder, '.polyvia')
      mkdirSync(store)
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', store])
      } catch {
        console.warn('skipped: this machine does not allow mounts')
        return
      }
      try {
        const ended = await polyvia(['run', 'study.yaml', '--data', '.', '--slots', '1x1'], folder)
        expectClear(ended, { name: '', code: 'DISK_FULL', exit: 1, says: ['space'] })
        expect(leftovers(folder)).toEqual([])
      } finally {
        execFileSync('umount', [store])
        rmSync(folder, { recursive: true })
      }
    },
  )
})
