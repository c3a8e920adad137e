import { kinds, type TaskEntry, task, tasks } from '#catalog'

/** What tasks have in common that questions name by one term. */
export interface Ability {
  readonly id: string
  /** Terms of the field. */
  readonly terms: readonly string[]
  /** Whether a task of the catalogue trains or tests it. */
  readonly has: (task: TaskEntry) => boolean
  /** Tasks that stand for it where a question names none: those that published studies train on. */
  readonly first: readonly string[]
  /** Training examples of an arm where two arms must have as many: what the smaller sets hold. */
  readonly examples: number
}

const labelled =
  (...labels: readonly string[]) =>
  ({ labels: own }: TaskEntry) =>
    own !== undefined && labels.every((label) => own.includes(label))
const ofKind =
  (...names: readonly TaskEntry['kind'][]) =>
  ({ kind }: TaskEntry) =>
    names.includes(kind)
const searched = ({ kind }: TaskEntry) => !['predictions', null].includes(kinds[kind].evaluation)
/** Pairs of texts that mean the same or not: the labels 0 and 1 of GLUE. */
const samePairs = ({ kind, labels }: TaskEntry) => kind === 'classification' && labels?.join() === '0,1'

export const ABILITIES: readonly Ability[] = [
  {
    id: 'nli',
    terms: ['natural language inference', 'NLI', 'textual entailment', 'entailment', 'language inference'],
    has: labelled('contradiction', 'entailment', 'neutral'),
    first: ['mnli'],
    examples: 7000,
  },
  {
    id: 'qa',
    terms: [
      'question answering',
      'QA',
      'reading comprehension',
      'machine reading',
      'span extraction',
      'extractive question answering',
    ],
    has: ofKind('span-extraction'),
    first: ['squad-v1.1'],
    examples: 3600,
  },
  {
    id: 'ner',
    terms: ['named entity recognition', 'named entities', 'named entity', 'entity recognition', 'NER'],
    has: labelled('B-PER', 'I-PER'),
    first: ['panx'],
    examples: 12_000,
  },
  {
    id: 'tagging',
    terms: [
      'part of speech tagging',
      'part of speech',
      'POS tagging',
      'POS',
      'tagging',
      'sequence labelling',
    ],
    has: labelled('NOUN', 'VERB'),
    first: ['ud'],
    examples: 12_000,
  },
  {
    id: 'supertagging',
    terms: ['CCG supertagging', 'supertagging'],
    has: ({ id }) => id === 'ccg',
    first: ['ccg'],
    examples: 12_000,
  },
  {
    id: 'paraphrase',
    terms: [
      'paraphrase',
      'paraphrase detection',
      'paraphrase identification',
      'duplicate questions',
      'paraphrasing',
    ],
    has: samePairs,
    first: ['qqp'],
    examples: 10_000,
  },
  {
    id: 'sts',
    terms: [
      'semantic textual similarity',
      'semantic similarity',
      'textual similarity',
      'sentence similarity',
      'STS',
    ],
    has: (task) => ofKind('regression')(task) || task.id === 'stsb-pairs-en',
    first: ['stsb-multi-mt', 'stsb-pairs-en'],
    examples: 5000,
  },
  {
    id: 'commonsense',
    terms: [
      'commonsense reasoning',
      'common sense reasoning',
      'commonsense',
      'common sense',
      'causal reasoning',
      'multiple choice',
    ],
    has: ofKind('multiple-choice'),
    first: ['commonsenseqa', 'cosmosqa'],
    examples: 9000,
  },
  {
    id: 'sentence-completion',
    terms: ['sentence completion'],
    has: ({ id }) => id === 'hellaswag',
    first: ['hellaswag'],
    examples: 30_000,
  },
  {
    id: 'fact-checking',
    terms: ['fact verification', 'fact checking', 'claim verification'],
    has: ({ measures }) => /\b(?:support|refute)/.test(measures),
    first: ['fever-nli'],
    examples: 6000,
  },
  {
    id: 'mining',
    terms: ['bitext mining', 'parallel sentence mining'],
    has: ofKind('mining'),
    first: [],
    examples: 0,
  },
  {
    id: 'translation-ranking',
    terms: ['translation ranking', 'parallel data', 'parallel sentences', 'translation pairs'],
    has: ({ id }) => id === 'ntrex-pairs',
    first: ['ntrex-pairs'],
    examples: 1800,
  },
  {
    id: 'retrieval',
    terms: [
      'sentence retrieval',
      'retrieval',
      'cross lingual retrieval',
      'bitext retrieval',
      'passage retrieval',
      'entity linking',
    ],
    has: searched,
    first: ['nli-triplets-msimcse'],
    examples: 10_000,
  },
  {
    id: 'text',
    terms: [
      'masked language modelling',
      'masked language modeling',
      'masked LM',
      'MLM',
      'continued pretraining',
      'raw text',
      'monolingual text',
    ],
    // NTREX shows each sentence beside its translation.
    has: (task) => ofKind('masked-lm')(task) && task.id !== 'ntrex',
    first: ['mlm-wikipedia'],
    examples: 28_000,
  },
]

/** What a question means by general-purpose training. */
export const GENERAL = ['nli', 'qa']

/** The ability of a task, if it has one of them. */
export const abilityOf = (entry: TaskEntry): readonly Ability[] =>
  ABILITIES.filter(({ has }) => has(entry)).slice(0, 1)

/** Whether a stage can train on a task. */
export const trains = ({ splits, kind }: TaskEntry): boolean =>
  splits.train !== undefined && kinds[kind].objective !== null

/** Languages in which a task has training data. */
export const trainedLanguages = ({ splits, languages }: TaskEntry): readonly string[] =>
  splits.train === undefined ? [] : (splits.train.languages ?? languages)

/** Tasks of an ability that a stage can train on: no stand-ins and parts of other tasks. */
export const trainingTasks = (ability: Ability): readonly TaskEntry[] => {
  const first = ability.first.map((id) => task(id))
  const others = tasks().filter(
    (entry) =>
      ability.has(entry) && trains(entry) && entry.standsInFor === undefined && !first.includes(entry),
  )
  return [...first, ...others]
}

/** What texts of a task are about, by what its entry says of them. */
const DOMAINS: readonly (readonly [domain: string, terms: readonly string[], says: RegExp])[] = [
  ['captions', ['caption', 'image caption', 'video caption'], /caption|picture/i],
  [
    'science',
    ['scientific', 'biomedical', 'science', 'medical', 'clinical', 'COVID'],
    /scien|biomedical|COVID|abstract/i,
  ],
  ['news', ['news', 'newswire'], /\bnews/i],
  ['reviews', ['product review', 'customer review', 'review text'], /\breview/i],
  ['forums', ['forum', 'social media', 'Reddit', 'user generated'], /\bforum|reddit/i],
  ['blogs', ['blog'], /\bblog/i],
  ['policies', ['legal', 'privacy policy'], /\bpolic(?:y|ies)\b/i],
  ['bible', ['Bible', 'religious'], /testament/i],
  ['wikipedia', ['Wikipedia', 'encyclopedic'], /wikipedia/i],
]

export const DOMAIN_TERMS = DOMAINS.map(([domain, terms]) => [domain, terms] as const)

/** The domain of a task's texts; null where its entry does not say. */
export const domainOf = ({ measures, title }: TaskEntry): string | null =>
  DOMAINS.find(([, , says]) => says.test(`${title} ${measures}`))?.[0] ?? null
