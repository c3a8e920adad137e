import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Http, type HttpRequest, RequestProblem } from '#net'
import { twoColumnPaper } from '../../../test/support/evidence/pdf.ts'
import {
  expectSound,
  latexFiles,
  outline,
  paperFile,
  paperWork,
} from '../../../test/support/evidence/texts.ts'
import { retrieveText } from './retrieve.ts'

const ARXIV = 'https://arxiv.test'
let folder: string
beforeEach(async () => {
  vi.stubEnv('POLYVIA_ARXIV_PAGES_URL', `${ARXIV}/`)
  vi.stubEnv('POLYVIA_ANTHOLOGY_PAGES_URL', 'https://anthology.test')
  folder = await mkdtemp(join(tmpdir(), 'polyvia-retrieve-'))
})
afterEach(() => {
  vi.unstubAllEnvs()
  return rm(folder, { recursive: true })
})

type Page = string | Buffer | Error

/** Answers by address; 404 for all others. */
function network(pages: Readonly<Record<string, Page>>): { http: Http; asked: HttpRequest[] } {
  const asked: HttpRequest[] = []
  const http: Http = {
    request: async (request) => {
      asked.push(request)
      const page = pages[request.url]
      const exchange = { method: 'GET' as const, url: request.url, at: null, status: 200, sha256: null }
      if (page instanceof Error) throw new RequestProblem('connection', page.message, exchange)
      const type = typeof page === 'string' ? 'text/html; charset=utf-8' : 'application/pdf'
      return {
        status: page === undefined ? 404 : 200,
        headers: { 'content-type': type },
        body: Buffer.from(page ?? 'nothing here'),
        exchange,
      }
    },
  }
  return { http, asked }
}

const retrieve = async (work: ReturnType<typeof paperWork>, pages: Readonly<Record<string, Page>> = {}) => {
  const { http, asked } = network(pages)
  const result = await retrieveText(work, { http, folders: [folder] })
  if (result.document !== null) expectSound(result.document)
  expect(result.retrieval.sha256).toBe(result.document?.sha256 ?? null)
  return { ...result, urls: asked.map(({ url }) => url) }
}

const html = paperFile('paper.html')
const single = gzipSync(
  latexFiles()
    .get('main.tex')!
    .replace('\\input{sections/results}', latexFiles().get('sections/results.tex')!),
)

describe('retrieveText', () => {
  test('takes the HTML of arXiv, in the version of the work', async () => {
    const { document, retrieval, urls } = await retrieve(paperWork(), {
      [`${ARXIV}/html/2101.00001v2`]: html,
    })
    expect(urls).toEqual([`${ARXIV}/html/2101.00001v2`])
    expect(document).toMatchObject({ kind: 'arxiv-html', version: 'v2', url: `${ARXIV}/html/2101.00001v2` })
    expect(retrieval).toMatchObject({ work: 'arxiv:2101.00001', kind: 'arxiv-html', failures: [] })
  })

  test('then its source, then its PDF, then the abstract, each failure with its reason', async () => {
    const pages = {
      [`${ARXIV}/e-print/2101.00001v2`]: single,
      [`${ARXIV}/pdf/2101.00001v2`]: twoColumnPaper(),
    }
    const source = await retrieve(paperWork(), pages)
    expect(source.document).toMatchObject({ kind: 'arxiv-source', version: 'v2' })
    expect(source.retrieval.failures).toEqual([{ kind: 'arxiv-html', reason: 'there is none (HTTP 404)' }])

    const pdf = await retrieve(paperWork(), {
      ...pages,
      [`${ARXIV}/e-print/2101.00001v2`]: new Error('no connection'),
    })
    expect(pdf.document).toMatchObject({ kind: 'pdf', version: 'v2' })
    expect(pdf.retrieval.failures.at(-1)).toEqual({ kind: 'arxiv-source', reason: 'no connection' })

    const abstract = await retrieve(paperWork())
    expect(abstract.document).toMatchObject({ kind: 'abstract', version: 'v2' })
    expect(abstract.retrieval.failures.map(({ kind }) => kind)).toEqual(['arxiv-html', 'arxiv-source', 'pdf'])

    const nothing = await retrieve(paperWork({ abstract: null }))
    expect(nothing.document).toBeNull()
    expect(nothing.retrieval).toMatchObject({ sha256: null, kind: null })
  })

  test('a source that is a PDF is a PDF', async () => {
    const { document } = await retrieve(paperWork(), { [`${ARXIV}/e-print/2101.00001v2`]: twoColumnPaper() })
    expect(document).toMatchObject({ kind: 'pdf', version: 'v2', url: `${ARXIV}/e-print/2101.00001v2` })
  })

  test('an unknown version comes from the abstract page, once; without one nothing of arXiv is read', async () => {
    const work = paperWork({ arxivVersion: null })
    const page =
      '<a href="/abs/2101.00001v1">[v1]</a> <b>[v2]</b> <a href="/pdf/2101.00001v2">PDF</a> 2101.000019v9'
    const found = await retrieve(work, {
      [`${ARXIV}/abs/2101.00001`]: page,
      [`${ARXIV}/e-print/2101.00001v2`]: single,
    })
    expect(found.document).toMatchObject({ kind: 'arxiv-source', version: 'v2' })
    expect(found.urls.filter((url) => url.includes('/abs/'))).toHaveLength(1)
    expect(found.urls.every((url) => url.includes('/abs/') || /v\d+$/.test(url))).toBe(true)

    const unknown = await retrieve(work, {
      [`${ARXIV}/abs/2101.00001`]: 'a page without it',
      [`${ARXIV}/html/2101.00001`]: html,
    })
    expect(unknown.document).toMatchObject({ kind: 'abstract', version: null })
    expect(unknown.retrieval.failures[0]!.reason).toContain('version is not known')
    expect(unknown.urls).toEqual([`${ARXIV}/abs/2101.00001`])
  })

  test('a page of another version, or without a paper, is refused', async () => {
    const other = await retrieve(paperWork({ arxivVersion: 3 }), { [`${ARXIV}/html/2101.00001v3`]: html })
    expect(other.retrieval.failures[0]!.reason).toBe('the page is of v2, not of v3')
    const none = await retrieve(paperWork(), {
      [`${ARXIV}/html/2101.00001v2`]: '<p>HTML is not available.</p>',
    })
    expect(none.retrieval.failures[0]!.reason).toBe('the page holds no converted paper')
  })

  test('links of databases: PDFs that are none, and other publications, are refused', async () => {
    const work = paperWork({
      id: 'doi:10.5555/1',
      ids: { doi: '10.5555/1', acl: '2021.fixture-main.1' },
      links: { pdf: 'https://example.org/a.pdf' },
      arxivVersion: null,
    })
    const page = await retrieve(work, { 'https://example.org/a.pdf': '<html>Please log in</html>' })
    expect(page.urls).toEqual(['https://anthology.test/2021.fixture-main.1.pdf', 'https://example.org/a.pdf'])
    expect(page.retrieval.failures.map(({ reason }) => reason)).toEqual([
      'there is none (HTTP 404)',
      'it is not a PDF but text/html',
    ])
    const pdf = { 'https://example.org/a.pdf': twoColumnPaper() }
    expect((await retrieve(work, pdf)).document).toMatchObject({ kind: 'pdf', version: null })
    const another = await retrieve({ ...work, title: 'Sheep of the Pyrenees in Winter' }, pdf)
    expect(another.document?.kind).toBe('abstract')
    expect(another.retrieval.failures.at(-1)!.reason).toContain('another publication')
  })

  test('an unversioned arXiv link is asked for with its version', async () => {
    const work = paperWork({
      id: 'doi:10.5555/1',
      ids: {},
      links: { pdf: 'https://arxiv.org/pdf/2101.00001' },
    })
    const { urls } = await retrieve(work)
    expect(urls).toEqual(['html', 'e-print', 'pdf'].map((form) => `${ARXIV}/${form}/2101.00001v2`))
  })
})

