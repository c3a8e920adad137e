import { z } from 'zod'
import { encoderType, positionsBefore } from '#catalog'
import { readJsonObject } from '#kernel'
import { LARGEST } from '#study'
import { type Architecture, checkArchitecture, USUAL_INITIALIZER_RANGE } from './architecture.ts'
import { ModelInvalidError } from './model-errors.ts'

const size = (most: number) => {
  const error = ({ input }: { input?: unknown }) =>
    input === undefined ? 'is missing' : `is ${shown(input)}, not a whole number from 1 to ${most}`
  return z.int({ error }).min(1, { error }).max(most, { error })
}

const Fields = z.looseObject({
  model_type: z.string({
    error: ({ input }) => (input === undefined ? 'is missing' : `is ${shown(input)}, not a name`),
  }),
  num_hidden_layers: size(LARGEST.layers),
  num_attention_heads: size(LARGEST.hidden),
  hidden_size: size(LARGEST.hidden),
  intermediate_size: size(LARGEST.feedForward),
  vocab_size: size(LARGEST.vocabulary),
  max_position_embeddings: size(LARGEST.positions),
  initializer_range: z
    .number({ error: ({ input }) => `is ${shown(input)}, not a number` })
    .positive({ error: ({ input }) => `is ${shown(input)}, not above 0` })
    .default(USUAL_INITIALIZER_RANGE),
  pad_token_id: z
    .int({ error: ({ input }) => `is ${shown(input)}, not a token id` })
    .min(-1)
    .nullish(),
})

/**
 * Reads the `config.json` of an encoder in Hugging Face layout.
 * Throws MODEL_INVALID, with the field, where it describes no encoder that could be opened.
 */
export function readArchitecture(file: string): Architecture {
  const content = readJsonObject(file)
  if ('reason' in content) throw new ModelInvalidError(file, content.reason)
  const config = content.value
  if (config.auto_map)
    throw new ModelInvalidError(file, 'the model needs code of its own ("auto_map"), which is never run', {
      field: 'auto_map',
      hint: 'Choose an encoder that transformers knows. If its own class of that model_type is meant, delete "auto_map" from config.json.',
    })
  if (config.quantization_config)
    throw new ModelInvalidError(file, 'its weights are quantised, and cannot be trained', {
      field: 'quantization_config',
      hint: 'Take the weights it was quantised from.',
    })
  const parsed = Fields.safeParse(config)
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues as [z.core.$ZodIssue]
    throw new ModelInvalidError(file, `"${String(path[0])}" ${message}`, { field: String(path[0]) })
  }
  const { model_type: modelType, max_position_embeddings: positions, pad_token_id: padding } = parsed.data
  if (encoderType(modelType) === undefined)
    throw new ModelInvalidError(
      file,
      `"model_type" is ${shown(modelType)}, no encoder that the engine runs`,
      {
        field: 'model_type',
      },
    )
  const maxLength = positions - positionsBefore(modelType, padding ?? 1)
  if (maxLength < 1)
    throw new ModelInvalidError(file, `"max_position_embeddings" is ${positions}, which leaves no token`, {
      field: 'max_position_embeddings',
    })
  const architecture: Architecture = {
    layers: parsed.data.num_hidden_layers,
    hidden: parsed.data.hidden_size,
    feedForward: parsed.data.intermediate_size,
    vocabulary: parsed.data.vocab_size,
    maxLength,
    modelType,
    heads: parsed.data.num_attention_heads,
    initializerRange: parsed.data.initializer_range,
  }
  checkArchitecture(file, architecture)
  return architecture
}

/** A value of a file in a message, cut to what can be read. */
const shown = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? Array.isArray(value)
      ? 'an array'
      : 'an object'
    : (JSON.stringify(value) ?? 'nothing').slice(0, 60)
