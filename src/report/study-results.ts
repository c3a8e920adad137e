import { kinds, namedModel, namedStage, type TaskEntry, task } from '#catalog'
import type { StudyArm, StudyDifference, StudyModel, StudyResults, StudyTarget } from '#experiments'
import { contentKey, own } from '#kernel'
import { parseStudy, replicateIn, type Study, stagesOf } from '#study'
import type { Report, ReportedDifference } from './schema.ts'

type Data = Report['manifest']['data']

/**
 * What a report says, in the form that claims are checked against. `parameters` are those of the encoder without heads,
 * where they were counted. Everything that keeps the study from being a published experiment is listed with its arm or
 * target, never judged here.
 */
export function studyResults(report: Report, parameters: number | null): StudyResults {
  const study = parseStudy(report.reproduce.study, report.reproduce.file)
  // Replicates show chance; no claim is about them.
  const isOwn = (arm: string) => replicateIn(study, arm) === undefined
  return {
    study: contentKey(study),
    name: report.name,
    question: report.question,
    model: modelOf(study, parameters),
    level: report.level,
    seeds: report.seeds,
    baseline: report.baseline,
    arms: report.arms
      .filter(({ name }) => isOwn(name))
      .map(({ name, path }) => armOf(study, name, path, report.manifest.data)),
    targets: report.targets.map((target) => targetOf(study, target, report)),
    differences: differencesOf(report).filter(({ arm, against }) => isOwn(arm) && isOwn(against)),
    missing: report.missing
      .filter(({ arm }) => isOwn(arm))
      .map(({ arm, target, reason }) => ({ arm, target, reason })),
    limits: report.limits,
  }
}

function modelOf({ model }: Study, parameters: number | null): StudyModel {
  if (typeof model !== 'string')
    return model.from === 'random'
      ? { name: `random weights in the shape of ${model.like}`, id: null, kind: 'random', parameters }
      : { name: 'an encoder made for this study', id: null, kind: 'scratch', parameters }
  const known = namedModel(model)
  return known === undefined
    ? { name: model, id: null, kind: 'folder', parameters }
    : { name: known.title, id: known.id, kind: 'published', parameters: known.architecture.parameters }
}

const entryOf = (study: Study, id: string): TaskEntry => study.tasks.find((own) => own.id === id) ?? task(id)

/** Notes of a data source that say that something else is read than what the task promises. */
const OTHER_DATA = /in (?:its|their|his) place|is part of the|not in the data folders|held.out/i

function armOf(study: Study, name: string, path: string, data: Data): StudyArm {
  const written = stagesOf(study, name).map((stage) => {
    const named = typeof stage === 'string' ? namedStage(stage) : undefined
    const tasks = typeof stage === 'string' ? (named?.tasks ?? [stage]) : stage.tasks
    const all = tasks.every((id) => kinds[entryOf(study, id).kind].trainedLanguages === 'all')
    const listed = typeof stage === 'string' ? undefined : stage.languages
    return {
      stage: {
        tasks,
        named: named?.id ?? null,
        languages: listed ?? (all ? [] : ['en']),
        translated: typeof stage !== 'string' && stage.translated,
      },
      limit: (typeof stage === 'string' ? undefined : stage.training?.limit) ?? study.training.limit,
    }
  })
  const gaps = written.flatMap(({ stage, limit }) =>
    stage.tasks.flatMap((id) => [
      ...standIn(study, id),
      ...limited(study, id, stage.languages, limit),
      ...incomplete(study, id, 'train', data),
    ]),
  )
  const standIns = written.flatMap(({ stage }) =>
    stage.tasks.flatMap((id) => {
      const { standsInFor } = entryOf(study, id)
      return standsInFor === undefined ? [] : [[id, standsInFor] as const]
    }),
  )
  return {
    name,
    path,
    stages: written.map(({ stage }) => stage),
    standIns: Object.fromEntries(standIns),
    gaps: [...new Set(gaps)],
  }
}

