import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { create } from 'tar'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openHttp } from '#net'
import { testFolder, testProtocol } from '../../../test/support/evidence/databases.ts'
import { twoColumnPaper } from '../../../test/support/evidence/pdf.ts'
import { people, record } from '../../../test/support/evidence/records.ts'
import { Search, SourceRecord } from '../bundle/works.ts'
import { clusterRecords } from '../works/cluster.ts'
import { htmlHead, latexHead, pdfHead, textHead } from './file-head.ts'
import { folder as source } from './folder.ts'
import { openSources } from './open.ts'
import { parseReferences } from './reference-list.ts'

/** The smallest PDF with a description. */
const pdf = (info: string) =>
  Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
4 0 obj<<${info}>>endobj
trailer<</Root 1 0 R/Info 4 0 R>>
%%EOF`)

const folderWith = async (files: Record<string, string | Buffer>) => {
  const folder = await testFolder(onTestFinished)
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  return folder
}

const BIBTEX = `% a list
@string{conf = "Proceedings of the Fixture Conference"}
@inproceedings{example-2021,
  title = {A {BERT} Study of $x^2$ and {\\"u}ber --- fun \\& more},
  author = {Example, Ada and van der Berg, Jan and {Fixture Consortium}},
  booktitle = conf, year = 2021, month = jun, doi = {10.5555/Fixture.1},
  url = {https://aclanthology.org/2021.fixture-main.1}, file = {Full Text:papers/a.pdf:application/pdf},
  abstract = {We gain 2.5 points. Not cut at all.}
}
@article{broken, title = {unclosed, year = 2020
}
@misc{pre, title={A preprint}, author={Solo}, eprint={2101.00001v2}, archivePrefix={arXiv}, year={2021}}
@comment{nothing}
@article{https-like, title={https://example.org/never-asked}, file={../../../../etc/passwd}}
`
const RIS = `TY  - JOUR
AU  - Example, Ada
TI  - A RIS title
AB  - The abstract
PY  - 2021/06/01
DO  - 10.5555/ris
ER  -
`

describe('reference lists', () => {
  test('BibTeX: names, particles, months, abbreviations, ids; a bad entry spoils no other', () => {
    const { entries, problems } = parseReferences(BIBTEX, 'lists/refs.bib')
    expect(problems).toEqual(['lists/refs.bib, line 10: entry "broken" is never closed'])
    const records = entries.map(({ record }) => SourceRecord.parse(record))
    expect(records.map(({ id }) => id)).toEqual([
      'folder:lists/refs.bib#example-2021',
      'folder:lists/refs.bib#pre',
      'folder:lists/refs.bib#https-like',
    ])
    expect(records[0]).toMatchObject({
      title: 'A BERT Study of x² and über — fun & more',
      authors: [
        { given: 'Ada', family: 'Example' },
        { given: 'Jan', family: 'van der Berg' },
        { given: null, family: 'Fixture Consortium' },
      ],
      venue: 'Proceedings of the Fixture Conference',
      date: '2021-06',
      ids: { doi: '10.5555/fixture.1', acl: '2021.fixture-main.1' },
      type: 'proceedings-article',
      abstract: 'We gain 2.5 points. Not cut at all.',
    })
    expect(records[1]).toMatchObject({ ids: { arxiv: '2101.00001' }, arxivVersion: 2, type: 'preprint' })
  })

  test('RIS', () => {
    const { entries } = parseReferences(RIS + RIS.replace('A RIS title', 'Another'), 'refs.ris')
    expect(entries.map(({ record }) => [record.id, record.title, record.date, record.abstract])).toEqual([
      ['folder:refs.ris#1', 'A RIS title', '2021-06-01', 'The abstract'],
      ['folder:refs.ris#2', 'Another', '2021-06-01', 'The abstract'],
    ])
  })
})

describe('what files say of themselves', () => {
  test('HTML', () => {
    expect(
      htmlHead(`<html lang="en"><head><title>Site | x</title><meta name="citation_title" content="A &amp; B">
      <meta name="citation_author" content="Example, Ada"><meta name="citation_author" content="Ben Sample">
      <meta name="citation_date" content="2021/06/01"><meta name="citation_doi" content="10.5555/x"></head></html>`),
    ).toEqual({
      title: 'A & B',
      authors: [
        { given: 'Ada', family: 'Example' },
        { given: 'Ben', family: 'Sample' },
      ],
      date: '2021-06-01',
      doi: '10.5555/x',
      arxiv: null,
      acl: null,
      language: 'en',
    })
    expect(htmlHead('<title>Old</title><h1>A <em>Fixture</em> Study</h1>').title).toBe('A Fixture Study')
  })

  test('HTML with scripts, comments and signs in quotes', () => {
    const head = htmlHead(
      `<html lang=sw><!-- <h1>No</h1> --><script>"<h1>No</h1>"</script><META CONTENT='Example, Ada' NAME=citation_author>
      <meta name="citation_doi" content="10.5555/a>b"><h1 class="a>b">A &lt;i&gt;study&lt;/i&gt; &amp;amp; <b>more</b></h1>`,
    )
    expect(head).toMatchObject({ title: 'A study & more', doi: '10.5555/a>b', language: 'sw' })
    expect(head.authors).toEqual([{ given: 'Ada', family: 'Example' }])
  })

  test.each([
    '<div>',
    '<div></div>',
    '<h1>',
    '<title>',
    '<meta ',
    '<meta content="',
    '<meta \'"',
    '<script>',
    '<!--',
    '&amp;',
    '<',
  ])('HTML with %s, 200,000 times', (piece) => {
    const page = `<html><head><title>T</title></head><body>${piece.repeat(200_000)}x${'</div>'.repeat(200_000)}`
    expect(htmlHead(page).title).toBe('T')
  })

  test.each(['\\title[', '\\title', '\\a[', '\\thanks{', '\\\\['])('LaTeX with %s, 50,000 times', (piece) => {
    const many = piece.repeat(50_000)
    expect(() => latexHead(`${many}\\title{${many}}`)).not.toThrow()
  })

  test('LaTeX', () => {
    const head = latexHead(
      '% \\title{Not this}\n\\title[short]{A {\\bf Fixture} Study\\\\of R\\&D\\thanks{us}}\n\\author{Ada Example\\thanks{x} \\\\ A University \\And Ben Sample}',
    )
    expect(head.title).toBe('A Fixture Study of R&D')
    expect(head.authors.map(({ family }) => family)).toEqual(['Example', 'Sample'])
    expect(latexHead('\\title{never closed').title).toBeNull()
  })

  test.each([
    ['A Fixture Study\n\nWe train.', 'A Fixture Study'],
    ['intro\n# A Heading', 'A Heading'],
    ['We train on three tasks.\nMore.', null],
    ['', null],
  ])('text %j', (text, title) => expect(textHead(text).title).toBe(title))

  test.each([
    ['/Title(A Fixture Study)/Author(Ada Example and Ben Sample)', 'A Fixture Study', 2],
    ['/Title(paper.dvi)', null, 0],
    ['/Title(Microsoft Word - draft 3)', null, 0],
    ['', null, 0],
  ])('PDF %s', async (info, title, authors) => {
    const head = await pdfHead(pdf(info), 'a.pdf')
    expect([head.title, head.authors.length]).toEqual([title, authors])
  })
})

describe('folders', () => {
  test('every file a record, whatever the query; reference lists by entry; the same again', async () => {
    const archive = await folderWith({
      'main.tex': '\\documentclass{article}\\title{In an Archive}',
      'other.tex': 'x',
    })
    await create({ gzip: true, file: join(archive, 'source.tar.gz'), cwd: archive }, [
      'other.tex',
      'main.tex',
    ])
    const folder = await folderWith({
      'lists/refs.bib': BIBTEX,
      'lists/papers/a.pdf': pdf('/Title(Something else)'),
      'refs.ris': RIS,
      '2005.13013v2.pdf': pdf(''),
      'P19-1001.txt': 'A Fixture Study',
      'page.html': '<h1>A page</h1>',
      'my_notes.md': '',
      'source.tar.gz': await readFile(join(archive, 'source.tar.gz')),
      'broken.pdf': 'no pdf',
      '.hidden/x.txt': 'hidden',
      'data.csv': '1,2',
      '2021.fixture.xml': '<collection id="2021.fixture"/>',
    })
    const { search, records } = await source.open([folder]).search('anything', testProtocol())
    Search.parse(search)
    const titles = records.map((record) => {
      SourceRecord.parse(record)
      return [record.id, record.title, record.links.file]
    })
    expect(titles).toEqual([
      [
        'folder:lists/refs.bib#example-2021',
        'A BERT Study of x² and über — fun & more',
        'lists/papers/a.pdf',
      ],
      ['folder:lists/refs.bib#pre', 'A preprint', undefined],
      ['folder:lists/refs.bib#https-like', 'https://example.org/never-asked', undefined],
      ['folder:refs.ris#1', 'A RIS title', undefined],
      ['folder:2005.13013v2.pdf', '2005.13013v2', '2005.13013v2.pdf'],
      ['folder:P19-1001.txt', 'A Fixture Study', 'P19-1001.txt'],
      ['folder:my_notes.md', 'my notes', 'my_notes.md'],
      ['folder:page.html', 'A page', 'page.html'],
      ['folder:source.tar.gz', 'In an Archive', 'source.tar.gz'],
    ])
    expect(records[4]).toMatchObject({ ids: { arxiv: '2005.13013' }, arxivVersion: 2, type: 'preprint' })
    expect(records[5]!.ids).toEqual({ acl: 'P19-1001' })
    expect(search).toMatchObject({ reported: 9, retrieved: 9, stopped: 'complete' })
    expect(search.exchanges.map(({ url }) => url)).toContain('lists/papers/a.pdf')
    expect(search.problem).toMatch(
      /^2 could not be read \(lists\/refs\.bib, line 10: entry "broken" is never closed; broken\.pdf: /,
    )
    expect(JSON.stringify(await source.open([folder]).search('anything', testProtocol()))).toBe(
      JSON.stringify({ search, records }),
    )
    expect((await source.open([folder]).search('x', testProtocol(2))).search).toMatchObject({
      retrieved: 9,
      stopped: 'complete',
    })
  })

  test('a paper in any form is one work with its records', async () => {
    const title = 'Intermediate Tasks for Basque Retrieval in Two Columns'
    const page = (author: string) =>
      `<meta name="citation_title" content="${title}"><meta name="citation_author" content="${author}"><h1>Site</h1>`
    const folder = await folderWith({
      'draft_final2.pdf': twoColumnPaper(),
      'a.tex': `\\title{${title.replace('Basque', '{\\bf Basque}')}\\thanks{To \\emph{us}}}\\author{Ada \\textsc{Example} \\\\ A University}`,
      'b.html': page('Example, Ada'),
      'other.html': page('Somebody, Else'),
    })
    const { records } = await source.open([folder]).search('x', testProtocol())
    const database = record({
      id: 'acl-anthology:2021.fixture-main.1',
      source: 'acl-anthology',
      title: title.replaceAll('-', ' '),
      authors: people('Example', 'Sample'),
      year: 2021,
      ids: { acl: '2021.fixture-main.1' },
    })
    const works = clusterRecords([...records, database])
    expect(works.map((work) => work.records).sort()).toEqual([
      ['acl-anthology:2021.fixture-main.1', 'folder:a.tex', 'folder:b.html', 'folder:draft_final2.pdf'],
      ['folder:other.html'],
    ])
  })

  test.each([
    ['2005.13013v2 (1).txt', { arxiv: '2005.13013' }],
    ['arXiv-2005.13013v1.txt', { arxiv: '2005.13013' }],
    ['2009.04361_Johnson_2020_Probing.txt', { arxiv: '2009.04361' }],
    ['2020.acl-main.467.txt', { acl: '2020.acl-main.467' }],
    ['P19-1001 annotated.txt', { acl: 'P19-1001' }],
    ['2020.05.notes.txt', {}],
    ['12021.13013.txt', {}],
  ])('ids in the name "%s"', async (name, ids) => {
    const { records } = await source
      .open([await folderWith({ [name]: 'A text' })])
      .search('x', testProtocol())
    expect(records[0]!.ids).toEqual(ids)
  })

  test('the same path in two folders is named, not mixed up', async () => {
    const folders = [await folderWith({ 'a.txt': 'One' }), await folderWith({ 'a.txt': 'Two' })]
    const { search, records } = await source.open(folders).search('x', testProtocol())
    expect(records.map(({ title }) => title)).toEqual(['One'])
    expect(search.problem).toBe('1 could not be read (a.txt is there twice)')
  })

  test('no folder, or one that is not there: failures in words', async () => {
    expect((await source.open([]).search('x', testProtocol())).search).toMatchObject({
      stopped: 'failed',
      problem: 'no folder was named',
    })
    expect((await source.open(['/nowhere/at/all']).search('x', testProtocol())).search.problem).toMatch(
      /ENOENT/,
    )
  })
})

test('sources come in the order in which they are named', async () => {
  const http = openHttp({ recordings: await testFolder(onTestFinished), mode: 'replay' })
  const sources = openSources({ sources: ['folder', 'arxiv', 'acl-anthology'], folders: [], http })
  expect(sources.map(({ id }) => id)).toEqual(['folder', 'arxiv', 'acl-anthology'])
  const { search } = await sources[1]!.search('x', testProtocol())
  expect(search).toMatchObject({
    stopped: 'failed',
    problem: expect.stringMatching(/^nothing is recorded for GET/),
  })
})
