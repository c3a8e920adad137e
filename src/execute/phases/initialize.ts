import type { Handover } from '#engine'
import { openTokenizer } from '#features'
import type { WorkerBody } from '../body.ts'
import { copyTokenizer, folderOf } from './common.ts'

/** Random weights of the XLM-R architecture in the size asked for, with the vocabulary that the tokenizer has. */
export const initializeBody: WorkerBody<'initialize'> = async ({
  phase,
  environment,
  worker,
  output,
  progress,
}) => {
  const folder = folderOf(environment, phase.inputs.tokenizer)
  const { specials, vocabularySize } = await openTokenizer(folder)
  const { layers, hidden, feedForward, heads, maxLength, dropout, initializerRange } =
    phase.parameters.architecture
  const padding = specials.padding ?? 1
  const config = {
    model_type: 'xlm-roberta',
    vocab_size: vocabularySize,
    hidden_size: hidden,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    intermediate_size: feedForward,
    // RoBERTa counts positions from the padding id on.
    max_position_embeddings: maxLength + padding + 1,
    hidden_dropout_prob: dropout,
    attention_probs_dropout_prob: dropout,
    initializer_range: initializerRange,
    type_vocab_size: 1,
    layer_norm_eps: 1e-5,
    pad_token_id: padding,
    bos_token_id: specials.first,
    eos_token_id: specials.last,
  }
  let handover: Handover | null = null
  await worker.run(
    { op: 'initialize', id: phase.key, config, seed: phase.parameters.seed, output },
    { ...progress(), onStarted: (started) => (handover = started.handover ?? null) },
  )
  copyTokenizer(folder, output)
  return { vocabulary: vocabularySize, handover }
}