describe('local files', () => {
  const local = (file: string) => paperWork({ id: `folder:${file}`, ids: {}, links: { file } })

  test.each([
    ['a.pdf', twoColumnPaper(), 'pdf'],
    ['b.html', html, 'html'],
    ['c.txt', 'A Title\n\nWe find gains.', 'plain-text'],
    ['2101.00001v2.tgz', single, 'latex'],
    ['wrongly-named.txt', twoColumnPaper(), 'pdf'],
  ])('%s', async (name, content, kind) => {
    await writeFile(join(folder, name), content)
    const { document, urls } = await retrieve(local(name))
    expect(document).toMatchObject({ kind, url: name, version: name.includes('v2') ? 'v2' : null })
    expect(urls).toEqual([])
  })

  test('LaTeX with its inclusions', async () => {
    await mkdir(join(folder, 'paper/sections'), { recursive: true })
    for (const [name, text] of latexFiles()) await writeFile(join(folder, 'paper', name), text)
    const { document } = await retrieve(local('paper/main.tex'))
    expect(outline(document!).map(([, , text]) => text)).toContain('SQuAD / Tatoeba / eu = 39.2.')
  })

  test('paths and links that lead out are not followed', async () => {
    await mkdir(join(folder, 'inside'))
    await writeFile(join(folder, 'secret.txt'), 'Secret\n\nwords.')
    await symlink(join(folder, 'secret.txt'), join(folder, 'inside/link.txt'))
    for (const file of ['../secret.txt', 'link.txt', join(folder, 'secret.txt')]) {
      const { http } = network({})
      const { document, retrieval } = await retrieveText(local(file), {
        http,
        folders: [join(folder, 'inside')],
      })
      expect(document?.kind).toBe('abstract')
      expect(retrieval.failures).toEqual([{ kind: 'plain-text', reason: 'it leads out of its folder' }])
    }
  })

  test('a missing or damaged file is a reason, and the abstract is read', async () => {
    await writeFile(join(folder, 'bad.pdf'), twoColumnPaper().subarray(0, 200))
    expect((await retrieve(local('bad.pdf'))).retrieval.failures[0]!.reason).toContain('damaged')
    expect((await retrieve(local('none.pdf'))).retrieval.failures[0]!.reason).toBe(
      'it is in none of the folders',
    )
  })
})

test('an abort ends it', async () => {
  const controller = new AbortController()
  const http: Http = {
    request: () => {
      controller.abort(new Error('enough'))
      return Promise.reject(new Error('aborted'))
    },
  }
  await expect(retrieveText(paperWork(), { http, folders: [], signal: controller.signal })).rejects.toThrow(
    'enough',
  )
})
