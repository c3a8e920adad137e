import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { testFolder, testProtocol } from '../../../test/support/evidence/databases.ts'
import { Search, SourceRecord } from '../bundle/works.ts'
import { aclAnthology } from './acl-anthology.ts'
import { parseCollection } from './anthology-xml.ts'

const collection = (id: string, volume: string, papers: string, meta = '<year>2021</year>') =>
  `<?xml version='1.0' encoding='UTF-8'?>
<collection id="${id}"><volume id="${volume}" ingest-date="2021-06-01"><meta><booktitle>Proceedings of the Fixture Conference</booktitle>${meta}</meta>
<frontmatter><url hash="0">${id}-${volume}.0</url></frontmatter>
${papers}</volume></collection>`

const FIXTURE = collection(
  '2021.fixture',
  'main',
  `<paper id="1"><title>A Fixture Study of <fixed-case>BERT</fixed-case>-like Models in <tex-math>O(n^2)</tex-math></title>
   <author><first>Ada</first><last>Example</last></author><author><last>Mononym</last></author><pages>1–9</pages>
   <abstract>We train on <i>3 tasks</i> and gain 2.5 points
   (p &lt; 0.05) on sentence&#32;retrieval. Code: <url>https://example.org/code</url></abstract>
   <url hash="0">2021.fixture-main.1</url><doi>10.18653/v1/2021.Fixture-main.1</doi></paper>
   <paper id="2"><title>Sentence Retrieval in Кириллица</title><retracted date="2021-08-09">Wrong.</retracted></paper>
   <paper id="3"><title>Erratum: A Fixture Study</title><erratum>1</erratum></paper>
   <paper id="4"><title/><removed/></paper>`,
  '<month>July–August</month><year>2021</year>',
)

describe('collections', () => {
  const { records, unreadable } = parseCollection(FIXTURE)

  test('mixed content, names, dates; front matter is no paper', () => {
    expect(unreadable).toEqual([])
    expect(records.map((record) => SourceRecord.parse(record).ids.acl)).toEqual([
      '2021.fixture-main.1',
      '2021.fixture-main.2',
      '2021.fixture-main.3',
      '2021.fixture-main.4',
    ])
    expect(records[0]).toMatchObject({
      title: 'A Fixture Study of BERT-like Models in O(n^2)',
      authors: [
        { given: 'Ada', family: 'Example' },
        { given: null, family: 'Mononym' },
      ],
      abstract:
        'We train on 3 tasks and gain 2.5 points (p < 0.05) on sentence retrieval. Code: https://example.org/code',
      ids: { doi: '10.18653/v1/2021.fixture-main.1' },
      date: '2021-07',
      year: 2021,
      venue: 'Proceedings of the Fixture Conference',
      type: 'proceedings-article',
      links: { pdf: 'https://aclanthology.org/2021.fixture-main.1.pdf' },
      licence: 'CC BY 4.0',
      retracted: false,
    })
  })

  test('retracted and removed papers are retracted, one with an erratum is not', () => {
    expect(records.map(({ retracted }) => retracted)).toEqual([false, true, false, true])
    expect(records[2]!.type).toBe('erratum')
    expect(records[3]!.title).toBeNull()
  })

  test.each([
    ['P19', '1', '1', 'P19-1001'],
    ['W19', '1', '1', 'W19-0101'],
    ['W19', '52', '7', 'W19-5207'],
    ['D19', '1', '12', 'D19-1012'],
    ['D19', '50', '3', 'D19-5003'],
    ['2020.tacl', '1', '5', '2020.tacl-1.5'],
  ])('%s, volume %s, paper %s is %s', (id, volume, paper, acl) => {
    const [record] = parseCollection(
      collection(id, volume, `<paper id="${paper}"><title>T</title></paper>`),
    ).records
    expect(record!.ids.acl).toBe(acl)
    expect(record!.type).toBe(id.includes('tacl') ? 'article' : 'proceedings-article')
  })

  test('what is no collection', () => {
    expect(() => parseCollection('<a>')).toThrow('it is not XML')
    expect(() => parseCollection('<a/>')).toThrow('not a collection')
  })
})

