import { languages, tasks } from '#catalog'

/** What a concept is: decides its role where the place in the question does not. */
export type ConceptKind =
  | 'method'
  | 'task'
  | 'benchmark'
  | 'metric'
  | 'language'
  | 'property'
  | 'people'
  | 'baseline'

/** A concept of the field. */
export interface Concept {
  /** Ways to say it, the best for searching first. A question that has one of them is about the concept. */
  readonly names: readonly string[]
  /**
   * What belongs to it, and looser ways to say it, with "…" for words between: counts as a mention in a text, and is a
   * narrower thing of its own in a question.
   */
  readonly examples?: readonly string[]
  readonly kind: ConceptKind
  /** So usual in this neighbourhood of questions that it tells none of them from the others. */
  readonly common?: true
}

const named = (test: (language: ReturnType<typeof languages>[number]) => boolean) =>
  languages()
    .filter(test)
    .map(({ name }) => name)

/** How studies say that something learned in one language helps in another. */
const TRANSFERS = [
  'zero-shot transfer',
  'zero-shot … transfer',
  'cross-lingual … transfer',
  'crosslingual transfer',
  'cross-language transfer',
  'cross-linguistic transfer',
  'cross-lingual generalization',
  'crosslingual generalization',
  'cross-language generalization',
  'cross-lingual transferability',
  'transfer across languages',
  'transfer across … languages',
  'knowledge across languages',
  'transfer between languages',
  'transfer between … languages',
  'transfer to … languages',
  'generalization across languages',
  'generalization across … languages',
  'generalization to … languages',
  'generalize across languages',
  'generalize across … languages',
  'generalize to … languages',
  'transferability across languages',
  'zero-shot generalization',
  'zero-shot performance',
  'zero-shot evaluation',
  'zero-shot accuracy',
  'zero-shot results',
  'zero-shot languages',
  'zero-shot … languages',
  'unseen languages',
  'other languages',
  'multilingual transfer',
]