function targetOf(study: Study, target: Report['targets'][number], { manifest }: Report): StudyTarget {
  const { id, title, metric, languages, averaged, decides, standsInFor } = target
  const written = study.targets.find((each) => typeof each !== 'string' && each.task === id)
  const limit = typeof written === 'object' ? written.limit : undefined
  const training = (typeof written === 'object' ? written.training?.limit : undefined) ?? study.training.limit
  const fineTuned = manifest.data.some(({ task: read, split }) => read === id && split === 'train')
  return {
    task: id,
    title,
    standsInFor,
    metric: { id: metric.id, title: metric.title },
    languages: averaged,
    controls: languages.filter((language) => !averaged.includes(language)),
    decides,
    gaps: [
      ...new Set([
        ...standIn(study, id),
        ...(limit === undefined ? [] : [`only the first ${limit} test examples of ${id} in each language`]),
        ...(fineTuned ? limited(study, id, ['en'], training) : []),
        ...(limit === undefined ? incomplete(study, id, 'test', manifest.data) : []),
        ...(fineTuned ? incomplete(study, id, 'train', manifest.data) : []),
      ]),
    ],
  }
}

function standIn(study: Study, id: string): string[] {
  const { standsInFor } = entryOf(study, id)
  return standsInFor === undefined ? [] : [`${id} stands in for ${standsInFor}`]
}

function limited(study: Study, id: string, languages: readonly string[], limit: number | undefined) {
  if (limit === undefined) return []
  const sizes = entryOf(study, id).sizes.train ?? {}
  const cuts = languages.some((code) => limit < (own(sizes, code) ?? sizes.each ?? Number.POSITIVE_INFINITY))
  return cuts ? [`at most ${limit} training examples of ${id}`] : []
}

/** Data that was read from elsewhere, or has fewer examples than were published. */
function incomplete(study: Study, id: string, split: 'train' | 'test', data: Data): string[] {
  const sizes = entryOf(study, id).sizes[split] ?? {}
  const read = data.filter((each) => each.task === id && each.split === split)
  const notes = read.flatMap((each) => each.notes.filter((note) => OTHER_DATA.test(note)))
  const fewer = read.filter(({ language, examples, skipped }) => {
    const left = Object.values(skipped).reduce((sum, count) => sum + count, 0)
    return examples + left < (own(sizes, language) ?? sizes.each ?? 0)
  })
  return [
    ...notes.map((note) => `${id}: ${note}`),
    ...(fewer.length === 0
      ? []
      : [
          `fewer ${split === 'train' ? 'training' : 'test'} examples of ${id} than published (${fewer.map(({ language }) => language).join(' ')})`,
        ]),
  ]
}

/** Differences that nothing speaks against: one in doubt is no claim. */
function differencesOf({ comparisons, pairs, withControls, means, baseline }: Report): StudyDifference[] {
  const row = (
    arm: string,
    against: string,
    over: readonly string[],
    target: string | null,
    { value, low, high, clear }: Pick<ReportedDifference, 'value' | 'low' | 'high' | 'clear'>,
    controls = false,
  ): StudyDifference => ({
    arm,
    against,
    target,
    targets: over,
    withControls: controls,
    value,
    low,
    high,
    clear,
  })
  const inDoubt = ({ doubts }: ReportedDifference) => doubts.length > 0
  const all = [
    ...comparisons.flatMap(({ arm, against, difference, extent }) =>
      difference === null || inDoubt(difference)
        ? []
        : [row(arm, against, extent!.targets, null, difference)],
    ),
    ...pairs
      .filter(({ language, difference }) => language === null && !inDoubt(difference))
      .map(({ arm, against, target, difference }) => row(arm, against, [target], target, difference)),
    ...withControls.map(({ arm, against, target, targets, difference }) =>
      row(arm, against, targets, target, difference, true),
    ),
    ...means.flatMap(({ arm, target, language, difference }) =>
      difference === null || language !== null || inDoubt(difference)
        ? []
        : [row(arm, baseline, [target], target, difference)],
    ),
  ]
  const seen = new Set<string>()
  return all.filter(({ arm, against, target, withControls: controls }) => {
    const name = JSON.stringify([arm, against, target, controls])
    return !seen.has(name) && seen.add(name)
  })
}
