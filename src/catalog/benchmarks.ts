import { Benchmark, type BenchmarkInput } from './benchmark.ts'
import { UnknownEntryError } from './errors.ts'

const codes = (list: string) => list.split(' ')

const XNLI = codes('ar bg de el en es fr hi ru sw th tr ur vi zh')
const PANX = codes(
  'ar he vi id jv ms tl eu ml ta te af nl en de el bn hi mr ur fa fr it pt es bg ru ja ka ko th sw yo my zh kk tr et fi hu',
)
const UDPOS = codes(
  'af ar bg de el en es et eu fa fi fr he hi hu id it ja kk ko mr nl pt ru ta te th tl tr ur vi yo zh',
)
const TATOEBA = codes(
  'ar he vi id jv tl eu ml ta te af nl de el bn hi mr ur fa fr it pt es bg ru ja ka ko th sw zh kk tr et fi hu',
)
const XQUAD = codes('en es de el ru tr ar vi th zh hi')

const xnli = { task: 'xnli', folder: 'xnli', file: 'tsv' as const, languages: XNLI, metrics: ['accuracy'] }
const panx = { task: 'panx', folder: 'panx', file: 'tsv' as const, metrics: ['chunk-f1'] }
const udpos = { task: 'udpos', folder: 'udpos', file: 'tsv' as const, metrics: ['chunk-f1'] }
const tatoeba = { task: 'tatoeba', folder: 'tatoeba', file: 'tsv' as const, metrics: ['retrieval-accuracy'] }
const xquad = {
  task: 'xquad',
  folder: 'xquad',
  file: 'json' as const,
  metrics: ['squad-exact-match', 'squad-f1'],
}
const mlqa = {
  task: 'mlqa',
  folder: 'mlqa',
  file: 'json' as const,
  languages: codes('en es de ar hi vi zh'),
  metrics: ['mlqa-exact-match', 'mlqa-f1'],
}
const tydiqa = {
  task: 'tydiqa-goldp',
  folder: 'tydiqa',
  file: 'json' as const,
  languages: codes('en ar bn fi id ko ru sw te'),
  metrics: ['squad-exact-match', 'squad-f1'],
}

const OFFICIAL = 'google-research/xtreme (838c13b), evaluate.py'

const BENCHMARKS = [
  {
    id: 'xtreme',
    title: 'XTREME',
    tasks: [
      {
        task: 'pawsx',
        folder: 'pawsx',
        file: 'tsv',
        languages: codes('de en es fr ja ko zh'),
        metrics: ['accuracy'],
      },
      xnli,
      { ...panx, languages: PANX },
      { ...udpos, languages: UDPOS },
      {
        task: 'bucc2018',
        folder: 'bucc2018',
        file: 'tsv',
        languages: codes('de fr ru zh'),
        metrics: ['mining-f1'],
      },
      { ...tatoeba, languages: TATOEBA },
      { ...xquad, languages: XQUAD },
      mlqa,
      tydiqa,
    ],
    groups: {
      classification: ['pawsx', 'xnli'],
      tagging: ['udpos', 'panx'],
      qa: ['xquad', 'mlqa', 'tydiqa-goldp'],
      retrieval: ['bucc2018', 'tatoeba'],
    },
    average: {
      rule: 'Each metric is averaged over the languages of a task without weights, English included where it is listed. The score of a task is that mean (question answering: the mean of the means of exact match and F1). The benchmark score is the unweighted mean of the nine task scores, a group score that of its tasks.',
      source: `${OFFICIAL}, XTREME_TASK2LANGS, XTREME_GROUP2TASK and evaluate()`,
    },
    citation: 'Hu et al. 2020, arXiv 2003.11080',
    notes: ['A benchmark or group score needs all of its tasks; a mean over fewer is no XTREME score.'],
  },
  {
    id: 'xtreme-r',
    title: 'XTREME-R',
    tasks: [
      xnli,
      { ...panx, languages: [...PANX, ...codes('qu pl uk az lt pa gu ro')] },
      { ...udpos, languages: [...UDPOS, ...codes('lt pl uk wo ro')] },
      { ...tatoeba, languages: [...TATOEBA, ...codes('az lt pl uk ro')] },
      {
        task: 'xcopa',
        folder: 'xcopa',
        file: 'jsonl',
        languages: codes('et ht id it qu sw ta th tr vi zh'),
        metrics: ['accuracy'],
      },
      {
        task: 'lareqa',
        folder: 'lareqa',
        file: null,
        languages: codes('ar de el en es hi ru th tr vi zh'),
        metrics: ['map@20'],
        pooled: true,
      },
      {
        task: 'mewsli-x',
        folder: 'mewslix',
        file: 'json',
        languages: codes('ar de en es fa ja pl ro ta tr uk'),
        metrics: ['map@20'],
      },
      { ...xquad, languages: [...XQUAD, 'ro'] },
      mlqa,
      tydiqa,
    ],
    groups: {
      classification: ['xnli', 'xcopa'],
      tagging: ['udpos', 'panx'],
      qa: ['xquad', 'mlqa', 'tydiqa-goldp'],
      retrieval: ['tatoeba', 'lareqa', 'mewsli-x'],
    },
    average: {
      rule: "The unweighted mean of the ten task scores, each as in XTREME; LAReQA's is the mean over the questions of all eleven languages at once. A group score is the unweighted mean of its tasks.",
      source: `Polyvia, after ${OFFICIAL}, which cannot produce this score as shipped: it lists lareqa with no languages and no metric, and leaves it out of the retrieval group; it has xcopa in two groups ("classification" and "multi_choice"), here it is in the first. LAReQA over all questions: the scorer of its training script in the same repository`,
    },
    citation: 'Ruder et al. 2021, arXiv 2104.07412',
    notes: [
      'The official prediction scripts leave out two languages that the official scorer needs: Wolof in udpos and Romanian in xquad.',
      'The published Mewsli-X data is not the version of the paper: scores on it do not compare with the paper.',
    ],
  },
] satisfies BenchmarkInput[]

const BY_ID: ReadonlyMap<string, Benchmark> = new Map(
  BENCHMARKS.map((each) => [each.id, Benchmark.parse(each)]),
)

/** Every benchmark of the catalogue. */
export function benchmarks(): readonly Benchmark[] {
  return [...BY_ID.values()]
}

/** The benchmark of an id. Throws UNKNOWN_ENTRY, with the ids there are. */
export function benchmark(id: string): Benchmark {
  const found = BY_ID.get(id)
  if (found === undefined) throw new UnknownEntryError('benchmark', id, [...BY_ID.keys()])
  return found
}
