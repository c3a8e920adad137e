/** multilingual-e5-small as a user gets it, against transformers on the same files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPython, startWorker } from '#engine'
import { featuresPath, featurize, openTokenizer, writeFeatures } from '#features'
import { readSafetensors } from '#kernel'
import { planStudy, vectorSettings } from '#plan'
import { parseStudy } from '#study'
import { realEncoder } from './support/real-encoder.ts'

const folder = await realEncoder()

/** Sentences of several scripts, one of them long, each with its English. */
const SENTENCES = [
  ['Die Katze schläft auf dem warmen Dach.', 'The cat is sleeping on the warm roof.'],
  ['Ninaenda sokoni kununua matunda.', 'I am going to the market to buy fruit.'],
  ['Поезд опоздал на три часа из-за снега.', 'The train was three hours late because of the snow.'],
  ['அவள் ஒரு புத்தகம் படித்துக்கொண்டிருக்கிறாள்.', 'She is reading a book.'],
  ['彼は毎朝六時に起きて、川のそばを走ります。', 'He gets up at six every morning and runs along the river.'],
  ['أين أقرب مستشفى من هنا؟', 'Where is the nearest hospital from here?'],
  ['รัฐบาลประกาศลดภาษีน้ำมัน', 'The government announced a cut in fuel tax.'],
  [
    'Seitdem die alte Brücke gesperrt ist, müssen alle, die auf der anderen Seite des Flusses arbeiten, jeden Tag einen Umweg von zwanzig Kilometern über die Autobahn fahren.',
    'Since the old bridge was closed, everybody who works on the other side of the river has to take a detour of twenty kilometres over the motorway every day.',
  ],
] as const

/** Reads texts, prints token ids and the means of every layer as transformers has them. */
const REFERENCE = `
import json, sys, torch
from safetensors.torch import save_file
from transformers import AutoModel, AutoTokenizer
folder, texts, out = sys.argv[1:]
texts = json.load(open(texts))
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModel.from_pretrained(folder).eval()
inputs = tokenizer(texts, padding=True, return_tensors="pt")
with torch.no_grad():
    states = model(**inputs, output_hidden_states=True).hidden_states
mask = inputs["attention_mask"].unsqueeze(-1)
save_file({str(at): ((state * mask).sum(1) / mask.sum(1)).contiguous() for at, state in enumerate(states)}, out)
print(json.dumps([tokenizer(text)["input_ids"] for text in texts]))
`

describe.skipIf(folder === null)('a real encoder', () => {
  const LAYERS = 13
  const scratch = mkdtempSync(join(tmpdir(), 'polyvia-real-'))
  const ours = (layer: number) =>
    readSafetensors(join(scratch, `${layer}.safetensors`)).embeddings!.data as Float32Array
  let ids: number[][]
  let theirs: ReturnType<typeof readSafetensors>
  let given: number[][]

  beforeAll(async () => {
    const examples = SENTENCES.flat().map((text, at) => ({ id: `${at}`, text, english: text }))
    const tokenizer = await openTokenizer(folder!)
    const features = await featurize({ kind: 'sentence-retrieval', examples, split: 'test' }, tokenizer, {
      maxLength: 512,
      side: 'text',
      prefix: 'query: ',
    })
    await writeFeatures(scratch, features)
    const offsets = features.tensors.sequence_offsets!.data
    const tokens = [...features.tensors.ids!.data]
    ids = examples.map((_, at) => tokens.slice(offsets[at], offsets[at + 1]))
    const python = await findPython()
    const worker = await startWorker({ python })
    await worker
      .run({
        op: 'embed',
        id: 'real',
        checkpoint: folder!,
        features: featuresPath(scratch),
        outputs: Array.from({ length: LAYERS }, (_, layer) => ({
          layer,
          pooling: 'mean' as const,
          path: join(scratch, `${layer}.safetensors`),
        })),
        precision: 'fp32',
        batching: 'packed',
        runtime: { device: 'cpu', threads: 2, maxTokens: 256 },
      })
      .finally(() => worker.stop())
    const texts = join(scratch, 'texts.json')
    writeFileSync(texts, JSON.stringify(SENTENCES.flat().map((text) => `query: ${text}`)))
    const reference = join(scratch, 'reference.safetensors')
    const { stdout } = await execa(python, ['-c', REFERENCE, folder!, texts, reference])
    given = JSON.parse(stdout.trim().split('\n').at(-1)!)
    theirs = readSafetensors(reference)
  }, 300_000)
  afterAll(() => rmSync(scratch, { recursive: true, force: true }))

  test('is found by its id, and its vectors are taken as it was trained', async () => {
    const study =
      'question: Is it there?\nmodel: multilingual-e5-small\narms: { baseline: [] }\ntargets: [tatoeba]\n'
    const models = dirname(dirname(dirname(folder!)))
    const plan = await planStudy(parseStudy(study, 'study.yaml'), { data: [], models: [models] })
    expect(plan.absent.filter(({ what }) => what.startsWith('model'))).toEqual([])
    expect(plan.architecture).toMatchObject({ layers: LAYERS - 1, hidden: 384, vocabulary: 250_037 })
    expect(vectorSettings(plan.study, plan.architecture)).toMatchObject({
      layer: { value: LAYERS - 1 },
      pooling: { value: 'mean' },
    })
  })

  test('gives the tokens of transformers', () => {
    expect(ids).toEqual(given)
  })

  test('gives the vectors of transformers at every layer', () => {
    const differences = Array.from({ length: LAYERS }, (_, layer) => {
      const expected = theirs[layer]!.data
      return ours(layer).reduce((most, value, at) => Math.max(most, Math.abs(value - expected[at]!)), 0)
    })
    console.log(`largest difference by layer: ${differences.map((each) => each.toExponential(1)).join(' ')}`)
    expect(Math.max(...differences)).toBeLessThan(1e-5)
  })

  test('has the losses and gradients of transformers with every head, and its checkpoint opens elsewhere', async () => {
    const python = await findPython()
    const { stdout } = await execa(python, ['-m', 'pytest', '-s', 'tests/test_real_encoder.py'], {
      cwd: 'engine',
      env: {
        POLYVIA_REAL_ENCODER: folder!,
        PYTHONPATH: resolve('engine'),
        PYTHONNOUSERSITE: '1',
        PY_COLORS: '0',
      },
    })
    console.log(stdout)
    expect(stdout).toMatch(/\b7 passed\b/)
  }, 600_000)

  test('finds every translation among all sentences', () => {
    const vectors = ours(LAYERS - 1)
    const unit = SENTENCES.flat().map((_, at) => {
      const vector = vectors.subarray(at * 384, (at + 1) * 384)
      const length = Math.hypot(...vector)
      return vector.map((value) => value / length)
    })
    const cosine = (a: number, b: number) =>
      unit[a]!.reduce((sum, value, at) => sum + value * unit[b]![at]!, 0)
    for (const query of unit.keys()) {
      const others = [...unit.keys()].filter((at) => at !== query)
      const [nearest] = others.sort((a, b) => cosine(query, b) - cosine(query, a))
      expect(nearest).toBe(query % 2 === 0 ? query + 1 : query - 1)
    }
  })
})
