import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { type CommandDef, runCommand } from 'citty'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { stringify } from 'yaml'
import { task } from '#catalog'
import { parseStudy } from '#study'
import { serveRepository } from '../../test/support/net/hub.ts'
import { startServer, type TestServer } from '../../test/support/net/server.ts'
import dataCommand from './commands/data.ts'
import { createDownloadView } from './download-view.ts'
import { reportError } from './report-error.ts'
import { tasksOfStudy } from './study-tasks.ts'
import { rendered } from './terminal.ts'

let server: TestServer
let folder: string
let output: string
let errors: string
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyvia-data-command-'))
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'))
  vi.stubEnv('XDG_CONFIG_HOME', join(folder, 'config'))
  vi.stubEnv('POLYVIA_DATA', '')
  vi.stubEnv('HF_ENDPOINT', server.url)
  vi.stubEnv('HF_TOKEN', '')
  output = ''
  errors = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    output += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    errors += String(text)
    return true
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true })
})

const commandNamed = async (name: string): Promise<CommandDef> =>
  (dataCommand.subCommands as Record<string, () => Promise<CommandDef>>)[name]!()

/** Runs `polyvia data ...` here; gives its exit code. */
async function data(...rawArgs: string[]): Promise<number> {
  output = ''
  errors = ''
  const code = await runCommand(await commandNamed(rawArgs[0]!), { rawArgs: rawArgs.slice(1) }).then(
    ({ result }) => result as number,
    reportError,
  )
  output = stripVTControlCharacters(output)
  errors = stripVTControlCharacters(errors)
  return code
}

/** A study with a task of its own, whose test files are on the hub and whose model is too. */
async function studyFile(files: string[]): Promise<string> {
  const own = {
    ...task('tatoeba'),
    parallel: undefined,
    id: 'own',
    kind: 'tagging',
    format: 'tagging-tsv',
    labels: ['X', 'Y'],
    languages: ['de'],
    codes: {},
    overlaps: {},
    sizes: { test: { each: 40 } },
    samples: {},
    splits: { test: { files: { examples: 'hub/owner/set/{lang}.tsv' } } },
    downloads: [{ from: 'hub', repository: 'owner/set', files }],
  }
  const study = {
    question: 'Does it fetch what it needs?',
    model: 'owner/encoder',
    arms: { baseline: [] },
    targets: ['own'],
    tasks: [own],
  }
  const file = join(folder, 'study.yaml')
  await writeFile(file, stringify(study))
  return file
}

function serveAll(rows = 40): void {
  const sha = '1'.repeat(40)
  const de = Buffer.from('wort\tX\n\n'.repeat(rows))
  serveRepository(server, {
    kind: 'datasets',
    name: 'owner/set',
    commits: [{ sha, files: { 'de.tsv': de } }],
  })
  const files = {
    'config.json': Buffer.from('{}'),
    'tokenizer.json': Buffer.from('{}'),
    'model.safetensors': de,
  }
  serveRepository(server, { kind: 'models', name: 'owner/encoder', commits: [{ sha, files }] })
}

