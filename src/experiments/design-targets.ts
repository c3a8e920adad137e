import {
  benchmark,
  benchmarks,
  kinds,
  type LanguageGroup,
  language,
  type TaskEntry,
  task,
  tasks,
} from '#catalog'
import { listed } from '#kernel'
import { metric, metricSet } from '#score'
import type { Ability } from './design-abilities.ts'
import type { Part, ReadQuestion } from './design-question.ts'

/** A target as a study file writes it. */
export type DesignedTarget =
  | string
  | { readonly task: string; readonly languages?: readonly string[]; readonly fineTune?: false }

export interface DesignedTargets {
  readonly targets: readonly DesignedTarget[]
  readonly measure: readonly string[]
  readonly groups: readonly LanguageGroup[]
  readonly why: readonly string[]
  readonly missing: readonly string[]
}

/** Tasks that are scored, each with the languages that are. */
interface Scored {
  readonly task: string
  readonly languages: readonly string[]
}

/** What a question measures: tasks, languages, metrics and groups of languages. */
export function designTargets({ parts }: ReadQuestion): DesignedTargets {
  const { outcome } = parts
  const everywhere = Object.values(parts).flatMap(({ named }) => named)
  const whole = [...new Set(everywhere.flatMap((each) => (each.type === 'benchmark' ? [each.id] : [])))].at(
    -1,
  )
  const { scored, why, missing, unnamed } = scoredFor(outcome, whole)
  const { kept, lacking, codes } = inLanguages(scored, outcome)
  const metrics = everywhere.flatMap((each) => (each.type === 'metric' ? [each.id] : []))
  const measure = measureOf(kept, metrics)
  const groups = groupsOf(parts)
  const targets =
    whole !== undefined && unnamed && codes === null
      ? [whole]
      : kept.map((each) => targetOf(each, codes !== null))
  return {
    targets,
    measure: measure.ids,
    groups,
    why: [
      ...why,
      ...(kept.some(({ task: id }) => searchedUntrained(task(id))) && !targets.includes(whole ?? '')
        ? [
            'Passage retrieval is scored with the encoder as the arm leaves it, so that what the arm changes shows.',
          ]
        : []),
      ...(measure.ids.length === 0
        ? []
        : [`${listed(metrics.filter((id) => measure.ids.includes(id)))} decides, as the question asks.`]),
      `Results are also given by ${listed(groups)}.`,
    ],
    missing: [...missing, ...lacking, ...measure.missing],
  }
}

/** Tasks of all benchmarks, in all their languages. */
const benchmarkTasks = (): Scored[] =>
  [...new Set(benchmarks().flatMap((each) => each.tasks.map((one) => one.task)))].map((id) => ({
    task: id,
    languages: scoredLanguages(task(id)),
  }))

const isScored = ({ kind, splits }: TaskEntry) => kinds[kind].evaluation !== null && splits.test !== undefined
const scoredLanguages = ({ splits, languages }: TaskEntry) => splits.test?.languages ?? languages

/** The tasks that the outcome names, by themselves or by an ability; those of a benchmark where it names one. */
function scoredFor(outcome: Part, whole: string | undefined) {
  const known = whole === undefined ? benchmarkTasks() : benchmark(whole).tasks
  const inBenchmark = whole === undefined ? '' : ` of ${benchmark(whole).title}`
  const why: string[] = []
  const missing: string[] = []
  const scored: Scored[] = []
  const named = outcome.named.flatMap((each) => (each.type === 'task' ? [each.tasks] : []))
  for (const forms of named) {
    const entry = forms.find(({ id }) => known.some((each) => each.task === id)) ?? forms.find(isScored)
    if (entry === undefined) missing.push(`${forms[0]!.title} has no test data, so that it is no target.`)
    else {
      const inside = known.find((each) => each.task === entry.id)
      scored.push(inside ?? { task: entry.id, languages: scoredLanguages(entry) })
      why.push(`${entry.title} is measured, as the question names it.`)
    }
  }
  const abilities = outcome.named.flatMap((each) => (each.type === 'ability' ? [each.ability] : []))
  for (const ability of new Set(abilities)) {
    if (named.flat().some((entry) => ability.has(entry))) continue
    const own = tasksOf(ability, known)
    scored.push(...own)
    if (own.length > 0)
      why.push(
        `${listed(own.map(({ task: id }) => task(id).title))} measure ${ability.terms[0]}${inBenchmark}.`,
      )
    else missing.push(`No target${inBenchmark || ' of the catalogue'} measures ${ability.terms[0]}.`)
  }
  const unnamed = named.length === 0 && abilities.length === 0
  const general =
    unnamed &&
    (whole !== undefined ||
      /transfer|cross-?lingual|zero-?shot|multilingual|languages?\b/i.test(outcome.text))
  if (general) {
    scored.push(...known)
    why.push(
      `All tasks${inBenchmark || ' of XTREME and XTREME-R'}, because the question names no single one.`,
    )
  } else if (unnamed) missing.push('The question names nothing that a target of the catalogue measures.')
  return { scored: distinct(scored), why, missing, unnamed }
}