/** Names by hand, the field's own first. Adding a line is all that a new concept needs. */
const FIELD: readonly Concept[] = [
  // Methods
  {
    kind: 'method',
    common: true,
    names: [
      'intermediate-task training',
      'intermediate-task fine-tuning',
      'intermediate-task',
      'intermediate fine-tuning',
      'STILTs',
      'supplementary training',
      'intermediate training',
      'intermediate task',
      'intermediate pre-training',
      'intermediate pretraining',
      'intermediate-task transfer',
      'intermediate language-understanding tasks',
      'intermediate finetuning',
      'task-adaptive fine-tuning',
      'sequential fine-tuning',
    ],
    examples: [
      'intermediate … training',
      'intermediate … tuning',
      'intermediate … finetuning',
      'intermediate … pretraining',
      'intermediate … task',
      'intermediate … stage',
      'intermediate … phase',
      'intermediate training data',
      'intermediate data set',
      'intermediate dataset',
      'intermediary … training',
      'supplementary … training',
      'pre-finetuning',
      'pre-fine-tuning',
      'prefinetuning',
      'two-stage fine-tuning',
      'multi-stage fine-tuning',
    ],
  },
  {
    kind: 'method',
    common: true,
    names: [
      'cross-lingual transfer',
      'cross-lingual zero-shot transfer',
      'crosslingual transfer',
      'cross-lingual transfer learning',
      'zero-shot transfer',
      'multilingual transfer',
      'transfer across languages',
      'cross-lingual generalization',
      'cross-lingual',
    ],
    examples: TRANSFERS,
  },
  {
    kind: 'method',
    common: true,
    names: [
      'zero-shot cross-lingual transfer',
      'cross-lingual zero-shot transfer',
      'zero-shot cross-lingual',
      'zero-shot crosslingual',
      'cross-lingual transfer',
    ],
    examples: TRANSFERS,
  },
  { kind: 'method', common: true, names: ['zero-shot', 'zero-resource'] },
  { kind: 'method', names: ['few-shot', 'few-shot learning', 'low-shot'], examples: ['in-context learning'] },
  { kind: 'method', common: true, names: ['fine-tuning', 'finetuning', 'fine-tuned'] },
  {
    kind: 'method',
    names: ['multi-task learning', 'multi-task training', 'multitask learning', 'multitask', 'multi-task'],
  },
  {
    kind: 'method',
    names: [
      'continued pre-training',
      'continued pretraining',
      'further pre-training',
      'domain-adaptive pretraining',
      'language-adaptive fine-tuning',
      'task-adaptive pretraining',
      'continual pre-training',
    ],
  },
  {
    kind: 'method',
    names: ['pre-training', 'pretraining', 'pre-trained', 'pretrained', 'language model pre-training'],
  },
  {
    kind: 'method',
    names: [
      'masked language modeling',
      'masked language modelling',
      'masked language model',
      'masked LM',
      'MLM',
    ],
  },
  {
    kind: 'method',
    names: ['translation language modeling', 'TLM'],
    examples: ['parallel data', 'parallel corpora'],
  },
  {
    kind: 'method',
    names: ['adapters', 'adapter', 'parameter-efficient fine-tuning'],
    examples: ['MAD-X', 'LoRA', 'low-rank adaptation', 'prefix tuning', 'prompt tuning'],
  },
  {
    kind: 'method',
    names: ['instruction tuning', 'instruction-tuning', 'instruction fine-tuning', 'instruction-tuned'],
  },
  {
    kind: 'method',
    names: [
      'translate-train',
      'translated training data',
      'machine-translated training data',
      'translate-test',
      'translation-based transfer',
    ],
  },
  { kind: 'method', names: ['data augmentation', 'augmented data', 'synthetic data'] },
  { kind: 'method', names: ['knowledge distillation', 'distillation', 'distilled', 'student model'] },
  {
    kind: 'method',
    names: [
      'contrastive learning',
      'contrastive fine-tuning',
      'contrastive training',
      'contrastive objective',
    ],
    examples: ['SimCSE', 'mSimCSE'],
  },
  { kind: 'method', names: ['active learning'] },
  { kind: 'method', names: ['retrieval-augmented generation', 'retrieval-augmented', 'RAG'] },
  { kind: 'method', names: ['chain-of-thought', 'chain of thought', 'CoT'] },
  { kind: 'method', names: ['code-switching', 'code-mixed', 'code-mixing', 'code switching'] },
  {
    kind: 'method',
    names: ['tokenization', 'tokenisation', 'tokenizer', 'subword segmentation', 'subword'],
    examples: ['byte-pair encoding', 'BPE', 'SentencePiece'],
  },
  {
    kind: 'method',
    names: [
      'morphological segmentation',
      'morphological analysis',
      'morphologically segmented',
      'morphological analyzer',
    ],
  },
  // Models
  {
    kind: 'method',
    common: true,
    names: [
      'multilingual language models',
      'multilingual models',
      'multilingual encoders',
      'multilingual pretrained models',
      'multilingual pre-trained language models',
      'cross-lingual language models',
      'massively multilingual transformers',
      'multilingual representations',
    ],
    examples: ['multilingual BERT', 'XLM-R'],
  },
  { kind: 'method', names: ['XLM-R', 'XLM-RoBERTa', 'XLMR'] },
  { kind: 'method', names: ['multilingual BERT', 'mBERT', 'M-BERT'] },
  { kind: 'method', names: ['mT5', 'multilingual T5'] },
  {
    kind: 'method',
    names: ['large language models', 'large language model', 'LLMs', 'LLM'],
    examples: ['GPT-4', 'GPT-3', 'ChatGPT'],
  },
  { kind: 'method', names: ['BERT', 'RoBERTa'] },
  {
    kind: 'method',
    names: ['sentence embeddings', 'sentence embedding', 'sentence encoders', 'sentence representations'],
    examples: ['Sentence-BERT', 'LaBSE', 'LASER'],
  },
  { kind: 'method', names: ['word embeddings', 'word embedding', 'word vectors', 'word representations'] },
  // Tasks
  {
    kind: 'task',
    common: true,
    names: [
      'sentence retrieval',
      'cross-lingual sentence retrieval',
      'bitext mining',
      'bitext retrieval',
      'parallel sentence mining',
      'parallel sentence retrieval',
      'sentence alignment',
      'translation retrieval',
      'cross-lingual retrieval',
      'parallel corpus mining',
    ],
    examples: ['Tatoeba', 'BUCC'],
  },
  {
    kind: 'task',
    common: true,
    names: [
      'cross-lingual retrieval',
      'crosslingual retrieval',
      'cross-lingual information retrieval',
      'cross-language information retrieval',
      'CLIR',
      'multilingual retrieval',
      'cross-lingual sentence retrieval',
      'sentence retrieval',
      'answer retrieval',
      'bitext mining',
    ],
    examples: ['LAReQA', 'Mewsli-X', 'Tatoeba', 'BUCC', 'Mr. TyDi'],
  },
  {
    kind: 'task',
    names: [
      'answer retrieval',
      'retrieval question answering',
      'ReQA',
      'passage retrieval',
      'dense retrieval',
      'open-domain retrieval',
    ],
    examples: ['LAReQA'],
  },
  {
    kind: 'task',
    names: ['information retrieval', 'document retrieval', 'ad hoc retrieval', 'passage ranking'],
  },
  {
    kind: 'task',
    names: ['entity linking', 'entity retrieval', 'cross-lingual entity linking'],
    examples: ['Mewsli-X', 'Mewsli'],
  },
  {
    kind: 'task',
    common: true,
    names: [
      'question answering',
      'question-answering',
      'QA',
      'reading comprehension',
      'machine reading comprehension',
      'extractive question answering',
    ],
    examples: ['SQuAD'],
  },
  {
    kind: 'task',
    names: [
      'multilingual question answering',
      'multilingual QA',
      'cross-lingual question answering',
      'mQA',
      'cross-lingual QA',
      'multilingual reading comprehension',
      'cross-lingual reading comprehension',
    ],
    examples: ['MLQA', 'XQuAD', 'TyDi QA', 'TyDiQA', 'MKQA', 'XOR QA', 'XOR-TyDi'],
  },
  {
    kind: 'task',
    names: [
      'semantic textual similarity',
      'STS',
      'STS-B',
      'STSb',
      'sentence similarity',
      'semantic similarity',
      'textual similarity',
      'STS benchmark',
      'semantic relatedness',
    ],
    examples: ['SICK-R', 'paraphrase identification'],
  },
  {
    kind: 'task',
    names: ['paraphrase identification', 'paraphrase detection', 'paraphrase'],
    examples: ['PAWS-X', 'PAWS', 'QQP', 'Quora question pairs', 'MRPC'],
  },
  {
    kind: 'task',
    names: [
      'natural language inference',
      'NLI',
      'textual entailment',
      'recognizing textual entailment',
      'entailment',
    ],
    examples: ['MNLI', 'XNLI', 'SNLI'],
  },
  {
    kind: 'task',
    names: ['commonsense reasoning', 'commonsense', 'common sense reasoning'],
    examples: ['XCOPA', 'COPA', 'HellaSwag', 'CosmosQA', 'Social IQa', 'CommonsenseQA'],
  },
  {
    kind: 'task',
    names: ['named entity recognition', 'NER', 'entity recognition', 'named entities'],
    examples: ['WikiANN', 'PAN-X', 'CoNLL-2003'],
  },
  {
    kind: 'task',
    names: ['part-of-speech tagging', 'POS tagging', 'part of speech', 'POS'],
    examples: ['UDPOS'],
  },
  {
    kind: 'task',
    names: ['dependency parsing', 'syntactic parsing', 'parsing'],
    examples: ['Universal Dependencies', 'treebanks'],
  },
  { kind: 'task', names: ['sentiment analysis', 'sentiment classification', 'opinion mining', 'sentiment'] },
  {
    kind: 'task',
    names: ['machine translation', 'NMT', 'neural machine translation', 'translation quality'],
    examples: ['BLEU'],
  },
  {
    kind: 'task',
    names: ['summarization', 'text summarization', 'abstractive summarization', 'summarisation'],
  },
  {
    kind: 'task',
    names: [
      'text classification',
      'document classification',
      'topic classification',
      'sentence classification',
    ],
  },
  {
    kind: 'task',
    names: [
      'hate speech detection',
      'toxicity detection',
      'hate speech',
      'offensive language',
      'abusive language',
    ],
  },
  { kind: 'task', names: ['fact checking', 'fact-checking', 'fact verification', 'claim verification'] },
  { kind: 'task', names: ['speech recognition', 'ASR', 'automatic speech recognition'] },
  { kind: 'task', names: ['morphological inflection', 'inflection generation', 'reinflection'] },
  { kind: 'task', names: ['language modeling', 'language modelling', 'perplexity'] },
  { kind: 'task', names: ['code generation', 'program synthesis'] },
  { kind: 'task', names: ['word sense disambiguation', 'WSD', 'word-in-context'] },
  { kind: 'task', names: ['relation extraction', 'information extraction', 'event extraction'] },
  {
    kind: 'task',
    names: ['natural language understanding', 'language understanding', 'NLU'],
    examples: ['GLUE', 'SuperGLUE'],
  },
  // Benchmarks that are no single task
  {
    kind: 'benchmark',
    common: true,
    names: ['XTREME', 'XTREME-R', 'cross-lingual benchmark', 'multilingual benchmark'],
    examples: ['XGLUE'],
  },
  {
    kind: 'benchmark',
    common: true,
    names: ['XTREME-R', 'XTREME', 'multilingual benchmark', 'cross-lingual benchmark'],
  },
  { kind: 'benchmark', names: ['GLUE'], examples: ['SuperGLUE'] },
  // Metrics
  {
    kind: 'metric',
    names: ['recall@10', 'recall at 10', 'R@10', 'Recall@k', 'recall at k', 'top-10 recall', 'hits@10'],
    examples: ['recall@1', 'recall@5', 'recall@20', 'recall@100'],
  },
  { kind: 'metric', names: ['mean reciprocal rank', 'MRR', 'MRR@10'] },
  { kind: 'metric', names: ['mean average precision', 'mAP', 'mAP@20', 'MAP@20'] },
  { kind: 'metric', names: ['nDCG', 'nDCG@10'] },
  { kind: 'metric', names: ['exact match', 'EM score'] },
  { kind: 'metric', names: ['F1', 'F1 score', 'F-score', 'macro-F1', 'F-measure'] },
  { kind: 'metric', names: ['calibration', 'expected calibration error', 'ECE', 'calibrated'] },
  { kind: 'metric', names: ['robustness', 'robust', 'adversarial robustness'] },
  { kind: 'metric', names: ['catastrophic forgetting', 'forgetting'] },
  { kind: 'metric', names: ['sample efficiency', 'data efficiency', 'data-efficient', 'sample-efficient'] },
  // Properties of languages and data
  {
    kind: 'property',
    names: [
      'morphologically rich languages',
      'morphologically rich',
      'rich morphology',
      'morphological complexity',
      'agglutinative languages',
      'morphologically complex',
      'complex morphology',
      'morphological richness',
      'agglutinative',
      'highly inflected',
      'inflectional morphology',
      'polysynthetic',
      'morphological typology',
      'morphology',
      'morphological',
    ],
    examples: [...named(({ morphology }) => morphology === 'agglutinative')],
  },
  {
    kind: 'property',
    names: [
      'morphological complexity',
      'morphologically rich',
      'morphological typology',
      'rich morphology',
      'morphologically complex',
      'complex morphology',
      'morphological richness',
      'agglutinative',
      'typological diversity',
      'typologically diverse',
      'linguistic typology',
      'typological features',
      'polysynthetic',
      'morphology',
      'morphological',
      'typology',
    ],
  },
  {
    kind: 'property',
    names: [
      'low-resource languages',
      'low-resource',
      'under-resourced',
      'low-resourced',
      'resource-poor',
      'resource-scarce',
      'resource-lean',
      'underrepresented languages',
      'less-resourced',
    ],
    examples: [
      'endangered languages',
      'AmericasNLI',
      'African languages',
      'indigenous languages',
      ...named(({ joshiClass }) => joshiClass <= 2),
    ],
  },
  { kind: 'property', names: ['high-resource languages', 'high-resource', 'resource-rich', 'rich-resource'] },
  {
    kind: 'property',
    names: [
      'out-of-domain',
      'domain shift',
      'out-of-distribution',
      'domain adaptation',
      'domain mismatch',
      'domain generalization',
      'domain transfer',
      'cross-domain',
      'different domains',
      'OOD',
      'domain robustness',
      'distribution shift',
      'new domains',
      'unseen domains',
      'target domain',
      'source domain',
    ],
  },
  {
    kind: 'baseline',
    common: true,
    names: ['in-domain', 'in-distribution', 'same domain', 'domain-specific'],
  },
  {
    kind: 'property',
    names: [
      'non-English',
      'languages other than English',
      'other than English',
      'beyond English',
      'source languages other than English',
      'choice of source language',
      'source language selection',
      'transfer language',
      'non-English source',
      'target-language data',
      'not English',
    ],
  },
  {
    kind: 'baseline',
    common: true,
    names: ['English-only', 'English only', 'monolingual English', 'English baseline'],
  },
  {
    kind: 'property',
    names: [
      'language similarity',
      'language relatedness',
      'linguistic distance',
      'typological similarity',
      'related languages',
      'language distance',
      'language families',
    ],
  },
  {
    kind: 'property',
    names: [
      'writing systems',
      'writing system',
      'scripts',
      'non-Latin scripts',
      'transliteration',
      'romanization',
    ],
  },
  { kind: 'property', names: ['vocabulary overlap', 'lexical overlap', 'subword overlap'] },
  { kind: 'property', names: ['model size', 'model scale', 'scaling', 'larger models'] },
  { kind: 'property', common: true, names: ['monolingual'] },
  { kind: 'property', common: true, names: ['multilingual', 'multilinguality'] },
  // Health and society, for the frames of such questions
  {
    kind: 'method',
    names: ['vaccines', 'vaccine', 'vaccination', 'vaccinated', 'immunization', 'immunisation'],
  },
  {
    kind: 'method',
    names: ['mRNA vaccines', 'mRNA vaccine', 'messenger RNA vaccine'],
    examples: ['BNT162b2', 'mRNA-1273'],
  },
  { kind: 'baseline', names: ['placebo', 'sham'] },
  {
    kind: 'baseline',
    common: true,
    names: ['standard care', 'usual care', 'standard of care', 'no treatment', 'control group', 'controls'],
  },
  { kind: 'property', names: ['COVID-19', 'SARS-CoV-2', 'coronavirus disease', 'coronavirus', 'COVID'] },
  { kind: 'property', names: ['influenza', 'flu'] },
  { kind: 'metric', names: ['mortality', 'deaths', 'death rate', 'fatality'] },
  {
    kind: 'metric',
    names: ['hospitalization', 'hospitalisation', 'hospital admission', 'hospitalized', 'hospitalised'],
  },
  { kind: 'metric', names: ['quality of life', 'QoL', 'health-related quality of life'] },
  {
    kind: 'people',
    names: ['older adults', 'older people', 'elderly', 'seniors', 'older persons', 'older patients'],
  },
  { kind: 'people', names: ['children', 'child', 'pediatric', 'paediatric'], examples: ['infants'] },
  { kind: 'people', names: ['adolescents', 'adolescent', 'teenagers', 'young people', 'youth'] },
  { kind: 'people', names: ['pregnant women', 'pregnancy', 'pregnant'] },
  { kind: 'people', names: ['students', 'pupils', 'learners'] },
  {
    kind: 'people',
    names: ['health care workers', 'healthcare workers', 'nurses', 'physicians', 'clinicians'],
  },
]

