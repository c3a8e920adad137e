import { groupOf, kinds, language, task, tasks } from '#catalog'
import type { Facet } from '../bundle/protocol.ts'

/** An intermediate stage as a study file writes it. */
export interface DesignedStage {
  readonly tasks: readonly string[]
  readonly languages?: readonly string[]
  readonly training?: { readonly limit: number }
}

/** Arms that answer one part of the question, and the pairs of them that do. */
export interface ArmIdea {
  readonly arms: Readonly<Record<string, readonly DesignedStage[]>>
  readonly compare: readonly string[]
  readonly why: string
}

const stage = (id: string, languages?: readonly string[], limit?: number): DesignedStage => ({
  tasks: [id],
  ...(languages === undefined ? {} : { languages }),
  ...(limit === undefined ? {} : { training: { limit } }),
})

const MANY_CASES = ['10 or more cases', '6 to 9 cases']
const agglutinative = (code: string) => language(code).morphology === 'agglutinative'
/** Languages of a task with rich morphology: agglutinative, and with six cases or more where that is asked. */
const rich = (id: string, cases: boolean) =>
  task(id)
    .languages.filter(
      (code) =>
        agglutinative(code) && (!cases || MANY_CASES.includes(groupOf(language(code), 'case-count') ?? '')),
    )
    .toSorted()

/** The same number of examples in English alone and over several languages. */
function matched(
  name: string,
  id: string,
  total: number,
  languages: readonly string[],
  other: string,
): ArmIdea {
  return {
    arms: {
      [`${name}-en`]: [stage(id, ['en'], total)],
      [`${name}-${other}`]: [stage(id, languages, Math.floor(total / languages.length))],
    },
    compare: [`${name}-${other} vs ${name}-en`, `${name}-${other} vs baseline`],
    why: `${task(id).title}: ${languages.join(', ')} against English with the same number of examples.`,
  }
}

const single = (name: string, id: string): ArmIdea => ({
  arms: { [name]: [stage(id)] },
  compare: [`${name} vs baseline`],
  why: `${task(id).title}, as the question names it.`,
})

const MORPHOLOGY = (): ArmIdea[] => [
  matched('tagging', 'ud', 12_000, rich('ud', true), 'rich'),
  matched('qa', 'tydiqa-train', 3600, rich('tydiqa-train', false), 'rich'),
]

const NON_ENGLISH = (): ArmIdea[] => [
  {
    arms: Object.fromEntries(
      (
        [
          ['nli-en', 'mnli'],
          ['nli-zh', 'ocnli'],
          ['nli-id', 'indonli'],
          ['nli-fa', 'farstail'],
        ] as const
      ).map(([name, id]) => [name, [stage(id, undefined, 7000)]]),
    ),
    compare: ['nli-zh vs nli-en', 'nli-id vs nli-en', 'nli-fa vs nli-en', 'nli-en vs baseline'],
    why: 'Entailment in English, Chinese, Indonesian and Farsi: one task, one head, as many examples each, from isolating to agglutinative.',
  },
  {
    arms: Object.fromEntries(
      ['en', 'zh', 'fi', 'tr'].map((code) => [`tagging-${code}`, [stage('ud', [code], 3000)]]),
    ),
    compare: ['tagging-zh vs tagging-en', 'tagging-fi vs tagging-en', 'tagging-tr vs tagging-en'],
    why: 'Tagging in English, Chinese, Finnish and Turkish, which are annotated alike.',
  },
]

const SIMILARITY = (): ArmIdea[] => [
  {
    arms: { 'sts-regression': [stage('stsb-multi-mt', ['en'])], 'sts-contrastive': [stage('stsb-pairs-en')] },
    compare: ['sts-regression vs baseline', 'sts-contrastive vs baseline'],
    why: 'STS-B as regression and as contrastive training of a sentence encoder.',
  },
]

const GENERAL = (): ArmIdea[] => [
  {
    arms: { nli: [stage('mnli')], qa: [stage('squad-v1.1')] },
    compare: [],
    why: 'Entailment and question answering as general-purpose tasks to compare with.',
  },
]

