import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Protocol } from '../../../src/evidence/bundle/protocol.ts'
import { type Http, openHttp } from '../../../src/net/http.ts'

/** A protocol that only a search looks at. */
export const testProtocol = (recordsPerSource = 100, more: Partial<Protocol> = {}): Protocol => ({
  ...Protocol.parse({
    question: 'Do intermediate tasks help sentence retrieval?',
    date: '2026-11-21',
    form: 'does',
    statement: null,
    parts: [{ id: 'retrieval', role: 'outcome', text: 'sentence retrieval', names: [] }],
    criteria: [],
    sources: ['arxiv'],
    queries: {},
    from: null,
    until: null,
    limits: { recordsPerSource, fullTexts: 0, claims: 1 },
    meaning: null,
    knownItems: [],
  }),
  ...more,
})

/** Vitest's `onTestFinished`. */
type Finally = (work: () => Promise<void>) => void

/** A server and a folder of recordings, gone after the test. */
export async function testNetwork<S extends { close(): Promise<void> }>(
  startServer: () => Promise<S>,
  onTestFinished: Finally,
): Promise<{ server: S; folder: string; live: Http; replay: Http }> {
  const server = await startServer()
  const folder = await testFolder(onTestFinished)
  onTestFinished(() => server.close())
  const limits = { firstPauseMs: 1, mostPauseMs: 2000 }
  return {
    server,
    folder,
    live: openHttp({ recordings: folder, mode: 'live', limits }),
    replay: openHttp({ recordings: folder, mode: 'replay' }),
  }
}

/** An empty folder, gone after the test. */
export async function testFolder(onTestFinished: Finally): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'polyvia-sources-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}
