import table from './architectures.json' with { type: 'json' }

/** What the engine knows of a type of encoder. */
export interface EncoderType {
  /** Whether it takes sequences in one row without padding, with the same result. */
  readonly packs: boolean
  /** Whether it counts positions from one past the padding id, as RoBERTa does, so that it takes fewer tokens. */
  readonly positionsAfterPadding: boolean
}

const TYPES: ReadonlyMap<string, EncoderType> = new Map(Object.entries(table))

/**
 * What the engine knows of a `model_type`; undefined for what is no encoder that it can run. The facts are what
 * `python -m polyvia_engine architectures` finds out, so that nothing has to be started to plan.
 */
export const encoderType = (modelType: string): EncoderType | undefined => TYPES.get(modelType)

/** Every `model_type` of an encoder that the engine runs. */
export const encoderTypes: readonly string[] = [...TYPES.keys()]

/** Rows of the table of positions that stand before the first token's; 0 for a type that is not known. */
export const positionsBefore = (modelType: string, padding: number): number =>
  encoderType(modelType)?.positionsAfterPadding ? padding + 1 : 0
