import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findPython, packageRoot, startWorker, type Worker } from '#engine'
import { candidateOf } from '../../../../test/support/evidence/mutations/suite.ts'
import { openVerifier } from '../verifier.ts'
import { labelPlaces } from './labels.ts'
import { outputsOf } from './published.ts'
import { type NliScorer, openNliScorer } from './scorer.ts'

/** The last passage is longer than the models read. */
const PAIRS = [
  ['The drug helped all mice.', 'Mice are better off with it.', 'entailment'],
  ['The drug killed all mice.', 'Mice are better off with it.', 'contradiction'],
  ['We thank the mice.', 'Mice are better off with it.', 'neutral'],
  ['Accuracy rose by eight points.', 'The new model wins.', 'entailment'],
  ['Accuracy fell by eight points.', 'The new model wins.', 'contradiction'],
  [`${'Points are points. '.repeat(15)}So it is.`, 'The new model wins.', 'neutral'],
] as const

const folder = mkdtempSync(join(tmpdir(), 'polyvia-published-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('outputsOf', () => {
  const config = (fields: object) => {
    const path = mkdtempSync(join(folder, 'config-'))
    writeFileSync(
      join(path, 'config.json'),
      JSON.stringify({
        model_type: 'deberta-v2',
        architectures: ['DebertaV2ForSequenceClassification'],
        ...fields,
      }),
    )
    return path
  }
  const named = (...names: string[]) => config({ id2label: Object.fromEntries(names.entries()) })

  test.each([
    [
      ['ENTAILMENT', 'NEUTRAL', 'CONTRADICTION'],
      [0, 2, 1],
    ],
    [
      ['contradiction', 'neutral', 'entailment'],
      [2, 0, 1],
    ],
    [
      ['SUPPORTS', 'REFUTES', 'NOT ENOUGH INFO'],
      [0, 1, 2],
    ],
    [
      ['entailed', 'nei', 'contradicted'],
      [0, 2, 1],
    ],
    [
      ['entailment', 'not_entailment'],
      [0, null, 1],
    ],
    [
      ['unsupported', 'supported'],
      [1, null, 0],
    ],
  ])('%j', (names, [supported, contradicted, insufficient]) => {
    expect(outputsOf(named(...names)).places).toEqual({ supported, contradicted, insufficient })
  })

  test('takes the names from label2id where id2label has none', () => {
    const label2id = { neutral: 1, contradiction: 0, entailment: 2 }
    const generic = { 0: 'LABEL_0', 1: 'LABEL_1', 2: 'LABEL_2' }
    const wanted = { supported: 2, contradicted: 0, insufficient: 1 }
    expect(outputsOf(config({ label2id })).places).toEqual(wanted)
    expect(outputsOf(config({ label2id, id2label: generic })).places).toEqual(wanted)
    const other = { 0: 'entailment', 1: 'neutral', 2: 'contradiction' }
    expect(() => outputsOf(config({ label2id, id2label: other }))).toThrow(/unclear/)
  })

  test.each([
    [['LABEL_0', 'LABEL_1', 'LABEL_2'], 'entailment,neutral,contradiction'],
    [['LABEL_0', 'LABEL_1'], 'entailment,not_entailment'],
    [['entailment', 'contradiction'], 'entailment,not_entailment'],
    [['positive', 'neutral', 'negative'], 'entailment,neutral,contradiction'],
    [['entailment', 'neutral', 'nei'], 'entailment,neutral,contradiction'],
  ])('asks what %j means', (names, example) => {
    let thrown: unknown
    try {
      outputsOf(named(...names))
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({
      code: 'VERIFIER_LABELS',
      message: expect.stringContaining(names.join(', ')),
      hint: expect.stringContaining(`--verifier-labels ${example}`),
    })
  })

  test('takes what it is told, where that fits', () => {
    const unnamed = named('LABEL_0', 'LABEL_1', 'LABEL_2')
    const given = ['neutral', 'contradiction', 'entailment']
    expect(outputsOf(unnamed, given).places).toEqual({ supported: 2, contradicted: 1, insufficient: 0 })
    for (const wrong of [['entailment', 'neutral'], ['yes', 'no', 'perhaps'], []])
      expect(() => outputsOf(unnamed, wrong)).toThrow(/does not say what the 3 outputs/)
  })

  test.each([
    [{ model_type: 'bart', architectures: ['BartForSequenceClassification'] }, /"bart" \(BartForSeq/],
    [{ model_type: undefined, architectures: null }, /names no architecture/],
    [{ architectures: ['DebertaV2ForMaskedLM'] }, /no classifier of sequences but DebertaV2ForMaskedLM/],
    [{ id2label: { 0: 'a', 1: 'b', 2: 'c', 3: 'd' } }, /4 outputs/],
  ])('refuses %j', (fields, message) => {
    expect(() => outputsOf(config(fields))).toThrow(message)
  })

  test('names the architectures that are supported', () => {
    let hint: unknown
    try {
      outputsOf(config({ model_type: 't5' }))
    } catch (error) {
      hint = (error as { hint: string }).hint
    }
    expect(hint).toMatch(/\bbert, .*\bdeberta-v2, .*\bxlm-roberta\b/)
  })

  test('labelPlaces of no names', () => expect(labelPlaces([])).toBeNull())
})

describe('published classifiers', () => {
  const hub = join(folder, 'hub')
  let expected: Readonly<Record<string, readonly (readonly number[])[]>>
  let worker: Worker
  const open: NliScorer[] = []
  const scorer = async (name: string, labels?: readonly string[]) => {
    const opened = await openNliScorer({
      from: { checkpoint: join(hub, name), ...(labels === undefined ? {} : { labels }) },
      slot: { device: 'cpu', threads: 1 },
      worker,
    })
    open.push(opened)
    return opened
  }
  const pairs = PAIRS.map(([premise, hypothesis]) => ({ premise, hypothesis }))
  const verdicts = async (name: string, labels?: readonly string[]) => {
    const verifier = openVerifier({ mode: 'nli', scorer: await scorer(name, labels) })
    const said = pairs.map(({ premise, hypothesis }) =>
      verifier.verify({ id: 'c', text: hypothesis, origin: { from: 'report', file: 'f', line: 1 } }, [
        candidateOf(premise, { work: 'a' }),
      ]),
    )
    return (await Promise.all(said)).map(({ label }) => label)
  }

  beforeAll(async () => {
    mkdirSync(hub)
    writeFileSync(join(hub, 'pairs.json'), JSON.stringify(PAIRS))
    const python = findPython()
    const script = join(packageRoot(), 'test/support/evidence/published-classifiers.py')
    await execa(python, [script, join(hub, 'pairs.json'), hub])
    expected = JSON.parse(readFileSync(join(hub, 'expected.json'), 'utf8'))
    worker = await startWorker({ python, threads: 1 })
  }, 300_000)
  afterAll(async () => {
    for (const each of open) await each.close()
    await worker?.stop()
  })

  const LAYOUTS = [
    ['plain', ['supported', 'insufficient', 'contradicted']],
    ['reordered', ['contradicted', 'supported', 'insufficient']],
    ['two', ['insufficient', 'supported']],
    ['sharded', ['supported', 'insufficient', 'contradicted']],
    ['bert', ['supported', 'insufficient', 'contradicted']],
    ['deberta', ['supported', 'insufficient', 'contradicted']],
  ] as const

  test.each(LAYOUTS)('%s: the logits are those of transformers', async (name, order) => {
    const logits = await (await scorer(name)).logits(pairs)
    for (const [at, each] of logits.entries())
      for (const [place, label] of order.entries())
        expect(Math.abs(each[label]! - expected[name]![at]![place]!)).toBeLessThan(6e-4)
  })

  test.each(LAYOUTS)('%s: the probabilities are their softmax', async (name, order) => {
    const found = await (await scorer(name)).score(pairs)
    for (const [at, each] of found.entries()) {
      const weights = expected[name]![at]!.map(Math.exp)
      const sum = weights.reduce((a, b) => a + b)
      for (const [place, label] of order.entries()) expect(each[label]).toBeCloseTo(weights[place]! / sum, 3)
      if (name === 'two') expect(each.contradicted).toBe(0)
    }
  })

  test('the verdict on a pair is the same whichever the layout', async () => {
    expect(
      readdirSync(join(hub, 'sharded')).filter((file) => /^model-.*safetensors$/.test(file)).length,
    ).toBeGreaterThan(2)
    const meant = { entailment: 'supported', neutral: 'insufficient', contradiction: 'contradicted' } as const
    const plain = PAIRS.map(([, , label]) => meant[label])
    for (const name of ['plain', 'reordered', 'sharded'])
      expect([name, await verdicts(name)]).toEqual([name, plain])
    expect(await verdicts('unnamed', ['neutral', 'contradiction', 'entailment'])).toEqual(plain)
    // Two outputs: what it does not support it leaves open.
    const two = plain.map((label) => (label === 'supported' ? label : 'insufficient'))
    expect(await verdicts('two')).toEqual(two)
  })

  test('unnamed outputs are asked for, and what they are said to mean is part of the name', async () => {
    await expect(scorer('unnamed')).rejects.toMatchObject({ code: 'VERIFIER_LABELS' })
    const one = await scorer('unnamed', ['neutral', 'contradiction', 'entailment'])
    const other = await scorer('unnamed', ['entailment', 'contradiction', 'neutral'])
    expect(one.id).not.toBe(other.id)
  })
})