const ACRONYM = /(?<![\p{L}\p{N}-])(?=[\p{L}\p{N}-]*\p{Lu}[\p{L}\p{N}-]*\p{Lu})[\p{L}\p{N}-]{3,}/gu
const CAPITALS = /^\p{Lu}[\p{L}\p{N}-]*(?: \p{Lu}[\p{L}\p{N}-]*)*/u

/** Names of data sets are what is in capitals in their titles: "PAN-X (WikiANN) named entities", "Cosmos QA". */
function datasets(): Concept[] {
  const names = tasks().flatMap(({ id, title }) => {
    const start = CAPITALS.exec(title)?.[0] ?? ''
    const name = start.includes(' ') || start.toLowerCase() === id ? [start] : []
    return [...name, ...(title.match(ACRONYM) ?? [])]
  })
  const known = new Set(FIELD.flatMap((concept) => concept.names))
  return [...new Set(names)]
    .filter((name) => !known.has(name))
    .map((name) => ({ kind: 'benchmark' as const, names: [name] }))
}

/** Every concept that questions are read by: the field's, and the data sets and languages of the catalogue. */
export const CONCEPTS: readonly Concept[] = [
  ...FIELD,
  ...datasets(),
  ...languages().map(({ name }) => ({
    kind: 'language' as const,
    names: [name],
    ...(name === 'English' && { common: true as const }),
  })),
]
