import { positionsBefore } from '#catalog'
import type { Handover } from '#engine'
import { openTokenizer } from '#features'
import type { WorkerBody } from '../body.ts'
import { copyTokenizer, folderOf } from './artifact-files.ts'

/** Random weights of an architecture in the size asked for, with the vocabulary that the tokenizer has. */
export const initializeBody: WorkerBody<'initialize'> = async ({
  phase,
  environment,
  worker,
  output,
  progress,
}) => {
  const folder = folderOf(environment, phase.inputs.tokenizer)
  const { specials, vocabularySize } = await openTokenizer(folder)
  const { architecture, dropout, layerNormEpsilon, seed } = phase.parameters
  const { layers, hidden, feedForward, heads, maxLength, initializerRange, modelType } = architecture
  const padding = specials.padding ?? 1
  const config = {
    model_type: modelType,
    vocab_size: vocabularySize,
    hidden_size: hidden,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    intermediate_size: feedForward,
    max_position_embeddings: maxLength + positionsBefore(modelType, padding),
    hidden_dropout_prob: dropout,
    attention_probs_dropout_prob: dropout,
    initializer_range: initializerRange,
    type_vocab_size: 1,
    layer_norm_eps: layerNormEpsilon,
    pad_token_id: padding,
    bos_token_id: specials.first,
    eos_token_id: specials.last,
  }
  let handover: Handover | null = null
  await worker.run(
    { op: 'initialize', id: phase.key, config, headInitializerRange: initializerRange, seed, output },
    { ...progress(), onStarted: (started) => (handover = started.handover ?? null) },
  )
  copyTokenizer(folder, output)
  return { vocabulary: vocabularySize, handover }
}
