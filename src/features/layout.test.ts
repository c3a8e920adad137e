import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Tensor, Tensors } from '#kernel'
import { openTiny, tinyUnigram, tinyWordPiece } from '../../test/support/features/tokenizers.ts'
import { featurize } from './featurize.ts'
import { formats } from './formats/index.ts'
import { buildSchedule } from './schedule.ts'

// Read as text: the engine room lies above this one, and both sides must keep one layout.
const contract = readFileSync(join(import.meta.dirname, '..', 'engine', 'contract.ts'), 'utf8')
/** The contract's description of tensors: `name` TYPE [shape]. */
const section = (start: string, end: string) => contract.slice(contract.indexOf(start), contract.indexOf(end))
const typeOf = (data: Tensor['data']) =>
  data instanceof Int32Array ? 'I32' : data instanceof Float32Array ? 'F32' : 'U8'

function expectDescribed(tensors: Tensors, text: string) {
  for (const [name, { data }] of Object.entries(tensors)) {
    const grouped = new RegExp(`\`${name}\`[^.;]*? ${typeOf(data)} \\[`)
    expect(text, `${name} ${typeOf(data)}`).toMatch(grouped)
  }
}

test('features have the tensors of the engine contract', async () => {
  const described = section('* Features of one dataset', 'const Features = Path')
  for (const json of [tinyUnigram, tinyWordPiece]) {
    const tokenizer = await openTiny(json)
    const options = {
      maxLength: 80,
      labels: ['a', 'b'],
      side: 'text' as const,
      stride: 40,
      questionLength: 64,
    }
    const make = async (kind: keyof typeof formats, example: object) =>
      (
        await featurize(
          { kind, examples: [{ id: '1', ...example }] as never[], split: 'train' },
          tokenizer,
          options,
        )
      ).tensors
    expectDescribed(await make('classification', { text: 'a', pair: 'b', label: 'a' }), described)
    expectDescribed(await make('regression', { text: 'a', pair: 'b', value: 1 }), described)
    expectDescribed(
      await make('multiple-choice', { context: 'a', choices: ['b', 'c'], answer: 0 }),
      described,
    )
    expectDescribed(await make('span-extraction', { question: 'a', context: 'b', answers: [] }), described)
    expectDescribed(
      await make('passage-retrieval', { text: 'a', keys: [], passages: [{ text: 'b', pair: 'a' }] }),
      described,
    )
    expectDescribed(await make('mining', { text: 'a', side: 'text' }), described)
    expectDescribed(await make('tagging', { words: ['a'], tags: ['a'] }), described)
    const text = await make('masked-lm', { text: 'a' })
    expectDescribed(text, described)
    const masking = {
      probability: 0.15,
      replacement: [8, 1, 1] as const,
      vocabularySize: 50,
      maskId: 4,
      specialIds: [0, 1, 2, 3, 4],
    }
    const task = { features: { tensors: text }, batchSize: 1, masking }
    const { tensors } = buildSchedule({
      tasks: [task],
      epochs: 1,
      learningRate: 1e-5,
      warmupFraction: 0,
      decay: 'linear',
      seed: 1,
    })
    expectDescribed(tensors, section('* Schedule (safetensors)', 'schedule: Path'))
  }
})

test('every head has an input format', () => {
  const heads = [...section('export const Head =', 'export type Head').matchAll(/literal\('(.*?)'\)/g)]
  expect(heads.length).toBe(7)
  for (const [, head] of heads)
    expect(Object.keys(formats)).toContain(head === 'dual-encoder' ? 'passage-retrieval' : head)
})
