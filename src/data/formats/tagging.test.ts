import { expect, test } from 'vitest'
import { failure, read } from '../../../test/support/data/material.ts'

const labels = ['O', 'B-PER', 'I-PER']

test('taggingTsv reads sentences between blank lines', () => {
  const { examples, gold } = read(
    'tagging-tsv',
    { examples: 'Ada\tB-PER\r\nruns\tO\r\n\r\nShe\tO' },
    {},
    { labels },
  )
  expect(gold).toBe(true)
  expect(examples).toEqual([
    { id: '0', words: ['Ada', 'runs'], tags: ['B-PER', 'O'] },
    { id: '1', words: ['She'], tags: ['O'] },
  ])
})

test('taggingTsv reads words without tags as withheld', () => {
  const { examples, gold } = read('tagging-tsv', { examples: 'Ada\nruns\n\nShe\n' }, {}, { labels })
  expect(gold).toBe(false)
  expect(examples.map((example) => 'tags' in example && example.tags)).toEqual([null, null])
})

test('taggingTsv keeps words that look blank, such as a byte order mark inside the file', () => {
  expect(read('tagging-tsv', { examples: '\ufeff\tO\n\u3000\tO\n' }).examples).toMatchObject([
    { words: ['\ufeff', '\u3000'] },
  ])
})

test('taggingTsv fills in a missing tag and counts it, or names the line', () => {
  const examples = 'Ada\tB-PER\nruns\n'
  expect(read('tagging-tsv', { examples }, { missingTag: 'O' }, { labels }).skipped).toEqual({
    'word without tag, read as O': 1,
  })
  expect(failure(() => read('tagging-tsv', { examples })).message).toContain(
    'at line 2: the word "runs" has no tag',
  )
})

test('taggingTsv names the line of a tag out of the set, of a third column, of an empty word', () => {
  const at = (text: string) => failure(() => read('tagging-tsv', { examples: text }, {}, { labels })).message
  expect(at('Ada\tB-PER\nBob\tB-LOC\n')).toContain('at line 2: the tag "B-LOC" is not one of O B-PER I-PER')
  expect(at('Ada\tB-PER\tx\n')).toContain('at line 1: there are 3 columns')
  expect(at('\n\tO\n')).toContain('at line 2: the word is empty')
})

test('panxOriginal takes the prefix up to the first colon off', () => {
  expect(
    read('panx-original', { examples: 'sw:10:30\tO\nsw::\tO\n\nsw:Ada\tB-PER\n' }, {}, { labels }).examples,
  ).toMatchObject([{ words: ['10:30', ':'] }, { words: ['Ada'], tags: ['B-PER'] }])
  expect(failure(() => read('panx-original', { examples: 'Ada\tO\n' })).message).toContain(
    'at line 1: expected is "lang:word"',
  )
})

const row = (id: string, form: string, tag: string, head: string | number) =>
  [id, form, '_', tag, '_', '_', head, '_', '_', '_'].join('\t')
const conllu = (...rows: string[]) => `# text = x\n${rows.join('\n')}\n\n`

test('conllu fuses a multiword token, with the tag of its highest word', () => {
  // "del" = "de" (ADP, child of "mar") + "el" (DET, child of "mar"): equal depth, so ADP outranks DET.
  // "verlo" = "ver" (VERB, root) + "lo" (PRON, its child): VERB is higher.
  const text = conllu(
    row('1-2', 'verlo', '_', '_'),
    row('1', 'ver', 'VERB', 0),
    row('2', 'lo', 'PRON', 1),
    row('2.1', 'gone', 'VERB', '_'),
    row('3-4', 'del', '_', '_'),
    row('3', 'el', 'DET', 5),
    row('4', 'de', 'ADP', 5),
    row('5', 'mar\u200c es', 'NOUN', 1),
  )
  expect(read('conllu', { examples: text }).examples).toEqual([
    { id: '0', words: ['verlo', 'del', 'mares'], tags: ['VERB', 'ADP', 'NOUN'] },
  ])
  expect(read('conllu', { examples: text }, { fuse: false }).examples).toMatchObject([
    { words: ['ver', 'lo', 'el', 'de', 'mar\u200c es'] },
  ])
})

test('conllu drops sentences whose words are withheld, and counts them', () => {
  const text =
    conllu(row('1', '_', 'NOUN', 0), row('2', '_', 'VERB', 1), row('3', '.', 'PUNCT', 1)) +
    conllu(row('1', 'a', 'NOUN', 0))
  const { examples, skipped } = read('conllu', { examples: text })
  expect(examples).toHaveLength(1)
  expect(skipped).toEqual({ 'sentence whose words are withheld ("_")': 1 })
})

test('conllu tells the document of a sentence, where the file does', () => {
  const [first, second, third] = ['a', 'b', 'c'].map((word) => conllu(row('1', word, 'NOUN', 0)))
  const marked = `${first}# newdoc id = news-1\n${second}# newdoc\n# newpar\n${third}${third}`
  const { examples } = read('conllu', { examples: marked })
  expect(examples.map((example) => 'cluster' in example && example.cluster)).toEqual([
    false,
    'news-1',
    'line 8',
    'line 8',
  ])
})

test('conllu names the line of a broken row', () => {
  const at = (...rows: string[]) => failure(() => read('conllu', { examples: conllu(...rows) })).message
  expect(at('1\ta\tb')).toContain('at line 2: there are 3 columns, CoNLL-U has 10')
  expect(at(row('1', 'a', 'X', 0), row('3', 'b', 'X', 0))).toContain(
    'at line 3: the word number is 3, expected was 2',
  )
  expect(at(row('x', 'a', 'X', 0))).toContain('at line 2: "x" is no word number')
  expect(at(row('1-3', 'a', 'X', 0), row('1', 'b', 'X', 0))).toContain(
    'at line 2: the multiword token 1-3 ends after',
  )
  expect(at(row('2-3', 'a', 'X', 0))).toContain('does not begin at the next word, 1')
})

test('conllu survives a cycle among heads', () => {
  const text = conllu(row('1-2', 'ab', '_', '_'), row('1', 'a', 'X', 2), row('2', 'b', 'NOUN', 1))
  expect(read('conllu', { examples: text }).examples).toMatchObject([{ words: ['ab'], tags: ['NOUN'] }])
})

test('taggingTsv numbers tags by a list, for label sets that a licence keeps out of the catalogue', () => {
  const files = { examples: 'Dogs\tNP\nchase\t(S\\NP)/NP\n', tags: '(S\\NP)/NP\nNP\n\n' }
  const numbers = { labels: ['0', '1', '2'] }
  expect(read('tagging-tsv', files, { numbered: true }, numbers).examples).toMatchObject([
    { tags: ['1', '0'] },
  ])
  expect(
    failure(() => read('tagging-tsv', { ...files, tags: 'NP\n' }, { numbered: true }, numbers)).message,
  ).toContain('at line 2: the tag "(S\\NP)/NP" is not in the list of tags')
  expect(
    failure(() => read('tagging-tsv', { ...files, tags: 'a\nb\nc\nd\n' }, { numbered: true }, numbers))
      .message,
  ).toContain('at line 4: there are 4 tags, the task has room for 3')
})
