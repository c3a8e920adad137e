import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { benchmark } from '#catalog'
import golden from '../golden/folder.json' with { type: 'json' }
import retrieval from '../golden/retrieval.json' with { type: 'json' }
import { scoreFolder } from './folder.ts'

const root = mkdtempSync(join(tmpdir(), 'polyvia-official-'))
afterAll(() => rmSync(root, { recursive: true }))

type Files = Readonly<Record<string, readonly string[]>>
let made = 0

/** Writes `[prediction, label]` by path; gives the two folders. */
function submission(files: Files) {
  const folder = join(root, String(made++))
  const parts = ['predictions', 'labels'] as const
  for (const [path, contents] of Object.entries(files))
    for (const [at, part] of parts.entries()) {
      if (contents[at] === undefined) continue
      const place = join(folder, part, path)
      mkdirSync(dirname(place), { recursive: true })
      writeFileSync(place, contents[at])
    }
  for (const part of parts) mkdirSync(join(folder, part), { recursive: true })
  return { predictions: join(folder, 'predictions'), gold: join(folder, 'labels') }
}

type Official = Readonly<Record<string, Readonly<Record<string, unknown>>>>
const NAMES: Readonly<Record<string, string>> = {
  accuracy: 'accuracy',
  'retrieval-accuracy': 'accuracy',
  'chunk-f1': 'f1',
  'mining-f1': 'f1',
  'squad-f1': 'f1',
  'mlqa-f1': 'f1',
  'squad-exact-match': 'exact_match',
  'mlqa-exact-match': 'exact_match',
  'map@20': 'map@20',
}

// Remade by scripts/parity/folder.py: label files with outer blanks, Windows line ends or none at the end; sentences
// without tags and strange prefixes; questions twice, unanswered and in Unicode; pairs twice and blank; ids twice.
describe(`evaluate.py ${golden.versions.xtreme} with seqeval ${golden.versions.seqeval}`, () => {
  it.each(['xtreme', 'xtreme-r'] as const)('a whole submission of %s, to the last digit', (id) => {
    const official = golden[id]
    const score = scoreFolder({ benchmark: id, ...submission(official.files) })
    let compared = 0
    for (const { task, folder, languages, metrics } of benchmark(id).tasks) {
      if (task === 'lareqa') continue
      const own = score.tasks.find((each) => each.task === task)!
      const theirs = (official.tasks as Official)[folder]!
      for (const metric of metrics) {
        const name = NAMES[metric]!
        expect(own.means[metric], `${task} ${metric}`).toBe(theirs[`avg_${name}`])
        for (const language of languages) {
          expect(own.languages[language]![metric], `${task} ${language} ${metric}`).toBe(
            (theirs[name] as Record<string, number>)[language],
          )
          compared++
        }
      }
      expect(own.score).toBe(theirs.avg_metric)
    }
    expect(compared).toBe(id === 'xtreme' ? 189 : 220)
    const overall: Record<string, number> = official.overall
    for (const group of ['classification', 'tagging', 'qa']) expect(score.groups[group]).toBe(overall[group])
    if (id === 'xtreme') {
      expect(score.groups.retrieval).toBe(overall.retrieval)
      // Added there in the order of a Python set.
      expect(score.average).toBeCloseTo(overall.all_task!, 12)
    } else {
      expect(score.groups.retrieval).toBeNull()
      expect(score.average).toBeNull()
    }
  })

  it.each(retrieval.single.map((each) => [each.name, each] as const))('Mewsli-X: %s', (_, official) => {
    const files = {
      'mewslix/test-de.json': [JSON.stringify(official.predicted), JSON.stringify(official.gold)],
    }
    const score = scoreFolder({ benchmark: 'xtreme-r', ...submission(files) })
    const { languages } = score.tasks.find(({ task }) => task === 'mewsli-x')!
    expect(languages.de!['map@20']).toBe(official['map@20'])
  })

  it('XTREME-R has an average with LAReQA laid out like Mewsli-X, over all questions at once', () => {
    const languages = benchmark('xtreme-r').tasks.find(({ task }) => task === 'lareqa')!.languages
    const lareqa = Object.fromEntries(
      languages.map((language, at) => [
        `lareqa/test-${language}.json`,
        // Arabic has two questions, of which one finds nothing.
        at === 0
          ? ['{"a": ["x", "r"], "b": ["x"]}', '{"a": ["r"], "b": ["r"]}']
          : ['{"a": ["x", "r", "s"]}', '{"a": ["r", "s"]}'],
      ]),
    )
    const files: Files = { ...golden['xtreme-r'].files, ...lareqa }
    const score = scoreFolder({ benchmark: 'xtreme-r', ...submission(files) })
    const each = 100 * ((1 / 2 + 2 / 3) / 2)
    const pooled = (2 * 25 + 10 * each) / 12
    expect(score.tasks.find(({ task }) => task === 'lareqa')!.score).toBeCloseTo(pooled, 10)
    const scores = score.tasks.map((task) => task.score!)
    expect(score.average).toBeCloseTo(scores.reduce((a, b) => a + b, 0) / 10, 10)
  })
})

