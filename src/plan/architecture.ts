import { ModelSizeError } from './model-errors.ts'

/** The part of a Hugging Face configuration that costs depend on. */
export interface Architecture {
  readonly layers: number
  readonly hidden: number
  readonly feedForward: number
  readonly vocabulary: number
  /** Most tokens of a sequence, specials included. */
  readonly maxLength: number
  readonly modelType: string
  /** Attention heads of a layer. */
  readonly heads: number
  /** Standard deviation of new weights. */
  readonly initializerRange: number
}

/** Where neither a configuration nor a recipe says it: BERT and what follows it. */
export const USUAL_INITIALIZER_RANGE = 0.02

/** Parameters that a model may have: 4 TB of weights in fp32. */
const MOST_PARAMETERS = 1e12

/** Parameters of the layers, without embeddings; biases and norms, below one in a hundred, are left out. */
export const layerParameters = ({
  layers,
  hidden,
  feedForward,
}: Pick<Architecture, 'layers' | 'hidden' | 'feedForward'>): number =>
  layers * (4 * hidden ** 2 + 2 * hidden * feedForward)

/** Parameters in embeddings and layers. */
export const parameterCount = (architecture: Architecture): number =>
  (architecture.vocabulary + architecture.maxLength) * architecture.hidden + layerParameters(architecture)

/**
 * Refuses an architecture that no machine computes. `model` names it in the message.
 * @throws ModelSizeError
 */
export function checkArchitecture(model: string, architecture: Architecture): void {
  const { hidden, heads } = architecture
  if (hidden % heads !== 0)
    throw new ModelSizeError(model, `${heads} heads do not divide its width of ${hidden}`)
  const parameters = parameterCount(architecture)
  if (parameters > MOST_PARAMETERS)
    throw new ModelSizeError(model, `it would have ${parameters.toExponential(1)} parameters`)
}