/** Tasks of a benchmark with an ability; where none has it, all of the catalogue with test data and without stand-in. */
function tasksOf(ability: Ability, known: readonly Scored[]): Scored[] {
  const inside = known.filter((each) => ability.has(task(each.task)))
  if (inside.length > 0) return inside
  return tasks()
    .filter((entry) => ability.has(entry) && isScored(entry) && entry.standsInFor === undefined)
    .map((entry) => ({ task: entry.id, languages: scoredLanguages(entry) }))
    .slice(0, MOST_TARGETS)
}
const MOST_TARGETS = 3

/** The tasks in the languages that the outcome names; `codes` null: it names none, and all are scored. */
function inLanguages(scored: readonly Scored[], outcome: Part) {
  const asked = outcome.named.flatMap((each) =>
    // A property that languages have more or less of is a matter of groups, so that those without it can be compared.
    each.type === 'languages' &&
    each.by === null &&
    each.name !== 'multilingual' &&
    each.name !== 'non-english'
      ? [each.codes]
      : [],
  )
  if (asked.length === 0) return { kept: scored, lacking: [], codes: null }
  const codes = [...new Set(asked.flat())]
  const narrowed = scored.map((each) => ({
    ...each,
    languages: each.languages.filter((code) => codes.includes(code)),
  }))
  const names = (list: readonly string[]) => listed(list.map((code) => language(code).name))
  const none = narrowed.filter(({ languages }) => languages.length === 0)
  const few = asked.every((list) => list.length === 1)
  const lost = (each: Scored) => codes.filter((code) => !each.languages.includes(code))
  const lacking = narrowed
    .filter((each) => few && lost(each).length > 0)
    .map((each) => `${task(each.task).title} has no test data in ${names(lost(each))}.`)
  const kept = narrowed.filter((each) => !none.includes(each))
  return { kept, lacking, codes }
}

const searchedUntrained = ({ kind }: TaskEntry) => kind === 'passage-retrieval'

function targetOf({ task: id, languages }: Scored, narrowed: boolean): DesignedTarget {
  const untrained = searchedUntrained(task(id))
  if (!narrowed && !untrained) return id
  return { task: id, ...(narrowed ? { languages } : {}), ...(untrained ? { fineTune: false as const } : {}) }
}

/** The metrics that are asked for, and what decides on targets that have none of them. */
function measureOf(scored: readonly Scored[], asked: readonly string[]) {
  const sets = scored.map(({ task: id }) => metricSet(task(id)).map((each) => each.id))
  const met = asked.filter((id) => sets.some((ids) => ids.includes(id)))
  const others = sets.filter((ids) => !met.some((id) => ids.includes(id)))
  const own = others.map(([first]) => metric(first!).reportedAs ?? first!)
  return {
    ids: met.length === 0 ? [] : [...new Set([...met, ...own])],
    missing:
      scored.length === 0
        ? []
        : asked
            .filter((id) => !met.includes(id))
            .map((id) => `No target that the question names is scored by ${id}.`),
  }
}

function groupsOf(parts: ReadQuestion['parts']): LanguageGroup[] {
  const groups = Object.values(parts).flatMap(({ named }) =>
    named.flatMap((each) => {
      if (each.type === 'grouping') return each.by
      return each.type === 'languages' ? (each.by ?? []) : []
    }),
  )
  return groups.length === 0 ? ['resource-class'] : [...new Set(groups)]
}

function distinct(scored: readonly Scored[]): Scored[] {
  const seen = new Set<string>()
  return scored.filter((each) => !seen.has(each.task) && seen.add(each.task))
}
