import {
  benchmark,
  benchmarks,
  groupOf,
  LANGUAGE_GROUPS,
  type LanguageGroup,
  languages,
  task,
} from '#catalog'
import { metric, metricSet } from '#score'
import type { Facet } from '../bundle/protocol.ts'

export type DesignedTarget = string | { readonly task: string; readonly fineTune: false }

export interface TargetIdea {
  readonly targets: readonly DesignedTarget[]
  readonly measure: readonly string[]
  readonly groups: readonly LanguageGroup[]
  readonly why: readonly string[]
  /** Facets about outcomes, people or setting that nothing in the catalogue measures. */
  readonly unknown: readonly Facet[]
}

const untrained = (task: string): DesignedTarget => ({ task, fineTune: false })

/** Outcome -> its tasks, those of XTREME-R where that is the setting. */
const OUTCOMES: readonly (readonly [RegExp, readonly DesignedTarget[], readonly DesignedTarget[]])[] = [
  [/retrieval|bitext/i, ['tatoeba', 'bucc2018'], ['tatoeba', untrained('lareqa'), untrained('mewsli-x')]],
  [/question[- ]answering|\bQA\b/i, ['xquad', 'mlqa', 'tydiqa-goldp'], ['xquad', 'mlqa', 'tydiqa-goldp']],
  [/named entit|\bNER\b/i, ['panx'], ['panx']],
  [/part-of-speech|tagging/i, ['udpos'], ['udpos']],
  [/inference|entailment|\bNLI\b/i, ['xnli'], ['xnli']],
  [/paraphrase/i, ['pawsx'], ['pawsx']],
]
const METRICS: readonly (readonly [RegExp, string])[] = [
  [/recall ?@ ?10|recall 10/i, 'recall@10'],
  [/mAP ?@ ?20/i, 'map@20'],
]
const GROUPS: readonly (readonly [RegExp, readonly LanguageGroup[]])[] = [
  [/morpholog/i, ['morphology', 'case-count', 'resource-class']],
  [/low-resource|resource|under-represented/i, ['resource-class', 'seen-in-pretraining']],
  [/script/i, ['script']],
  [/famil|typolog|genealog/i, ['family']],
]
const GENERIC = /cross-?lingual|transfer|zero-shot|performance|accuracy|^languages?$|multilingual/i

const SETTING = /xtreme/i

/** Names of languages and groups of them that the catalogue has. */
const isLanguage = (label: string) =>
  languages().some(({ name, family, script }) =>
    [name, family, script].some((known) => known.toLowerCase() === label.toLowerCase()),
  ) ||
  LANGUAGE_GROUPS.some((by) =>
    languages().some((each) => groupOf(each, by)?.toLowerCase() === label.toLowerCase()),
  )

/** What to measure: targets, metric and language groups, out of the facets that are not about the arms. */
export function targetIdea(facets: readonly Facet[]): TargetIdea {
  const setting = facets.find(({ label }) => SETTING.test(label))
  const extended = setting !== undefined && /xtreme-?r/i.test(setting.label)
  const found = facets
    .filter(({ role }) => role === 'outcome')
    .flatMap((facet) => {
      const outcome = OUTCOMES.find(([pattern]) => pattern.test(facet.label))
      return outcome === undefined ? [] : [{ facet, tasks: extended ? outcome[2] : outcome[1] }]
    })
  const generic =
    setting !== undefined || facets.some(({ label, role }) => role === 'outcome' && GENERIC.test(label))
  const whole = extended ? 'xtreme-r' : 'xtreme'
  const targets = found.length > 0 ? found.flatMap(({ tasks }) => tasks) : generic ? [whole] : []
  const asked = METRICS.filter(([pattern]) => facets.some(({ label }) => pattern.test(label))).map(
    ([, id]) => id,
  )
  const measure = measureOf(unique(targets), asked)
  const grouped = GROUPS.filter(([pattern]) => facets.some(({ label }) => pattern.test(label)))
  const groups = grouped.flatMap(([, names]) => names)
  return {
    targets: unique(targets),
    measure,
    groups: groups.length === 0 ? ['resource-class'] : unique(groups),
    why: [
      ...found.map(({ facet, tasks }) => `${nameOf(tasks)} measure "${facet.label}".`),
      ...(found.length === 0 && generic
        ? [`All tasks of ${benchmark(whole).title}, because the question names no single outcome.`]
        : []),
      ...asked.filter((id) => measure.includes(id)).map((id) => `${id} decides, as the question asks.`),
      `Results are also given by ${(groups.length === 0 ? ['resource-class'] : unique(groups)).join(', ')}.`,
    ],
    unknown: facets.filter(
      ({ label, role }) =>
        (role === 'outcome' || role === 'population' || role === 'setting') &&
        ![
          SETTING,
          GENERIC,
          ...OUTCOMES.map(([pattern]) => pattern),
          ...METRICS.map(([pattern]) => pattern),
          ...GROUPS.map(([pattern]) => pattern),
        ].some((pattern) => pattern.test(label)) &&
        !isLanguage(label),
    ),
  }
}

/** The metrics that are asked for, where some target has them, and what decides on the targets that have none of them. */
function measureOf(targets: readonly DesignedTarget[], asked: readonly string[]): string[] {
  const sets = targets
    .map((target) => (typeof target === 'string' ? target : target.task))
    .flatMap(
      (id) =>
        benchmarks()
          .find((each) => each.id === id)
          ?.tasks.map((each) => each.task) ?? [id],
    )
    .map((id) => metricSet(task(id)).map((each) => each.id))
  const met = asked.filter((id) => sets.some((ids) => ids.includes(id)))
  const others = sets.filter((ids) => !met.some((id) => ids.includes(id)))
  return met.length === 0 ? [] : unique([...met, ...others.map(([own]) => metric(own!).reportedAs ?? own!)])
}

const nameOf = (targets: readonly DesignedTarget[]) =>
  targets.map((target) => (typeof target === 'string' ? target : target.task)).join(', ')

function unique<T>(items: readonly T[]): T[] {
  const names = new Set<string>()
  return items.filter((item) => {
    const name = JSON.stringify(item)
    return !names.has(name) && names.add(name)
  })
}