const DOMAIN = (): ArmIdea[] => {
  const codes = ['et', 'eu', 'sw', 'uk']
  return [
    {
      arms: {
        'text-wikipedia': [
          stage(
            'mlm-wikipedia',
            codes.filter((code) => task('mlm-wikipedia').languages.includes(code)),
            7000,
          ),
        ],
        'text-bible': [
          stage(
            'bible-nt',
            codes.filter((code) => task('mlm-wikipedia').languages.includes(code)),
            7000,
          ),
        ],
      },
      compare: ['text-bible vs text-wikipedia', 'text-bible vs baseline'],
      why: 'Masked-LM on text of two domains in the same languages, as many sentences each: the domain alone changes.',
    },
    {
      arms: {
        'nli-captions': [stage('snli', undefined, 100_000)],
        'nli-genres': [stage('mnli', undefined, 100_000)],
      },
      compare: ['nli-captions vs nli-genres', 'nli-captions vs baseline'],
      why: 'Entailment on image captions and on ten genres.',
    },
    {
      arms: { 'reading-blogs': [stage('cosmosqa')], 'qa-wikipedia': [stage('squad-v1.1')] },
      compare: ['reading-blogs vs qa-wikipedia', 'reading-blogs vs baseline'],
      why: 'Reading comprehension on blogs and on Wikipedia, which is the domain of the question answering targets. Task and domain change together.',
    },
  ]
}

const MULTILINGUAL_QA = (): ArmIdea[] => [
  matched('qa', 'tydiqa-train', 3600, task('tydiqa-train').languages.toSorted(), 'multilingual'),
]

/** What a facet of a question may be about, in the order in which facets are read. The first that fits counts. */
const IDEAS: readonly (readonly [RegExp, () => ArmIdea[]])[] = [
  [/morpholog/i, MORPHOLOGY],
  [/\bnon-english\b|other than english/i, NON_ENGLISH],
  [/out-of-domain|domain (?:shift|mismatch|adaptation)/i, DOMAIN],
  [/textual similarity|\bSTS\b|semantic similarity/i, SIMILARITY],
  [/multilingual (?:QA|question)/i, MULTILINGUAL_QA],
  [/question[- ]answering|\bQA\b|reading comprehension/i, () => [single('squad', 'squad-v1.1')]],
  [/paraphrase/i, () => [single('paraphrase', 'qqp')]],
  [/natural language inference|entailment|\bNLI\b/i, () => [single('nli', 'mnli')]],
  [/sentence completion/i, () => [single('hellaswag', 'hellaswag')]],
  [/common[- ]?sense/i, () => [single('commonsenseqa', 'commonsenseqa'), single('cosmosqa', 'cosmosqa')]],
  [/supertagging/i, () => [single('ccg', 'ccg')]],
  [
    /part-of-speech|\bPOS\b|tagging/i,
    () => [{ ...single('tagging', 'ud'), arms: { tagging: [stage('ud', ['en'])] } }],
  ],
  [/general[- ]purpose/i, GENERAL],
]
/** Facets that every such question has, that say nothing of the arms, or that the baseline covers. */
const NEUTRAL =
  /intermediate[- ](?:task|training|fine)|^english$|english[- ]only|^fine-?tuning$|in-domain|no intermediate|^baselines?$/i

/** Intermediate tasks for a facet: of a known theme, or a task that is named. null: the facet says nothing of arms. */
export function armIdeas({ label, id }: Pick<Facet, 'label' | 'id'>): readonly ArmIdea[] | null {
  const known = IDEAS.find(([pattern]) => pattern.test(label) || pattern.test(id.replaceAll('-', ' ')))
  if (known !== undefined) return known[1]()
  const named = tasks().find(
    ({ id: name, splits, standsInFor, kind }) =>
      splits.train !== undefined &&
      standsInFor === undefined &&
      kinds[kind].objective !== null &&
      label
        .toLowerCase()
        .split(/[^a-z0-9.+-]+/)
        .includes(name),
  )
  if (named !== undefined) return [single(named.id, named.id)]
  return NEUTRAL.test(label) ? null : []
}
