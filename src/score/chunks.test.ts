import { describe, expect, it } from 'vitest'
import type { SeqevalBehaviour } from './chunks.ts'
import old from './golden/tagging-seqeval-0.0.12.json' with { type: 'json' }
import recent from './golden/tagging-seqeval-1.2.2.json' with { type: 'json' }
import type { Outcomes } from './metric.ts'
import { scoreTagging } from './scorers/tagging.ts'

// seqeval on tags we made up; remade by scripts/parity/tagging.py.
const split = (sentence: string) => (sentence === '' ? [] : sentence.split(' '))

function score(predicted: readonly string[], gold: readonly string[], seqeval: SeqevalBehaviour) {
  const examples = gold.map((sentence, at) => ({
    id: String(at),
    words: split(sentence),
    tags: split(sentence),
  }))
  return scoreTagging({ task: 't', language: 'en' }, examples, predicted.map(split), { seqeval })
}

const sum = (column: Outcomes[string]) => [...column].reduce((total, value) => total + value, 0)

describe.each([
  ['seqeval-0.0.12', old],
  ['seqeval-1.2.2', recent],
] as const)('%s', (behaviour, golden) => {
  it('is the release that the golden file was made with', () => {
    expect(`seqeval-${golden.versions.seqeval}`).toBe(behaviour)
  })

  it.each(golden.cases)('F1, precision, recall and accuracy to the last digit: $name', (official) => {
    const { metrics, outcomes } = score(official.predicted, official.gold, behaviour)
    const [correct, predicted, gold] = ['correct', 'predicted', 'gold'].map((name) =>
      sum(outcomes[`chunks_${name}`]!),
    )
    expect({
      f1_score: metrics['chunk-f1'],
      precision_score: predicted === 0 ? 0 : (correct! / predicted!) * 100,
      recall_score: gold === 0 ? 0 : (correct! / gold!) * 100,
      accuracy_score: metrics['token-accuracy'],
    }).toEqual({
      f1_score: official.f1_score,
      precision_score: official.precision_score,
      recall_score: official.recall_score,
      accuracy_score: official.accuracy_score,
    })
  })
})

describe('the behaviours', () => {
  it('are the same on IOB tags', () => {
    const gold = ['B-PER I-PER O B-LOC', 'I-ORG B-ORG I-LOC']
    const predicted = ['B-PER I-LOC O I-LOC', 'I-ORG I-ORG I-LOC']
    expect(score(predicted, gold, 'seqeval-0.0.12').metrics).toEqual(
      score(predicted, gold, 'seqeval-1.2.2').metrics,
    )
  })

  it('seqeval-1.2.2 takes CCONJ for SCONJ, seqeval-0.0.12 does not', () => {
    expect(score(['CCONJ NOUN'], ['SCONJ NOUN'], 'seqeval-1.2.2').metrics['chunk-f1']).toBe(100)
    expect(score(['CCONJ NOUN'], ['SCONJ NOUN'], 'seqeval-0.0.12').metrics['chunk-f1']).toBe(50)
  })

  it('seqeval-1.2.2 loses an X at the end of a sentence', () => {
    const { outcomes } = score(['NOUN X'], ['NOUN X'], 'seqeval-1.2.2')
    expect(outcomes.chunks_gold).toEqual(Float32Array.of(1))
  })

  it('merge adjacent equal parts of speech: F1 is not token accuracy', () => {
    // gold chunks NN V; predicted N VV: none in common, though two of three tags are right.
    const { metrics } = score(['NOUN VERB VERB'], ['NOUN NOUN VERB'], 'seqeval-0.0.12')
    expect(metrics).toMatchObject({ 'chunk-f1': 0, 'token-accuracy': (2 / 3) * 100 })
  })
})
