import { describe, expect, test } from 'vitest'
import { column, makePdf, type TestLine } from '../../../../test/support/evidence/pdf.ts'
import { origin } from '../../../../test/support/evidence/texts.ts'
import { parsePdf, readPdfIdentity } from '../pdf.ts'

const BODY = [
  ...column(72, 560, [
    '#Abstract',
    'We train on three tasks and test zero-shot in nine languages.',
    'Gains are 2.5.',
  ]),
  ...column(72, 500, [
    '#1 Introduction',
    'Earlier work (arXiv:1810.04805v2 [cs.CL] 2018) found gains in English.',
  ]),
  ...column(
    72,
    470,
    Array.from({ length: 12 }, (_, line) => `This is line ${line} of the text of the paper here.`),
  ),
]
const at = (text: string, y: number, given: Partial<TestLine> = {}): TestLine => ({
  text,
  x: 72,
  y,
  ...given,
})
const TITLE = [
  at('A Survey of Intermediate Tasks', 700, { size: 16, bold: true, x: 180 }),
  at('for Multilingual Encoders', 682, { size: 16, bold: true, x: 200 }),
]
const WHOLE = 'A Survey of Intermediate Tasks for Multilingual Encoders'
const identity = (lines: readonly TestLine[], description = '') =>
  readPdfIdentity(makePdf([[...lines, ...BODY]], description), 'draft_final2.pdf')

describe('title', () => {
  test.each<[string, readonly TestLine[], string, string | null]>([
    [
      'of the largest letters, over its lines, without marks',
      [...TITLE, at('*', 682, { x: 400, size: 9 })],
      '',
      WHOLE,
    ],
    [
      'below the banner of a journal',
      [at('JMR Journal of Made Research', 740, { size: 26 }), ...TITLE],
      '',
      WHOLE,
    ],
    ['below what an article is', [at('Research Article', 740, { size: 18 }), ...TITLE], '', WHOLE],
    [
      'in capitals of the size of the text',
      [at('INTERMEDIATE TASKS FOR MULTILINGUAL', 700, { bold: true }), at('ENCODERS', 688, { bold: true })],
      '',
      'INTERMEDIATE TASKS FOR MULTILINGUAL ENCODERS',
    ],
    ['not of a text processor', TITLE, '/Title(Microsoft Word - draft3.doc)', WHOLE],
    ['not of a template', TITLE, '/Title(Paper Title \\(use style: paper title\\))', WHOLE],
    ['not of the volume', TITLE, '/Title(Proceedings of the 45th Meeting of Somebody)', WHOLE],
    ['not of another paper', TITLE, '/Title(Automated Statistics Collection in Large Databases)', WHOLE],
    ['not the stamp of a server', TITLE, '/Title(arXiv:1910.10811v2  [math.LO]  16 Feb 2023)', WHOLE],
    [
      'in the words of a description that agrees',
      TITLE,
      `/Title(${WHOLE.toLowerCase()})`,
      WHOLE.toLowerCase(),
    ],
    [
      'with the subtitle that the page sets small',
      [...TITLE, at('A Second Look', 665, { size: 11 })],
      `/Title(${WHOLE}: A Second Look)`,
      `${WHOLE}: A Second Look`,
    ],
    ['unknown where nothing is set apart', [at('We begin with a sentence of the text.', 700)], '', null],
  ])('%s', async (_, lines, description, title) => {
    expect((await identity(lines, description)).title).toBe(title)
  })

  test('is the same in the text, though all other pages have it as their running head', async () => {
    const head = at(WHOLE, 760, { size: 9 })
    const pages = [
      [...TITLE, head, ...BODY],
      [head, ...BODY],
      [head, ...BODY],
    ]
    const document = await parsePdf(makePdf(pages), origin('pdf'))
    expect(document.text.split('\n\n')[0]).toBe(WHOLE)
    const running = [at(WHOLE, 700, { size: 16 }), ...BODY]
    const again = await parsePdf(makePdf([running, [head, ...BODY], [head, ...BODY]]), origin('pdf'))
    expect(again.text.split('\n\n')[0]).toBe(WHOLE)
  })
})

describe('authors', () => {
  test.each<[string, readonly TestLine[], string, readonly string[]]>([
    [
      'apart on their lines, with marks; no affiliation, no address',
      [
        at('Ada Example*', 650, { size: 12, bold: true }),
        at('Jan van der Berg\u00b9,\u00b2', 650, { size: 12, bold: true, x: 220 }),
        at('Francisco Guzm\u00b4an and Chris QUIRK', 636, { size: 12, bold: true }),
        at('Made University, Ann Arbor', 622, { size: 12 }),
        at('{ada,jan}@example.org', 608, { size: 12 }),
      ],
      '',
      ['Ada Example', 'Jan van der Berg', 'Francisco Guzm\u00e1n', 'Chris Quirk'],
    ],
    ['not who owns the computer', [], '/Author(hamilton)', []],
    [
      'of the description where the page has them',
      [at('A. Example (Made Ltd.), B. Sample', 650, { size: 12 })],
      '/Author(Ada Example; Ben Sample)',
      ['Ada Example', 'Ben Sample'],
    ],
    [
      'not of a description that the page contradicts',
      [at('Ada Example', 650)],
      '/Author(Some Typist)',
      ['Ada Example'],
    ],
    ['not places', [at('Redmond WA', 650), at('Facebook AI', 636), at('Stanford University', 622)], '', []],
  ])('%s', async (_, lines, description, authors) => {
    expect((await identity([...TITLE, ...lines], description)).authors).toEqual(authors)
  })
})

describe('identifiers and year', () => {
  test.each<[string, readonly TestLine[], string, object]>([
    [
      'the stamp in the margin, not what the text cites',
      [at('arXiv:2005.13013v2  [cs.CL]  30 Sep 2020', 200, { x: 30, size: 20, turned: true })],
      '',
      { arxiv: '2005.13013v2', date: '2020-05', doi: null },
    ],
    ['no stamp', [], '', { arxiv: null, doi: null, acl: null, date: null }],
    [
      "the DOI of the imprint, which is the Anthology's",
      [
        at('Proceedings of the 55th Annual Meeting of Somebody, pages 1-9, 2017.', 50, { size: 8 }),
        at('https://doi.org/10.18653/v1/P17-1001', 38, { size: 8 }),
      ],
      '',
      { doi: '10.18653/v1/p17-1001', acl: 'P17-1001', date: '2017' },
    ],
    [
      'no DOI that a note cites',
      [at('1See the work of others, 10.1000/cited.', 50, { size: 8 })],
      '',
      { doi: null },
    ],
    ['no DOI of data', [at('Published with data: https://doi.org/10.5281/zenodo.7', 50)], '', { doi: null }],
    ['no DOI of several', [at('doi:10.1000/one', 60), at('doi:10.1000/two', 48)], '', { doi: null }],
    [
      'the DOI of the description',
      [],
      '/Subject(Journal of X, 12 \\(2020\\) 1-10. doi:10.1016/j.x.2020.01.001)',
      { doi: '10.1016/j.x.2020.01.001' },
    ],
    [
      'the year of the imprint',
      [at('November 16-20, 2020. \u00a92020 Association for Nothing', 40, { size: 8 })],
      '',
      { date: '2020' },
    ],
  ])('%s', async (_, lines, description, found) => {
    expect(await identity([...TITLE, ...lines], description)).toMatchObject(found)
  })
})
