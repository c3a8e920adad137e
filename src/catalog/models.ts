import { E5_SMALL_COPY } from './e5-small-copy.ts'
import { UnknownEntryError } from './errors.ts'
import { ModelEntry, type ModelEntryInput } from './model.ts'

const WEIGHTS = ['model.safetensors', 'pytorch_model.bin']
const FILES = ['config.json', 'tokenizer.json', WEIGHTS]
/** Where nobody has published a layer. */
const RULE =
  'Polyvia: 14/24 of the depth, as layer 14 of 24 of XLM-R Large in jiant (code of Phang et al. 2020)'
const PADDED = 'Its attention cannot be exchanged, so it runs padded: slower than packed on short texts.'

/** XLM-R's vocabulary around a small BERT. */
const SMALL: ModelEntryInput['architecture'] = {
  modelType: 'bert',
  layers: 12,
  hidden: 384,
  heads: 12,
  feedForward: 1536,
  vocabulary: 250_037,
  maxLength: 512,
  parameters: 117_505_920,
}

/** Figures are those of the public configurations; `parameters` follow from them. */
const ENTRIES: readonly ModelEntryInput[] = [
  {
    id: 'xlm-roberta-base',
    title: 'XLM-R Base',
    repository: 'FacebookAI/xlm-roberta-base',
    revision: 'e73636d4f797dec63c3081bb6ed5c7b0bb3f2089',
    files: FILES,
    architecture: {
      modelType: 'xlm-roberta',
      layers: 12,
      hidden: 768,
      heads: 12,
      feedForward: 3072,
      vocabulary: 250_002,
      maxLength: 512,
      parameters: 277_453_056,
    },
    retrieval: { layer: 7, pooling: 'mean', source: RULE },
    pretraining: 'masked-LM on CC-100, web text',
    languages: 100,
    licence: 'MIT',
    citation: 'Conneau et al. 2020, arXiv 1911.02116',
  },
  {
    id: 'xlm-roberta-large',
    title: 'XLM-R Large',
    repository: 'FacebookAI/xlm-roberta-large',
    revision: 'c23d21b0620b635a76227c604d44e43a9f0ee389',
    files: FILES,
    architecture: {
      modelType: 'xlm-roberta',
      layers: 24,
      hidden: 1024,
      heads: 16,
      feedForward: 4096,
      vocabulary: 250_002,
      maxLength: 512,
      parameters: 558_840_832,
    },
    retrieval: {
      layer: 14,
      pooling: 'mean',
      source:
        'jiant (code of Phang et al. 2020), guides/tasks/task_specific.md; google-research/xtreme, scripts/run_tatoeba.sh (index 13 of 24)',
    },
    pretraining: 'masked-LM on CC-100, web text',
    languages: 100,
    licence: 'MIT',
    citation: 'Conneau et al. 2020, arXiv 1911.02116',
    notes: [
      'Phang et al. 2020 start from it. Three Tatoeba baselines of it circulate (31.0 at layer 14, 57.3, and one tuned on SQuAD).',
      'One user matched the published Tatoeba numbers only with layer 10 (google-research/xtreme, pull request 104): sweep the layer on development data.',
    ],
  },
  {
    id: 'bert-base-multilingual-cased',
    title: 'mBERT',
    repository: 'google-bert/bert-base-multilingual-cased',
    revision: '3f076fdb1ab68d5b2880cb87a0886f315b8146f8',
    files: FILES,
    architecture: {
      modelType: 'bert',
      layers: 12,
      hidden: 768,
      heads: 12,
      feedForward: 3072,
      vocabulary: 119_547,
      maxLength: 512,
      parameters: 177_262_848,
    },
    retrieval: {
      layer: 8,
      pooling: 'mean',
      source: 'google-research/xtreme, scripts/run_tatoeba.sh (index 7 of 12)',
    },
    pretraining: 'masked-LM and next sentence on Wikipedia',
    languages: 104,
    licence: 'Apache 2.0',
    citation: 'Devlin et al. 2019, arXiv 1810.04805',
  },
  {
    id: 'rembert',
    title: 'RemBERT',
    repository: 'google/rembert',
    revision: '65da5133da36e29dfca67d4f0dd9f7f9db21b563',
    files: ['config.json', 'tokenizer.json', 'pytorch_model.bin'],
    architecture: {
      modelType: 'rembert',
      layers: 32,
      hidden: 1152,
      heads: 18,
      feedForward: 4608,
      vocabulary: 250_300,
      maxLength: 512,
      parameters: 574_592_128,
    },
    retrieval: { layer: 19, pooling: 'mean', source: RULE },
    pretraining: 'masked-LM on Wikipedia and CommonCrawl',
    languages: 110,
    licence: 'Apache 2.0',
    citation: 'Chung et al. 2021, arXiv 2010.12821',
    notes: [PADDED, 'Its input embeddings have width 256 and are projected to 1152.'],
  },
  {
    id: 'mdeberta-v3-base',
    title: 'mDeBERTa v3 Base',
    repository: 'microsoft/mdeberta-v3-base',
    revision: 'a0484667b22365f84929a935b5e50a51f71f159d',
    files: ['config.json', 'spm.model', 'tokenizer_config.json', 'pytorch_model.bin'],
    architecture: {
      modelType: 'deberta-v2',
      layers: 12,
      hidden: 768,
      heads: 12,
      feedForward: 3072,
      vocabulary: 251_000,
      maxLength: 512,
      parameters: 278_218_752,
    },
    retrieval: { layer: 7, pooling: 'mean', source: RULE },
    pretraining: 'replaced-token detection on CC-100, web text',
    languages: 100,
    licence: 'MIT',
    citation: 'He, Gao and Chen 2023, arXiv 2111.09543',
    notes: [
      PADDED,
      'The repository has spm.model and no tokenizer.json, which Polyvia reads: once, open it with AutoTokenizer of transformers and save_pretrained it into the model folder.',
    ],
  },
  {
    id: 'mmbert-base',
    title: 'mmBERT Base',
    repository: 'jhu-clsp/mmBERT-base',
    revision: 'c5955035435e2bf121cde7f3c8863ef52ff35d82',
    files: ['config.json', 'tokenizer.json', 'pytorch_model.bin'],
    architecture: {
      modelType: 'modernbert',
      layers: 22,
      hidden: 768,
      heads: 12,
      feedForward: 1152,
      vocabulary: 256_000,
      maxLength: 8192,
      parameters: 306_939_648,
    },
    retrieval: { layer: 13, pooling: 'mean', source: RULE },
    pretraining: 'masked-LM on web text, 3 trillion tokens, with more languages in each of three stages',
    languages: 1833,
    licence: 'MIT',
    citation: 'Marone et al. 2025, arXiv 2509.06888',
    notes: [
      'Its feed-forward layers are gated: 1152 is the width after the gate.',
      'Two layers in three attend to 128 tokens only.',
    ],
  },
  {
    id: 'multilingual-e5-small',
    title: 'Multilingual E5 Small',
    repository: 'intfloat/multilingual-e5-small',
    revision: 'fd1525a9fd15316a2d503bf26ab031a61d056e98',
    files: FILES,
    architecture: SMALL,
    /**
     * Without its prefixes unless a study asks: with "query: " before both sentences fewer translations of Tatoeba are found
     * (German 97.1 without, 96.3 with; Swahili 81.3, 75.9; Tamil 89.3, 87.3). Questions of XQuAD-R find their sentence a
     * little better with both (mean reciprocal rank of 291 English questions among 277 sentences: 78.3 without, 79.6 with).
     * Measured with the 4-bit copy.
     */
    retrieval: {
      layer: 12,
      pooling: 'mean',
      prefixes: { query: 'query: ', passage: 'passage: ' },
      source: 'Wang et al. 2024, section 2: the mean of the last layer is what was trained',
    },
    pretraining:
      'Multilingual MiniLM, then contrastive on a billion pairs of text, translations among them, then on labelled pairs',
    languages: 94,
    licence: 'MIT',
    citation: 'Wang et al. 2024, arXiv 2402.05672',
    copy: E5_SMALL_COPY,
    notes: [
      'Its sentence space is aligned across languages already: it cannot show how far a detour brings out alignment that masked-LM left hidden.',
      'It has no masked-LM head.',
    ],
  },
  {
    id: 'multilingual-minilm',
    title: 'Multilingual MiniLM',
    repository: 'microsoft/Multilingual-MiniLM-L12-H384',
    revision: '6e8c1ec6b4ec4e3fc6eb7d2cd834fcd582b61daf',
    files: ['config.json', 'sentencepiece.bpe.model', 'pytorch_model.bin'],
    architecture: SMALL,
    retrieval: { layer: 7, pooling: 'mean', source: RULE },
    pretraining: 'distilled from the self-attention of XLM-R Base on its own text',
    languages: 100,
    licence: 'MIT',
    citation: 'Wang et al. 2020, arXiv 2002.10957',
    notes: [
      'A BERT architecture with the vocabulary of XLM-R, and no masked-LM head.',
      'The repository has sentencepiece.bpe.model and no tokenizer.json, which Polyvia reads: copy that of xlm-roberta-base into the model folder, which is made from the same file.',
    ],
  },
]

const BY_ID: ReadonlyMap<string, ModelEntry> = new Map(
  ENTRIES.map((entry) => [entry.id, ModelEntry.parse(entry)]),
)

/** Every pretrained model of the catalogue. */
export function models(): readonly ModelEntry[] {
  return [...BY_ID.values()]
}

/** The model of an id. Throws UNKNOWN_ENTRY, with the ids that were probably meant. */
export function model(id: string): ModelEntry {
  const found = BY_ID.get(id)
  if (found === undefined) throw new UnknownEntryError('model', id, [...BY_ID.keys()])
  return found
}

/** The model of an id or a hub repository, where it is one. */
export function namedModel(name: string): ModelEntry | undefined {
  return BY_ID.get(name) ?? models().find(({ repository }) => repository === name)
}
