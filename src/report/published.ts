import { benchmarks, namedModel, type PublishedResult, publishedResults } from '#catalog'
import { count, groupBy, plural } from '#kernel'
import { meanOf, metric } from '#score'
import { replicateIn, stagesOf, type WrittenStage } from '#study'
import type { ReportInput } from './input.ts'
import type { MeasuredReport } from './measured.ts'
import { inSentence } from './numbers.ts'
import type { PublishedRow } from './schema.ts'
import { fourDecimals } from './training.ts'

/** The encoder of the papers that a study without a published encoder is held against. */
const USUAL_MODEL = 'XLM-R Large'

/**
 * Numbers of papers for the study's targets, means over languages, each with ours by the same metric, over those of the
 * paper's languages that we have (English too where the paper averages it in), and with everything that is known to keep the
 * two apart. Of papers' encoders only the study's own, or XLM-R Large where it is none of them.
 */
export function publishedRows(input: ReportInput, measured: MeasuredReport): PublishedRow[] {
  const own = modelTitle(input)
  const known = publishedResults().some(({ model }) => model === own)
  const model = own !== null && known ? own : USUAL_MODEL
  return measured.targets.flatMap((target) => {
    const task = target.standsInFor ?? target.id
    return publishedResults({ task, model })
      .filter(({ language, metric: id }) => language === null && isMetric(id))
      .map((result): PublishedRow => {
        const arm = armLike(input, target.id, result)
        const ours = arm === null ? null : scoreOf(input, arm, target.id, result)
        return {
          target: target.id,
          title: target.title,
          metric: metric(result.metric).title,
          setting: settingOf(result),
          value: fourDecimals(result.value),
          paper: result.paper,
          place: result.place,
          arm: ours === null ? null : arm,
          ours,
          cautions: cautions(input, target, result, own, ours === null),
        }
      })
  })
}

function modelTitle({ study }: ReportInput): string | null {
  if (typeof study.model !== 'string') return null
  return namedModel(study.model)?.title ?? null
}

const isMetric = (id: string) => {
  try {
    return metric(id).id === id
  } catch {
    return false
  }
}

const settingOf = ({ model, arm }: PublishedResult) =>
  arm === 'baseline'
    ? `${model}, no intermediate task`
    : arm === 'best-per-target'
      ? `${model}, the best intermediate task of this target`
      : `${model}, ${arm}`

/** Our arm that is closest to a published one; null where none is. */
function armLike(input: ReportInput, target: string, result: PublishedResult): string | null {
  const { arm } = result
  const { baseline } = input.results
  const arms = input.results.arms.filter((name) => replicateIn(input.study, name) === undefined)
  if (arm === 'baseline') return baseline
  if (arm === 'best-per-target')
    return (
      arms
        .filter((name) => name !== baseline)
        .map((name) => ({ name, value: scoreOf(input, name, target, result) ?? Number.NEGATIVE_INFINITY }))
        .sort((a, b) => b.value - a.value)[0]?.name ?? null
    )
  const only = (stages: readonly WrittenStage[]) =>
    stages.length === 1 &&
    (stages[0] === arm || (typeof stages[0] === 'object' && stages[0].tasks.join() === arm))
  return arms.find((name) => only(stagesOf(input.study, name))) ?? null
}

/** Languages that a published mean is over: those of the benchmark that has the task; null where none has. */
const languagesOf = ({ task }: PublishedResult): readonly string[] | null =>
  benchmarks()
    .flatMap(({ tasks }) => tasks)
    .find((scored) => scored.task === task)?.languages ?? null

/** Mean over the languages of a published number of the means over seeds. */
function scoreOf(
  { results }: ReportInput,
  arm: string,
  target: string,
  published: PublishedResult,
): number | null {
  const theirs = languagesOf(published)
  const values = results.cells.flatMap(({ score, ...cell }) => {
    const value = score.metrics[published.metric]
    const isOver = theirs === null || theirs.includes(cell.language)
    return cell.arm === arm && cell.target === target && isOver && value !== undefined
      ? [{ language: cell.language, value }]
      : []
  })
  if (values.length === 0) return null
  const languages = [...groupBy(values, ({ language }) => language).values()]
  return fourDecimals(meanOf(languages.map((seeds) => meanOf(seeds.map(({ value }) => value)))))
}

type Target = MeasuredReport['targets'][number]

function cautions(
  input: ReportInput,
  target: Target,
  result: PublishedResult,
  model: string | null,
  nothing: boolean,
): string[] {
  const theirs = languagesOf(result)
  const shared = theirs?.filter((code) => target.languages.includes(code)).length
  const limit = input.study.targets.find(
    (each) => typeof each !== 'string' && each.task === target.id && each.limit !== undefined,
  )
  const notes = new Set(
    input.data.flatMap(({ task, split, notes: all }) => (task === target.id && split === 'test' ? all : [])),
  )
  return [
    ...(nothing ? ['we have no arm or no score like it'] : []),
    ...(model === result.model ? [] : [`another encoder: ours is ${encoderOf(input)}`]),
    ...(target.standsInFor === null ? [] : [`other data: ${target.id} stands in for ${target.standsInFor}`]),
    ...(theirs !== null && shared !== theirs.length
      ? [`fewer languages: of their ${theirs.length} we have ${shared}`]
      : []),
    ...(typeof limit === 'object'
      ? [`ours are the first ${plural(limit.limit!, 'test example')} of each language`]
      : []),
    ...[...notes].map((note) => inSentence(note).replace(/\.$/, '')),
    ...(result.split === 'development' ? ['theirs is on development data'] : []),
    ...(result.arm === 'best-per-target' && !nothing ? ['our best arm was picked by these very scores'] : []),
    ...(result.direction === 'to-english' ? ['theirs searches in the other direction'] : []),
    ...(result.confidence === 'from memory' ? ['their number is from memory and not checked'] : []),
    ...(result.confidence === 'derived' ? ['their number is computed from others'] : []),
    ...(result.note === undefined ? [] : [inSentence(result.note).replace(/\.$/, '')]),
  ]
}

function encoderOf({ study, parameters }: ReportInput): string {
  if (typeof study.model === 'string') return study.model
  if (study.model.from === 'random') return `random weights in the shape of ${study.model.like}`
  return `made for this study${parameters === null ? '' : ` (${count(parameters / 1e6)} million parameters)`}`
}