describe('taken whole', () => {
  const folderWith = async (files: Record<string, string | Buffer>) => {
    const folder = await testFolder(onTestFinished)
    await mkdir(join(folder, 'deep'))
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
    return folder
  }

  test('every paper, filtered by date, with a snapshot; the same again', async () => {
    const folder = await folderWith({
      'a.xml': FIXTURE,
      'deep/b.xml.gz': gzipSync(
        collection(
          '2019.old',
          '1',
          '<paper id="1"><title>Retrieval of sentences</title></paper>',
          '<year>2019</year>',
        ),
      ),
      'note.xml': '<note>sentence retrieval</note>',
    })
    const protocol = testProtocol()
    const { search, records } = await aclAnthology.open([folder]).search('sentence retrieval', protocol)
    expect(Search.parse(search)).toMatchObject({
      source: 'acl-anthology',
      platform: expect.stringMatching(/^ACL Anthology XML, 2 files, snapshot [0-9a-f]{12}$/),
      reported: 5,
      retrieved: 5,
      stopped: 'complete',
      problem: null,
    })
    expect(search.exchanges.map(({ url }) => url)).toEqual(['a.xml', 'deep/b.xml.gz'])
    const again = await aclAnthology.open([folder]).search('sentence retrieval', protocol)
    expect(JSON.stringify(again)).toBe(JSON.stringify({ search, records }))
    const recent = await aclAnthology
      .open([folder])
      .search('sentence retrieval', testProtocol(1, { from: '2021-07-15' }))
    expect(recent.search.retrieved).toBeLessThan(search.retrieved)
    expect(recent.search).toMatchObject({
      stopped: 'complete',
      filters: { from: '2021-07-15' },
    })
    await writeFile(join(folder, 'a.xml'), FIXTURE.replace('BERT', 'XLM'))
    expect((await aclAnthology.open([folder]).search('x', protocol)).search.platform).not.toBe(
      search.platform,
    )
  })

  test('a broken file is named, the others are searched', async () => {
    const folder = await folderWith({
      'a.xml': FIXTURE,
      'b.xml': FIXTURE.slice(0, -20),
      'c.xml.gz': 'no gzip',
    })
    const { search } = await aclAnthology.open([folder]).search('retrieval', testProtocol())
    expect(search).toMatchObject({ retrieved: 4, stopped: 'complete' })
    expect(search.problem).toMatch(/^b\.xml could not be read: it is not XML; c\.xml\.gz could not be read: /)
  })

  test('no collection, no folder: failures in words', async () => {
    const empty = await aclAnthology.open([await testFolder(onTestFinished)]).search('x', testProtocol())
    expect(empty.search).toMatchObject({ stopped: 'failed', reported: null })
    expect(empty.search.problem).toMatch(/^none of the folders holds a collection file/)
    const missing = await aclAnthology.open(['/nowhere/at/all']).search('x', testProtocol())
    expect(missing.search.problem).toMatch(/ENOENT/)
  })
})

/** Copies of Anthology volumes. They are not part of the repository: counts are those of their README file. */
const SHARED = resolve(import.meta.dirname, '../../../../shared/data/papers/acl-anthology')
if (!existsSync(SHARED)) console.warn(`skipped: no Anthology volumes at ${SHARED}`)

describe.skipIf(!existsSync(SHARED))('real volumes', () => {
  const PAPERS: Record<string, [papers: number, abstracts: number]> = {
    '2020.aacl': [123, 123],
    '2020.acl': [871, 871],
    '2020.coling': [657, 657],
    '2020.emnlp': [787, 787],
    '2020.findings': [447, 447],
    '2020.repl4nlp': [24, 24],
    '2021.acl': [795, 795],
    '2021.eacl': [396, 396],
    '2021.emnlp': [895, 895],
    '2021.findings': [881, 423],
    '2021.mrl': [24, 24],
    '2021.naacl': [559, 559],
  }

  test('every paper of twelve volumes, and the three retracted ones', async () => {
    const retracted: string[] = []
    const counts: Record<string, [number, number]> = {}
    for (const file of await readdir(SHARED)) {
      const bytes = await readFile(join(SHARED, file))
      const xml = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
      const { records, unreadable } = parseCollection(xml)
      expect(unreadable).toEqual([])
      for (const record of records) {
        SourceRecord.parse(record)
        expect(record.title).not.toBeNull()
        if (record.retracted) retracted.push(record.ids.acl!)
      }
      counts[file.replace(/\.xml(\.gz)?$/, '')] = [
        records.length,
        records.filter(({ abstract }) => abstract !== null).length,
      ]
    }
    expect(counts).toEqual(PAPERS)
    expect(retracted).toHaveLength(3)
  })
})