describe('polyvia data', () => {
  test('fetches the tasks and the model of a study into the cache, lists and verifies them', async () => {
    serveAll()
    const study = await studyFile(['*.tsv'])
    expect(await data('ls', study)).toBe(0)
    expect(output).toContain('test 0/1')
    expect(output).toContain('polyvia data fetch own')
    expect(await data('fetch', study)).toBe(0)
    expect(errors).toContain('CC BY 2.0 FR')
    expect(errors).toContain('from hub dataset owner/set at 1111111: 1 file, 320 B to fetch')
    const cache = join(folder, 'cache/polyvia/data')
    expect(existsSync(join(cache, 'models/owner/encoder/model.safetensors'))).toBe(true)
    expect(await data('ls', study, '--json')).toBe(0)
    const [{ parts, fetchedFrom, get }] = JSON.parse(output).tasks
    expect([parts[0].state, fetchedFrom[0].source, get]).toEqual(['there', 'hub dataset owner/set', null])
    expect(await data('verify', study)).toBe(0)
    expect(output).toContain('own test de: 40 examples, size as published')
    await writeFile(join(cache, 'hub/owner/set/de.tsv'), 'wort\tX\n')
    expect(await data('verify', study)).toBe(1)
    expect(output).toContain('de.tsv: has 7 bytes, 320 came')
    expect(output).toContain('1 examples, 40 are published')
  })

  test('ends with 1 and says why when a source has not what is wanted', async () => {
    serveAll()
    expect(await data('fetch', await studyFile(['fr.tsv']), '--into', join(folder, 'into'))).toBe(1)
    expect(errors).toContain('SOURCE_UNKNOWN')
    expect(errors).toContain('missing test 0/1')
  })

  test('ends with 2 for a task that is not there', async () => {
    expect(await data('fetch', 'xqad')).toBe(2)
    expect(errors).toContain('xquad')
  })

  test('imports what was brought', async () => {
    await mkdir(join(folder, 'mine'))
    for (const end of ['deu', 'eng'])
      await writeFile(join(folder, `mine/tatoeba.deu-eng.${end}`), 'ein\nzwei\n')
    const into = join(folder, 'into')
    expect(await data('import', join(folder, 'mine'), '--task', 'tatoeba', '--into', into)).toBe(0)
    expect(output).toContain('tatoeba test de: 2 examples')
    expect(readFileSync(join(into, 'tatoeba/tatoeba.deu-eng.deu'), 'utf8')).toBe('ein\nzwei\n')
    expect(await data('import', join(folder, 'mine'), '--task', 'xnli', '--into', into)).toBe(2)
    expect(errors).toContain('IMPORT_INVALID')
  })
})

test('tasksOfStudy names every task once, those of named stages and benchmarks too', () => {
  const study = parseStudy(
    stringify({
      question: 'Which tasks are in it?',
      model: 'x/y',
      arms: { baseline: [], nli: ['anli-plus', { tasks: ['squad-v1.1'] }], again: ['snli'] },
      targets: ['xcopa'],
    }),
    'study.yaml',
  )
  const ids = tasksOfStudy(study).map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids).toEqual(
    expect.arrayContaining(['snli', 'mnli', 'anli-r3', 'squad-v1.1', 'xcopa', ...task('xcopa').trainFirst]),
  )
})

test('createDownloadView redraws one line on a terminal, and prints few lines elsewhere', () => {
  const drawn = (isTTY: boolean) => {
    let text = ''
    let ms = 0
    const view = createDownloadView({
      stream: { write: (more) => (text += rendered(more, false)), columns: 40 },
      isTTY,
      now: () => ms,
    })
    view.handle({ type: 'source', source: 'hub dataset a/b', files: 2, bytes: undefined })
    for (let bytes = 1e6; bytes <= 4e6; bytes += 1e6, ms += 250)
      view.handle({ type: 'progress', path: '/x/a.bin', bytes, total: 4e6 })
    view.handle({ type: 'pause', path: '/x/a.bin', reason: 'HTTP 429', pauseMs: 1500 })
    view.close()
    return text
  }
  expect(drawn(false).split('\n')).toEqual([
    '  from hub dataset a/b: 2 files, size not stated',
    '  a.bin 4.0 MB of 4.0 MB',
    '  a.bin: HTTP 429; again in 2 s',
    '',
  ])
  expect(drawn(true).split('\x1b[1G\x1b[0K')).toEqual([
    expect.stringMatching(/^ {2}from .*\n {2}a\.bin 1\.0 MB of 4\.0 MB$/),
    '  a.bin 2.0 MB of 4.0 MB',
    '  a.bin 3.0 MB of 4.0 MB',
    '  a.bin 4.0 MB of 4.0 MB',
    '  a.bin: HTTP 429; again in 2 s\n',
  ])
})
