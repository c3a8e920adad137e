import { expect, test } from 'vitest'
import { parseReferences } from './reference-list.ts'

const read = (text: string) => {
  const { entries, problems } = parseReferences(text, 'a.ris')
  return { records: entries.map(({ record }) => record), problems }
}
const titles = (text: string) => read(text).records.map(({ title }) => title)

const ABSTRACT = 'We see T1-weighted images.\n\nIt helps by 3.2 points.'
const record = (title: string, end = 'ER  - \n') =>
  `TY  - JOUR\nTI  - ${title}\nAU  - Doe, Jane\nPY  - 2019\nAB  - ${ABSTRACT}\n${end}`

test.each([
  ['as the format has it', record('One') + record('Two')],
  [
    'a byte order mark and line ends of another system',
    `\uFEFF${record('One')}${record('Two')}`.replaceAll('\n', '\r\n'),
  ],
  ['line ends of an old system', `${record('One')}${record('Two')}`.replaceAll('\n', '\r')],
  ['one blank before the dash', `${record('One')}${record('Two')}`.replace(/^(\w\w) {2}-/gm, '$1 -')],
  ['a tab before the dash', `${record('One')}${record('Two')}`.replace(/^(\w\w) {2}-/gm, '$1\t-')],
  ['no blank at the end', record('One', 'ER  -\n') + record('Two', 'ER -')],
  [
    'tags in small letters',
    `${record('One')}${record('Two')}`.replace(/^\w\w(?= {2}-)/gm, (tag) => tag.toLowerCase()),
  ],
  ['an indent', `${record('One')}${record('Two')}`.replace(/^(?=\w\w {2}-)/gm, '   ')],
  ['no end in the middle', record('One', '\n') + record('Two')],
  ['no end at all', record('One', '') + record('Two', '')],
  [
    'words of a search between records',
    `${record('One')}\nDatabase: Embase <1974 to 2021>\n1 transfer (100)\n\n2.\n${record('Two')}`,
  ],
  [
    'types that nobody knows, or none',
    `${record('One', '').replace('JOUR', 'Journal article (online)')}${record('Two').replace('JOUR', '')}`,
  ],
  ['tags that nobody knows', `${record('One', 'ZZ  - ?\nER  - \n')}${record('Two')}`],
])('%s: all records, whole', (_, text) => {
  const { records, problems } = read(text)
  expect(problems).toEqual([])
  expect(
    records.map(({ title, authors, date, abstract }) => [title, authors[0]?.family, date, abstract]),
  ).toEqual(
    ['One', 'Two'].map((title) => [
      title,
      'Doe',
      '2019',
      'We see T1-weighted images. It helps by 3.2 points.',
    ]),
  )
})

test('values go on below, also where a line looks like a tag', () =>
  expect(
    read(
      'TY  - JOUR\nTI  - Zero-shot\ntransfer\nAB  - We build\nAI - based systems, that is\nis - as ever - good.\nER  - ',
    ).records[0],
  ).toMatchObject({
    title: 'Zero-shot transfer',
    abstract: 'We build AI - based systems, that is is - as ever - good.',
  }))

test('the fields of older and newer programs', () => {
  const [one] = read(
    'TY  - CONF\nT1  - A title\nT1  - Its translation\nA1  - Li, Wei; Doe, J.\nAU  - et al.\nY1  - 2020/11/05/\nN2  - <p>By 10<sup>2</sup>.</p>\nT2  - Proc.\nUR  - https://arxiv.org/abs/2005.13013v2\nL1  - papers/x.pdf\nLA  - eng\nER  - ',
  ).records
  expect(one).toMatchObject({
    title: 'A title',
    authors: [
      { given: 'Wei', family: 'Li' },
      { given: 'J.', family: 'Doe' },
    ],
    date: '2020-11-05',
    abstract: 'By 10^2.',
    venue: 'Proc.',
    type: 'proceedings-article',
    ids: { arxiv: '2005.13013' },
    arxivVersion: 2,
    language: 'eng',
  })
})

test.each([
  'DO  - doi:10.1000/ABC',
  'DO  - https://doi.org/10.1000/abc',
  'UR  - http://dx.doi.org/10.1000/abc',
  'M3  - DOI: 10.1000/abc',
])('%s', (field) =>
  expect(read(`TY  - JOUR\nTI  - T\n${field}\nER  - `).records[0]!.ids.doi).toBe('10.1000/abc'),
)

test('what says nothing is named by line; a record without its first line is read', () => {
  expect(read('TY  - JOUR\nER  - \nTI  - Without type\nER  - ')).toMatchObject({
    problems: ['a.ris, line 1: a record without title, abstract, DOI and address'],
    records: [{ title: 'Without type', type: 'other' }],
  })
  expect(read('no record').problems).toEqual(['a.ris, no record begins with "TY  - "'])
  expect(read('').problems).toEqual([])
})

test('an id that comes twice is two records', () =>
  expect(titles('TY  - JOUR\nID  - x\nTI  - One\nER  - \nTY  - JOUR\nID  - x\nTI  - Two\nER  - ')).toEqual([
    'One',
    'Two',
  ]))

test.each(['TY  - JOUR\n', 'TI  - x\n', 'AU  - x\n', 'x\n', '\n', ' ', 'ER  - \n'])(
  '%j, 50,000 times, is read in one go',
  (piece) => expect(read(piece.repeat(50_000)).records.length).toBeLessThanOrEqual(1),
)