describe('scoreFolder', () => {
  const one = (path: string, prediction: string | undefined, label: string | undefined) => () =>
    scoreFolder({
      benchmark: 'xtreme',
      ...submission({ 'xnli/test-de.tsv': ['a\n', 'a\n'], [path]: [prediction, label] as string[] }),
    })

  it('lists what is missing and gives it no average', () => {
    const score = one('xnli/test-en.tsv', undefined, 'a\n')()
    const xnli = score.tasks.find(({ task }) => task === 'xnli')!
    expect(xnli).toMatchObject({ score: null, means: {}, languages: { de: { accuracy: 100 } } })
    expect(xnli.missing).toEqual('ar bg el en es fr hi ru sw th tr ur vi zh'.split(' '))
    expect(score.groups).toEqual({ classification: null, tagging: null, qa: null, retrieval: null })
    expect(score.average).toBeNull()
  })

  it.each([
    ['another number of labels', 'xnli/test-en.tsv', 'a\nb\n', 'a\n', 'SCORE_INPUT_UNEQUAL'],
    ['no labels', 'xnli/test-en.tsv', '', '', 'SCORE_INPUT_EMPTY'],
    ['another number of sentences', 'panx/test-en.tsv', 'O\n\nO\n', 'O\n', 'SCORE_INPUT_UNEQUAL'],
    ['a tag too many', 'panx/test-en.tsv', 'O\nO\n', 'O\n', 'SCORE_INPUT_UNEQUAL'],
    ['no gold pairs', 'bucc2018/test-de.tsv', 'a\tb\n', '', 'SCORE_INPUT_EMPTY'],
    [
      'withheld answers',
      'xquad/test-en.json',
      '{}',
      '[{"paragraphs":[{"qas":[{"id":"a","answers":[]}]}]}]',
      'SCORE_INPUT_NO_GOLD',
    ],
    ['questions in another form', 'xquad/test-en.json', '{}', '{"a":"b"}', 'SCORE_FILE_INVALID'],
    [
      'an answer that is no text',
      'xquad/test-en.json',
      '{"a":null}',
      '[{"paragraphs":[{"qas":[{"id":"a","answers":[{"text":"b"}]}]}]}]',
      'SCORE_FILE_INVALID',
    ],
    ['half a file', 'xquad/test-en.json', '{"a":', '[]', 'SCORE_FILE_INVALID'],
    ['a list for an object', 'xquad/test-en.json', '[]', '[]', 'SCORE_FILE_INVALID'],
  ])('refuses %s', (_, path, prediction, label, code) => {
    expect(one(path, prediction, label)).toThrow(expect.objectContaining({ code }))
  })

  it('scores U+FFFD as any other character, where it is written in UTF-8', () => {
    const gold = (text: string) =>
      JSON.stringify({ data: [{ paragraphs: [{ qas: [{ id: 'q', answers: [{ text }] }] }] }] })
    const f1 = (predicted: string, text: string) =>
      scoreFolder({
        benchmark: 'xtreme',
        ...submission({ 'xquad/test-ar.json': [JSON.stringify({ q: predicted }), gold(text)] }),
      }).tasks.find(({ task }) => task === 'xquad')!.languages.ar!['squad-f1']
    expect(f1('B\ufffdch ng', 'B\ufffdch ng')).toBe(100)
    expect(f1('ng', 'B\ufffdch ng')).toBeCloseTo(100 * (2 / 3), 10)
    const lines = submission({ 'xnli/test-de.tsv': ['\ufffd\nneutral\n', '\ufffd\nentailment\n'] })
    const xnli = scoreFolder({ benchmark: 'xtreme', ...lines }).tasks.find(({ task }) => task === 'xnli')!
    expect(xnli.languages.de!.accuracy).toBe(50)
  })

  it('refuses bytes that are not UTF-8, and names their line', () => {
    const folders = submission({ 'xnli/test-de.tsv': ['neutral\n\ufffd\n', 'neutral\nneutral\n'] })
    for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0xaf]]) {
      const file = join(folders.predictions, 'xnli/test-de.tsv')
      writeFileSync(file, Buffer.concat([Buffer.from('neutral\n'), Buffer.from(bytes)]))
      expect(() => scoreFolder({ benchmark: 'xtreme', ...folders })).toThrow(
        expect.objectContaining({ code: 'SCORE_FILE_INVALID', place: { file, line: 2 } }),
      )
    }
  })

  it('names file and line', () => {
    const files = {
      'xcopa/test-et.jsonl': ['{"label": 1}\n{"label": "1"}\n', '{"label": 1}\n{"label": 1}\n'],
    }
    expect(() => scoreFolder({ benchmark: 'xtreme-r', ...submission(files) })).toThrow(
      expect.objectContaining({ place: { file: expect.stringMatching(/test-et\.jsonl$/), line: 2 } }),
    )
  })

  it('refuses folders that are not there, or have nothing in common', () => {
    const folders = submission({ 'xnli/test-de.tsv': ['a\n'], 'xnli/test-en.tsv': [] })
    expect(() => scoreFolder({ benchmark: 'xtreme', ...folders })).toThrow(
      'No file of xtreme is in both folders',
    )
    expect(() => scoreFolder({ benchmark: 'xtreme', ...folders, gold: join(root, 'none') })).toThrow(
      expect.objectContaining({ code: 'SCORE_FOLDER_MISSING' }),
    )
    expect(() => scoreFolder({ benchmark: 'glue', ...folders })).toThrow('There is no benchmark "glue"')
  })
})
