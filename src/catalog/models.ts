import { UnknownEntryError } from './errors.ts'
import { ModelEntry, type ModelEntryInput } from './model.ts'

const WEIGHTS = ['model.safetensors', 'pytorch_model.bin']
const FILES = ['config.json', 'tokenizer.json', WEIGHTS]
/** Where nobody has published a layer. */
const RULE =
  'Polyvia: 14/24 of the depth, as layer 14 of 24 of XLM-R Large in jiant (code of Phang et al. 2020)'
const PADDED = 'Its attention cannot be exchanged, so it runs padded: slower than packed on short texts.'

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
    languages: 1833,
    licence: 'MIT',
    citation: 'Marone et al. 2025, arXiv 2509.06888',
    notes: [
      'Its feed-forward layers are gated: 1152 is the width after the gate.',
      'Two layers in three attend to 128 tokens only.',
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
