import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { parseReferences } from './reference-list.ts'

const read = (text: string) => parseReferences(text, 'a.bib')
const one = (entry: string) => {
  const { entries, problems } = read(entry)
  expect(problems).toEqual([])
  expect(entries).toHaveLength(1)
  return entries[0]!.record
}

describe('entries', () => {
  test('are found by their braces, in both brackets and on any line', () => {
    const { entries, problems } = read(String.raw`Words about foo@bar.com {no entry}
@STRING{acl = "Annual Meeting of the " # "ACL"} @string(em = {EMNLP}) @preamble{"\newcommand{\noop}[1]{}"}
@article(paren, title = "In (round) {brackets)}", journal = acl # " 2020", month = "10~" # jan, year = 2020)
@ARTICLE{upper,TITLE={Upper {C}ase},YEAR="2021"}@article{same, title={Same line}, journal=em}
@article{nocomma, title={No comma} year=2020}
@article{ , title={No key}} @article{title={No key at all}, year=2001}
@article{twice, title={One}} @article{twice, title={Two}}
@inproceedings{child, title={Child}, crossref={proc}} @proceedings{proc, title={Proc. of X}, year=2019}`)
    expect(problems).toEqual([])
    expect(entries.map(({ record: { id, title, venue, date } }) => [id, title, venue, date])).toEqual([
      ['folder:a.bib#paren', 'In (round) brackets)', 'Annual Meeting of the ACL 2020', '2020-01'],
      ['folder:a.bib#upper', 'Upper Case', null, '2021'],
      ['folder:a.bib#same', 'Same line', 'EMNLP', null],
      ['folder:a.bib#nocomma', 'No comma', null, '2020'],
      ['folder:a.bib#line-6', 'No key', null, null],
      ['folder:a.bib#line-6@6', 'No key at all', null, '2001'],
      ['folder:a.bib#twice', 'One', null, null],
      ['folder:a.bib#twice@7', 'Two', null, null],
      ['folder:a.bib#child', 'Child', 'Proc. of X', '2019'],
      ['folder:a.bib#proc', 'Proc. of X', null, '2019'],
    ])
  })

  test('in comments are none', () => {
    const { entries, problems } = read(`@comment{
@article{inside, title={An entry inside a comment}}
@article{another, title={Another}}
}
% @article{percent, title={Commented out}}
@Comment{jabref-meta: databaseType:bibtex;}
@article{outside, title={Outside}}`)
    expect(problems).toEqual([])
    expect(entries.map(({ record }) => record.title)).toEqual(['Outside'])
  })

  test('that cannot be read are named by line, and spoil no other', () => {
    const { entries, problems } = read(`@article{first, title={First}}
@article{braces, title={Un{balanced}, year=2020}
@article{second, title={Second}}
@article{quote, title="never closed, year=2000}
@article{early}, title={x}}
@article{third, title={Third}}
@comment{never closed
@article{fourth, title={Fourth}}`)
    expect(problems).toEqual([
      'a.bib, line 2: entry "braces" is never closed',
      'a.bib, line 4: entry "quote" cannot be read from "title="never closed, year=2000" on',
      'a.bib, line 5: @article cannot be read from "early" on',
      'a.bib, line 7: a comment is never closed',
    ])
    expect(entries.map(({ record }) => record.title)).toEqual(['First', 'Second', null, 'Third', 'Fourth'])
  })

  test('none in a file that has words', () => {
    expect(read('nothing here').problems).toEqual(['a.bib, no entry begins with "@"'])
    expect(read('% only a comment\n').problems).toEqual([])
  })
})

