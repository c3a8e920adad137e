import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { task } from '#catalog'
import { rejection } from '../../test/support/data/material.ts'
import type { Split } from './examples.ts'
import { loadDataset } from './index.ts'

// Tasks whose files are large or licensed: small files under their published names, in their published layout.
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyvia-tasks-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function put(path: string, content: string): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), content)
}
const load = (id: string, language: string, split: Split) =>
  loadDataset(task(id), language, split, { folders: [folder] })
const jsonl = (...rows: object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')
const squad = (...paragraphs: object[]) => JSON.stringify({ data: [{ paragraphs }] })
const asked = (id: string, text: string, answer_start: number) => ({
  id,
  question: `${id}?`,
  answers: [{ text, answer_start }],
})

test("MNLI translated: XTREME's files have the English pair first, those of XNLI-MT have a header", async () => {
  await put(
    'xnli/translate-train/en-de-translated.tsv',
    'A "b\tC\tEin "b\tZe\tcontradictory\nD\tE\tDe\tEh\tneutral\n',
  )
  await put('XNLI-MT-1.0/multinli/multinli.train.fr.tsv', 'premise\thypo\tlabel\nUn\tDeux\tcontradictory\n')
  const german = await load('xnli-translated', 'de', 'train')
  expect(german.notes).toEqual([])
  expect(german.examples).toMatchObject([
    { text: 'Ein "b', pair: 'Ze', label: 'contradiction' },
    { text: 'De', pair: 'Eh', label: 'neutral' },
  ])
  const french = await load('xnli-translated', 'fr', 'train')
  expect(french.notes[0]).toContain('XNLI-MT')
  expect(french.examples).toMatchObject([{ text: 'Un', pair: 'Deux', label: 'contradiction' }])
  expect((await rejection(load('xnli-translated', 'en', 'train'))).code).toBe('DATA_UNAVAILABLE')
})

test('NLI triplets: SNLI and MNLI together, a premise that is in both taken together', async () => {
  const pair = (sentence1: string, sentence2: string, gold_label: string) => ({
    sentence1,
    sentence2,
    gold_label,
  })
  await put(
    'snli_1.0/snli_1.0_train.jsonl',
    jsonl(pair('A', 'yes', 'entailment'), pair('B', 'maybe', 'neutral')),
  )
  await put(
    'multinli_1.0/multinli_1.0_train.jsonl',
    jsonl(pair('A', 'no', 'contradiction'), pair('C', 'c', '-')),
  )
  const triplet = { text: 'A', passages: [{ text: 'yes' }, { text: 'no' }] }
  expect((await load('nli-triplets', 'en', 'train')).examples).toMatchObject([triplet])
  const msimcse = await load('nli-triplets-msimcse', 'en', 'train')
  expect(msimcse.examples).toMatchObject([triplet])
  expect(msimcse.notes[0]).toContain('made of SNLI and MNLI')
  await put('simcse/nli_for_simcse.csv', 'sent0,sent1,hard_neg\nD,"yes, sir",no\n')
  expect((await load('nli-triplets-msimcse', 'en', 'train')).examples).toMatchObject([
    { text: 'D', passages: [{ text: 'yes, sir' }, { text: 'no' }] },
  ])
})

test('LAReQA trains on SQuAD: a question and the sentence of its first answer, with its paragraph', async () => {
  const context = 'Ada wrote programs. Bob read them.'
  await put('squad/train-v1.1.json', squad({ context, qas: [asked('q', 'Bob', 20)] }))
  expect((await load('lareqa', 'en', 'train')).examples).toEqual([
    { id: 'q', text: 'q?', keys: ['q'], passages: [{ text: 'Bob read them.', pair: context }] },
  ])
})

test('BUCC in its own archives: the training set is scored, the sample set chooses the threshold', async () => {
  for (const [set, gold] of [
    ['training', 'de-2\ten-1\n'],
    ['sample', 'de-1\ten-1\n'],
  ] as const) {
    await put(`bucc2018/de-en/de-en.${set}.de`, 'de-1\teins\nde-2\tzwei\n')
    await put(`bucc2018/de-en/de-en.${set}.en`, 'en-1\tone\n')
    await put(`bucc2018/de-en/de-en.${set}.gold`, gold)
  }
  const found = await load('bucc2018', 'de', 'test')
  expect(found.notes).toEqual([])
  expect(found.examples).toMatchObject([
    { translations: [] },
    { translations: ['en-1'] },
    { side: 'english' },
  ])
  expect((await load('bucc2018', 'de', 'development')).examples).toMatchObject([
    { translations: ['en-1'] },
    { translations: [] },
    { side: 'english' },
  ])
})

test('Mewsli-X: mentions of a language, and one pool of entities for all', async () => {
  const spans = [{ start: 0, end: 8 }]
  const article = (language: string, id: string) => ({
    context: { language, text: 'Ada ran.', sentence_spans: spans },
    mentions: [{ example_id: id, mention_span: { start: 0, end: 3, text: 'Ada' }, entity_id: 'Q7' }],
  })
  await put('mewslix/wikinews_mentions-dev.jsonl', jsonl(article('de', 'm1'), article('ta', 'm2')))
  await put(
    'mewslix/candidate_set_entities.jsonl',
    jsonl({ entity_id: 'Q7', description: 'A woman.', sentence_spans: spans }),
  )
  const test = await load('mewsli-x', 'ta', 'test')
  expect(test.examples).toEqual([{ id: 'm2', text: 'Ada: { Ada } ran.', keys: ['Q7'], cluster: 'Q7' }])
  expect(test.notes[0]).toContain('development mentions')
  expect((await load('mewsli-x', 'mul', 'candidates')).examples).toEqual([
    { id: 'Q7', text: 'A woman.', keys: ['Q7'] },
  ])
  expect((await rejection(load('mewsli-x', 'en', 'candidates'))).code).toBe('DATA_UNAVAILABLE')
  await put('mewslix/wikinews_mentions-test.jsonl', jsonl(article('ta', 'm3')))
  expect((await load('mewsli-x', 'ta', 'test')).notes).toEqual([])
})

test('SQuAD-it asks for XQuAD before it trains on the test file', async () => {
  const context = 'Ada'
  await put(
    'squad-it/SQuAD_it-test.json',
    squad({ context, qas: [asked('a', 'Ada', 0), asked('b', 'Ada', 0)] }),
  )
  const error = await rejection(load('squad-it', 'it', 'train'))
  expect(error.code).toBe('DATA_NOT_FOUND')
  expect(error.message).toContain('xquad.en.json')
  await put('xquad/xquad.en.json', squad({ context, qas: [asked('a', 'Ada', 0)] }))
  const parts = await Promise.all(
    (['train', 'development', 'test'] as const).map((split) =>
      load('squad-it', 'it', split).then(
        ({ examples }) => examples.map(({ id }) => id),
        () => [],
      ),
    ),
  )
  expect(parts.flat()).toEqual(['b'])
  await put('squad-it/SQuAD_it-train.json', squad({ context, qas: [asked('c', 'Ada', 0)] }))
  expect((await load('squad-it', 'it', 'train')).examples).toMatchObject([{ id: 'c' }])
})

test('SciFact in its own archive: labelled evidence, and the sentence most like a claim that has none', async () => {
  const claim = (id: number, evidence: object) => ({
    id,
    claim: 'Vitamin C cures colds.',
    evidence,
    cited_doc_ids: [4],
  })
  const against = claim(1, { 4: [{ sentences: [2], label: 'CONTRADICT' }] })
  await put('scifact/data/claims_dev.jsonl', jsonl(against, claim(2, {})))
  await put(
    'scifact/data/corpus.jsonl',
    jsonl({ doc_id: 4, title: '', abstract: ['We ask.', 'Vitamin C and colds.', 'It did not help.'] }),
  )
  const { examples, notes } = await load('scifact', 'en', 'test')
  expect(examples).toEqual([
    {
      id: '1-4-0',
      text: 'It did not help.',
      pair: 'Vitamin C cures colds.',
      label: 'contradiction',
      cluster: '1',
    },
    {
      id: '2-4',
      text: 'Vitamin C and colds.',
      pair: 'Vitamin C cures colds.',
      label: 'neutral',
      cluster: '2',
    },
  ])
  expect(notes[0]).toContain('development set')
})
