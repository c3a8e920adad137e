/** The shared cases on metadata, end to end: each source is searched at a local server, or reads the files. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { SourceId } from '../bundle/protocol.ts'
import type { SourceRecord } from '../bundle/works.ts'
import { makeProtocol } from '../protocol/make.ts'
import { clusterRecords } from '../works/cluster.ts'
import { openSources } from './open.ts'
import { addressVariable } from './pages.ts'
import { openLiterature } from './rates.ts'

const CASES = resolve(import.meta.dirname, '../../../../shared/cases')
const here = existsSync(CASES)
if (!here) console.log('Cases on metadata are not run: the shared folder is not here.')

const http = openLiterature({ recordings: resolve(import.meta.dirname, 'none'), mode: 'live' })

async function searched(id: SourceId, folders: readonly string[] = []): Promise<SourceRecord[]> {
  const protocol = makeProtocol({ question: 'Zero-shot transfer', date: '2026-11-30', sources: [id] })
  const [source] = openSources({ sources: [id], folders, http })
  const { search, records } = await source!.search('zero-shot transfer', protocol)
  expect(search).toMatchObject({ stopped: 'complete', problem: null })
  return [...records]
}

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => done(port))
    })
  })

describe.skipIf(!here)('cases of databases', () => {
  let server: ChildProcess | undefined
  beforeAll(async () => {
    const port = await freePort()
    server = spawn('python3', [join(CASES, 'metadata-markup/server.py'), String(port)], { stdio: 'ignore' })
    const base = `http://127.0.0.1:${port}`
    vi.stubEnv(addressVariable('crossref'), `${base}/cr`)
    vi.stubEnv(addressVariable('openalex'), `${base}/oa`)
    vi.stubEnv(addressVariable('arxiv'), `${base}/ax`)
    await vi.waitFor(async () => expect((await fetch(`${base}/cr/works`)).ok).toBe(true), 10_000)
  })
  afterAll(() => {
    vi.unstubAllEnvs()
    server?.kill()
  })

  it('Crossref: powers, inequalities, formulas, escaped tags, titles of sections', async () => {
    const records = await searched('crossref')
    const of = (doi: string) => records.find(({ ids }) => ids.doi === doi)!
    expect(of('10.1000/sec.5')).toMatchObject({
      title: expect.stringMatching(/H2O and x\^2$/),
      abstract:
        'Background. Zero-shot cross-lingual transfer matters. Results. Intermediate-task training improves zero-shot cross-lingual transfer by 10^2 points and R1.',
    })
    expect(of('10.1000/lt.3').abstract).toContain(
      'If score<baseline on any language then intermediate-task training does not improve zero-shot cross-lingual transfer, and accuracy>chance holds.',
    )
    expect(of('10.1000/lt.3').abstract).toContain('with n <k examples')
    expect(of('10.1000/mml.1')).toMatchObject({
      title: 'Intermediate-task training and N-shot cross-lingual transfer',
      abstract: 'Intermediate-task training improves zero-shot cross-lingual transfer by 3.2 points.',
    })
    expect(of('10.1000/esc.2')).toMatchObject({
      title: 'Intermediate-task training & zero-shot cross-lingual transfer: a study: The subtitle',
      abstract: 'Intermediate-task training hurts zero-shot cross-lingual transfer by 1.5 points.',
    })
    expect(records.map(({ ids }) => ids.doi)).toContain(
      '10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o',
    )
  })

  it('OpenAlex: entities are decoded, retracted works are', async () => {
    const records = await searched('openalex')
    const of = (id: string) => records.find(({ ids }) => ids.openalex === id)!
    expect(of('W1').abstract).toBe(
      'Intermediate-task training improves zero-shot cross-lingual transfer – for the models’ low-resource languages — by 3.2 points (p < 0.05, café).',
    )
    expect(of('W2').abstract).toMatch(/^The intermediate-task training .* \$n=10\$ points\.$/)
    expect(records.filter(({ retracted }) => retracted).map(({ ids }) => ids.openalex)).toEqual(['W3'])
  })

  it('arXiv: withdrawn by comment or abstract alone, not by a submission elsewhere', async () => {
    const records = await searched('arxiv')
    expect(records.filter(({ retracted }) => retracted).map(({ ids }) => ids.arxiv)).toEqual([
      '2101.00001',
      '2101.00003',
    ])
    expect(records.find(({ ids }) => ids.arxiv === '2101.00002')!.abstract).toContain(
      'F1 < 50 before and F1 > 55',
    )
  })

  it('are one work where they describe one, and two where two parts have one title', async () => {
    const all = await Promise.all((['crossref', 'openalex', 'arxiv'] as const).map((id) => searched(id)))
    const works = clusterRecords(all.flat())
    expect(works).toHaveLength(14)
    expect(works.find(({ ids }) => ids.arxiv === '2101.00002')!.records).toEqual([
      'arxiv:2101.00002',
      'openalex:W6',
    ])
  })
})

describe.skipIf(!here)('cases of reference lists', () => {
  const filed = (folder: string) => searched('folder', [join(CASES, folder)])

  it('BibTeX: DOIs whole, no author called others, nothing out of comments', async () => {
    const records = await filed('bibtex')
    expect(records.flatMap(({ ids }) => ids.doi ?? [])).toEqual([
      '10.1007/978-3-031-38100-3_13',
      '10.1000/xyz123',
      '10.1000/abc_d',
    ])
    expect(records).toHaveLength(5)
    const families = records.flatMap(({ authors }) => authors.map(({ family }) => family))
    expect(families).not.toContain('others')
    expect(families).toEqual(expect.arrayContaining(['Núñez', 'Nguyễn', 'Erdős', 'Łuk', 'Dürß']))
  })

  it('RIS: every record, with one blank, a short end or none', async () => {
    const records = await filed('ris')
    const count = (file: string) => records.filter(({ id }) => id.startsWith(`folder:${file}#`)).length
    expect(['lib.ris', 'noend.ris', 'oneblank.ris', 'trunc.ris'].map(count)).toEqual([4, 2, 1, 2])
    for (const { title, abstract } of records) expect([title, abstract?.endsWith('.')]).toEqual([title, true])
  })

  it('an abstract in escaped tags is its text', async () => {
    const records = await filed('metadata-markup')
    expect(new Set(records.map(({ abstract }) => abstract))).toEqual(
      new Set(['Intermediate-task training hurts zero-shot cross-lingual transfer by 1.5 points.']),
    )
  })
})
