import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { task } from '#catalog'
import { loadDataset } from './index.ts'

/** One row of each dataset, with the columns that it has on the hub, and what the catalogue must make of it. */
const ROWS: readonly [
  id: string,
  split: 'train' | 'development' | 'test',
  language: string,
  file: string,
  row: Readonly<Record<string, unknown>>,
  example: object,
][] = [
  [
    'snli',
    'train',
    'en',
    'stanfordnlp/snli/plain_text/train-00000-of-00001.parquet',
    { premise: 'A dog runs.', hypothesis: 'An animal moves.', label: 0 },
    { text: 'A dog runs.', pair: 'An animal moves.', label: 'entailment' },
  ],
  [
    'mnli',
    'development',
    'en',
    'nyu-mll/multi_nli/data/validation_matched-00000-of-00001.parquet',
    { promptID: 1, pairID: '1e', premise: 'a', hypothesis: 'b', genre: 'fiction', label: 1 },
    { id: '1e', label: 'neutral' },
  ],
  [
    'anli-r2',
    'train',
    'en',
    'facebook/anli/plain_text/train_r2-00000-of-00001.parquet',
    { uid: 'u', premise: 'a', hypothesis: 'b', label: 2, reason: '' },
    { id: 'u', label: 'contradiction' },
  ],
  [
    'fever-nli',
    'train',
    'en',
    'pietrolesci/nli_fever/data/train-00000-of-00001.parquet',
    { cid: 1, fid: 'x', premise: 'The claim.', hypothesis: 'The evidence.', label: 2 },
    { text: 'The evidence.', pair: 'The claim.', label: 'contradiction' },
  ],
  [
    'qqp',
    'train',
    'en',
    'nyu-mll/glue/qqp/train-00000-of-00001.parquet',
    { question1: 'Why?', question2: 'How?', label: 1, idx: 7 },
    { id: '7', text: 'Why?', pair: 'How?', label: '1' },
  ],
  [
    'xnli',
    'test',
    'sw',
    'facebook/xnli/sw/test-00000-of-00001.parquet',
    { premise: 'a', hypothesis: 'b', label: 2 },
    { label: 'contradiction' },
  ],
  [
    'pawsx',
    'test',
    'de',
    'google-research-datasets/paws-x/de/test-00000-of-00001.parquet',
    { id: 3, sentence1: 'a', sentence2: 'b', label: 1 },
    { id: '3', label: '1' },
  ],
  [
    'squad-v1.1',
    'train',
    'en',
    'rajpurkar/squad/plain_text/train-00000-of-00001.parquet',
    {
      id: 'q',
      title: 't',
      context: 'In Paris.',
      question: 'Where?',
      answers: { text: ['Paris'], answer_start: [3] },
    },
    { id: 'q', answers: [{ text: 'Paris', start: 3 }] },
  ],
  [
    'squad-v2.0',
    'train',
    'en',
    'rajpurkar/squad_v2/squad_v2/train-00000-of-00001.parquet',
    { id: 'q', title: 't', context: 'In Paris.', question: 'Who?', answers: { text: [], answer_start: [] } },
    { id: 'q', answers: [] },
  ],
  [
    'hellaswag',
    'train',
    'en',
    'Rowan/hellaswag/data/train-00000-of-00001.parquet',
    { ind: 4, ctx_a: 'A boy runs.', ctx_b: 'he', ctx: '', endings: ['stops.', 'flies.'], label: '0' },
    { id: '4', context: 'A boy runs.', choices: ['he stops.', 'he flies.'], answer: 0 },
  ],
  [
    'cosmosqa',
    'development',
    'en',
    'allenai/cosmos_qa/default/validation/0000.parquet',
    {
      id: 'c',
      context: 'It rained.',
      question: 'Why?',
      answer0: 'a',
      answer1: 'b',
      answer2: 'c',
      answer3: 'd',
      label: 3,
    },
    { id: 'c', context: 'It rained. Why?', answer: 3 },
  ],
  [
    'commonsenseqa',
    'train',
    'en',
    'tau/commonsense_qa/data/train-00000-of-00001.parquet',
    {
      id: 'q',
      question: 'Where?',
      question_concept: 'x',
      choices: { label: ['A', 'B', 'C', 'D', 'E'], text: ['a', 'b', 'c', 'd', 'e'] },
      answerKey: 'B',
    },
    { id: 'q', context: 'Where?', choices: ['a', 'b', 'c', 'd', 'e'], answer: 1 },
  ],
  [
    'siqa',
    'train',
    'en',
    'allenai/social_i_qa/default/train/0000.parquet',
    { context: 'Ada won.', question: 'How?', answerA: 'a', answerB: 'b', answerC: 'c', label: '3' },
    { context: 'Ada won. How?', answer: 2 },
  ],
  [
    'xcopa',
    'train',
    'en',
    'aps/super_glue/copa/train-00000-of-00001.parquet',
    { premise: 'He fell.', choice1: 'a', choice2: 'b', question: 'cause', idx: 0, label: 1 },
    { context: 'He fell. What was the cause?', answer: 1 },
  ],
  [
    'panx',
    'test',
    'sw',
    'unimelb-nlp/wikiann/sw/test-00000-of-00001.parquet',
    {
      tokens: ['Ada', 'yuko', 'Nairobi'],
      ner_tags: [1, 0, 5],
      langs: ['sw', 'sw', 'sw'],
      spans: ['PER: Ada'],
    },
    { words: ['Ada', 'yuko', 'Nairobi'], tags: ['B-PER', 'O', 'B-LOC'] },
  ],
  [
    'mlm-wikipedia',
    'train',
    'sw',
    'wikimedia/wikipedia/20231101.sw/train-00000-of-00001.parquet',
    { id: '9', url: 'u', title: 't', text: `Fupi\n\n${'Nairobi ni mji mkuu wa Kenya. '.repeat(5)}` },
    { id: '9:3' },
  ],
]

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'polyvia-hub-'))
  for (const [, , , file, row] of ROWS) {
    const path = join(folder, 'hub', file)
    await mkdir(dirname(path), { recursive: true })
    const columnData = Object.entries(row).map(
      ([name, value]): ColumnSource =>
        typeof value === 'object'
          ? { name, data: [value], type: 'JSON' }
          : typeof value === 'number'
            ? { name, data: [BigInt(value)], type: 'INT64' }
            : { name, data: [value], type: 'STRING' },
    )
    await writeFile(path, Buffer.from(parquetWriteBuffer({ columnData })))
  }
})
afterAll(() => rm(folder, { recursive: true }))

test.each(ROWS)('%s, %s, is read in the columns of the hub', async (id, split, language, _, __, example) => {
  const dataset = await loadDataset(task(id), language, split, { folders: [folder] })
  expect(dataset.gold).toBe(true)
  expect(dataset.examples).toMatchObject([example])
})
