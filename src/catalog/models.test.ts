import { describe, expect, test } from 'vitest'
import { PolyviaError } from '#kernel'
import { type ModelEntry, model, models } from './index.ts'

/** Parameters of an encoder of the BERT family, without pooler, from its configuration. */
function parametersOf({ architecture: a }: ModelEntry): number {
  const linear = (from: number, to: number) => from * to + to
  const norm = 2 * a.hidden
  const layer =
    4 * linear(a.hidden, a.hidden) +
    linear(a.hidden, a.feedForward) +
    linear(a.feedForward, a.hidden) +
    2 * norm
  const body = a.layers * layer
  switch (a.modelType) {
    case 'xlm-roberta': // Positions start after the padding index: two rows more than tokens. One token type.
      return (a.vocabulary + a.maxLength + 2 + 1) * a.hidden + norm + body
    case 'bert':
      return (a.vocabulary + a.maxLength + 2) * a.hidden + norm + body
    case 'rembert': // Input embeddings of width 256, projected.
      return (a.vocabulary + a.maxLength + 2) * 256 + 2 * 256 + linear(256, a.hidden) + body
    case 'deberta-v2': // 512 relative positions with a norm; no absolute positions, no token types.
      return (a.vocabulary + 512) * a.hidden + 2 * norm + body
    case 'modernbert': {
      // No biases; attention and gated feed-forward; norms without bias, none before the first attention.
      const gated = 4 * a.hidden ** 2 + 3 * a.hidden * a.feedForward
      return a.vocabulary * a.hidden + a.layers * (gated + 2 * a.hidden) + a.hidden
    }
    default:
      throw new Error(a.modelType)
  }
}

describe('models', () => {
  test('have the parameters that follow from their configuration', () => {
    expect(models().map((each) => [each.id, each.architecture.parameters])).toEqual(
      models().map((each) => [each.id, parametersOf(each)]),
    )
  })

  test('take a retrieval layer that they have; 14/24 of the depth where no layer is published', () => {
    for (const { retrieval, architecture } of models()) {
      expect(retrieval.layer).toBeLessThanOrEqual(architecture.layers)
      if (retrieval.source.startsWith('Polyvia'))
        expect(retrieval.layer).toBe(Math.round((architecture.layers * 14) / 24))
    }
    expect(model('xlm-roberta-large').retrieval.layer).toBe(14)
    expect(model('bert-base-multilingual-cased').retrieval.layer).toBe(8)
  })

  test('name the nearest when one is unknown', () => {
    const unknown = () => model('xlm-roberta')
    expect(unknown).toThrow(PolyviaError)
    try {
      unknown()
    } catch (error) {
      expect((error as PolyviaError).code).toBe('UNKNOWN_ENTRY')
      expect((error as PolyviaError).hint).toContain('"xlm-roberta-base"')
    }
  })
})
