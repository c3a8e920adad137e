import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openLiterature } from '#evidence'
import { tinyUnigram } from '../../test/support/features/tokenizers.ts'
import { serveRepository } from '../../test/support/net/hub.ts'
import { startServer } from '../../test/support/net/server.ts'
import { openVerifierFor } from './evidence-verifier.ts'

let folder: string
let data: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'polyvia-verifier-'))
  data = join(folder, 'data')
  mkdirSync(data)
  vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'))
  vi.stubEnv('XDG_CONFIG_HOME', join(folder, 'config'))
  vi.stubEnv('HF_HUB_CACHE', join(folder, 'hub'))
  for (const name of ['POLYVIA_LLM', 'POLYVIA_DATA', 'OPENAI_API_KEY', 'OPENAI_BASE_URL'])
    vi.stubEnv(name, '')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

const open = async (verifier: string, more: { labels?: string; offline?: boolean } = {}) => {
  const http = openLiterature({ recordings: join(folder, 'recordings'), mode: 'live' })
  const opened = await openVerifierFor({ verifier, data, store: join(folder, 'store'), ...more }, http)
  await opened.close()
  return opened
}

/** A classifier in all that is read before the first pair; its weights are none. */
const CLASSIFIER = {
  'config.json': JSON.stringify({
    model_type: 'xlm-roberta',
    architectures: ['XLMRobertaForSequenceClassification'],
    id2label: { 0: 'contradiction', 1: 'neutral', 2: 'entailment' },
    max_position_embeddings: 42,
    pad_token_id: 1,
    type_vocab_size: 1,
  }),
  'tokenizer.json': JSON.stringify(tinyUnigram),
  'model.safetensors': 'weights',
}
const TWO = CLASSIFIER['config.json'].replace(
  /"id2label":{.*?}/,
  '"id2label":{"0":"entailment","1":"not_entailment"}',
)
const UNNAMED = CLASSIFIER['config.json'].replace(/"id2label":{.*?}/, '"num_labels":3')
const ENCODER = CLASSIFIER['config.json'].replace('ForSequenceClassification', 'ForMaskedLM')

function place(below: string, config = CLASSIFIER['config.json']): string {
  const path = join(folder, below)
  mkdirSync(path, { recursive: true })
  for (const [name, text] of Object.entries({ ...CLASSIFIER, 'config.json': config }))
    writeFileSync(join(path, name), text)
  return path
}

test('auto: nothing configured, trained or downloaded is no verifier, and says so', async () => {
  place('data/models/owner/encoder', ENCODER)
  const { verifier, line } = await open('auto')
  expect(verifier.mode).toBe('quotes')
  expect(line).toMatch(/^No verifier \(no language model.*\): works are quoted, and nothing is verified\.$/)
})

test('auto: a downloaded classifier, before it a language model that is configured', async () => {
  place('data/models/owner/encoder', ENCODER)
  place('data/models/owner/unnamed', UNNAMED)
  const path = place('data/models/owner/nli')
  const downloaded = await open('auto')
  expect(downloaded.verifier.mode).toBe('nli')
  expect(downloaded.line).toContain(path)
  expect(downloaded.line).toContain('is not measured')
  vi.stubEnv('POLYVIA_LLM', 'openai:reader@http://127.0.0.1:1')
  expect((await open('auto')).verifier).toMatchObject({
    mode: 'llm',
    id: expect.stringContaining('openai:reader'),
  })
  vi.stubEnv('POLYVIA_LLM', 'reader')
  await expect(open('auto')).rejects.toMatchObject({ code: 'EVIDENCE_USAGE' })
})

test('none is none, whatever is there', async () => {
  place('data/models/owner/nli')
  expect((await open('none')).verifier.mode).toBe('quotes')
})

test('a language model of another address needs no key, the provider does', async () => {
  expect((await open('openai:qwen3:8b@http://127.0.0.1:1')).verifier.mode).toBe('llm')
  await expect(open('openai:any')).rejects.toMatchObject({ code: 'LLM_KEY_MISSING' })
})

test('a folder, with labels where its configuration has none', async () => {
  const named = await open(place('nli'))
  expect(named.verifier.id).toMatch(/^nli:nli-/)
  expect(named.line).not.toContain('never contradict')
  expect((await open(place('two', TWO))).line).toContain('it can support and never contradict')
  const unnamed = place('unnamed', UNNAMED)
  await expect(open(unnamed)).rejects.toMatchObject({
    code: 'VERIFIER_LABELS',
    hint: expect.stringContaining('--verifier-labels entailment,neutral,contradiction'),
  })
  const told = await open(unnamed, { labels: 'contradiction, neutral, entailment' })
  expect(told.verifier.mode).toBe('nli')
  for (const given of ['auto', 'none', 'verifier', 'openai:m'])
    await expect(open(given, { labels: 'entailment,neutral,contradiction' })).rejects.toMatchObject({
      code: 'EVIDENCE_USAGE',
    })
})

test('a hub id is fetched once, and offline must be here', async () => {
  const server = await startServer()
  try {
    vi.stubEnv('HF_ENDPOINT', server.url)
    await expect(open('owner/nli', { offline: true })).rejects.toMatchObject({
      code: 'EVIDENCE_USAGE',
      hint: expect.stringContaining('polyvia models fetch owner/nli'),
    })
    expect(server.seen).toEqual([])
    const files = Object.fromEntries(
      Object.entries(CLASSIFIER).map(([name, text]) => [name, Buffer.from(text)]),
    )
    serveRepository(server, { kind: 'models', name: 'owner/nli', commits: [{ sha: '1'.repeat(40), files }] })
    const { verifier, line } = await open('owner/nli')
    expect(verifier.mode).toBe('nli')
    expect(line).toContain('owner/nli')
    const asked = server.seen.length
    expect(asked).toBeGreaterThan(0)
    expect((await open('owner/nli', { offline: true })).verifier.id).toBe(verifier.id)
    expect(server.seen).toHaveLength(asked)
  } finally {
    await server.close()
  }
})

test('a study that was not run says so, and what is nothing names what there is', async () => {
  mkdirSync(join(folder, 'store'))
  await expect(open('verifier')).rejects.toMatchObject({ code: 'VERIFIER_MISSING' })
  await expect(open('nonsense')).rejects.toMatchObject({
    code: 'EVIDENCE_USAGE',
    hint: expect.stringContaining('hub id'),
  })
})