describe('identifiers', () => {
  test.each([
    [String.raw`doi = "10.1007/978-3-031-38100-3\_13"`, '10.1007/978-3-031-38100-3_13'],
    ['doi = {{10.1000/xyz123}}', '10.1000/xyz123'],
    [String.raw`url = {https://doi.org/10.1000/abc\_d}`, '10.1000/abc_d'],
    [String.raw`doi = {DOI: 10.1000/A{\_}b\&c}`, '10.1000/a_b&c'],
    [String.raw`doi = {https://dx.doi.org/10.1000/{\textunderscore}x}`, '10.1000/_x'],
    [String.raw`doi = {\url{https://doi.org/10.1000/a\_b}}`, '10.1000/a_b'],
    [String.raw`doi = {\href{https://doi.org/10.1000/q}{10.1000/q}}`, '10.1000/q'],
    [String.raw`note = {See \url{https://doi.org/10.1000/n\_1}.}`, '10.1000/n_1'],
    [
      String.raw`doi = {10.1002/(SICI)1097-4571(199806)49:8{\textless}693::AID-ASI4$>$3.0.CO;2-O}`,
      '10.1002/(sici)1097-4571(199806)49:8<693::aid-asi4>3.0.co;2-o',
    ],
  ])('%s', (field, doi) => expect(one(`@article{a, title={T}, ${field}}`).ids.doi).toBe(doi))

  test('a key that is a DOI is one', () =>
    expect(one('@article{10.1007/978-3_13, title={T}}').ids.doi).toBe('10.1007/978-3_13'))

  test.each([
    'eprint={1903.00009v2}, archivePrefix={arXiv}',
    'journal={arXiv preprint arXiv:1903.00009}',
    String.raw`howpublished={\url{https://arxiv.org/abs/1903.00009}}`,
  ])('%s', (field) =>
    expect(one(`@misc{a, title={T}, ${field}}`)).toMatchObject({
      ids: { arxiv: '1903.00009' },
      type: 'preprint',
    }),
  )
})

test.each([
  ['Doe, Jane and others', ['Doe']],
  ['Doe, Jane AND Roe, Jim and  Others', ['Doe', 'Roe']],
  ['others', []],
  ['Others, Ann', ['Others']],
  ["{The XYZ Group} and O'Neil, P. and Doe, Jr., John", ['The XYZ Group', "O'Neil", 'Doe Jr.']],
  [
    String.raw`N{\'u}{\~n}ez, A and Nguy{\~{\^e}}n, V and Erd{\H o}s, P and {\L}uk, J and \"Ozg\"ur, B and D{\"u}r{\ss}, K`,
    ['Núñez', 'Nguyễn', 'Erdős', 'Łuk', 'Özgür', 'Dürß'],
  ],
])('authors %s', (author, families) =>
  expect(one(`@article{a, title={T}, author={${author}}}`).authors.map(({ family }) => family)).toEqual(
    families,
  ),
)

test.each([
  [
    String.raw`5\% of \$x\_1\$ for na\"{\i}ve users --- \emph{really} \textsuperscript{2} \& more`,
    '5% of $x_1$ for naïve users — really ^2 & more',
  ],
  ['It costs $5 only', 'It costs $5 only'],
  [String.raw`We follow~\cite{a,b} closely`, 'We follow closely'],
])('LaTeX %s', (latex, text) => expect(one(`@article{a, title={${latex}}}`).title).toBe(text))

test('a subtitle belongs to the title, an escaped abstract is text', () => {
  const record = one(String.raw`@article{a, title={XTransfer}, subtitle={A study}, langid={american},
    abstract={\&lt;p\&gt;It hurts by 10\&lt;sup\&gt;2\&lt;/sup\&gt; points.\&lt;/p\&gt;}}`)
  expect(record).toMatchObject({
    title: 'XTransfer: A study',
    abstract: 'It hurts by 10^2 points.',
    language: 'en',
  })
})

test.each([
  '@a{',
  '\n@a{b,',
  '@a(',
  '@comment{',
  '\n@comment{',
  '{',
  '"',
  '@a{b,c="',
  '@a{b,c={',
  ' ',
  '@ ',
  '\n@a{b,c="d"',
])('%j, 50,000 times, is read in one go', (piece) =>
  expect(read(piece.repeat(50_000)).entries.length).toBeLessThanOrEqual(50_000),
)

property.prop([
  fc.array(fc.constantFrom(...'@a{k, title={ } " , = # ( ) @comment{ @string{ x \n % \\" {\\'.split(' ')), {
    maxLength: 40,
  }),
])('any row of signs is read to the end', (row) => {
  expect(() => read(row.join(''))).not.toThrow()
})
