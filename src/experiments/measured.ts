import { benchmarks } from '#catalog'
import type { StudyCheck } from './claims-file.ts'
import { parameterWords } from './parameters.ts'
import type { StudyArm, StudyDifference, StudyResults, StudyTarget } from './study-results.ts'

/** What a study has for one arm and one target, or the mean of several, of a claim. */
export type Measured = Omit<StudyDifference, 'target'>

export interface Measurement {
  /** One entry for each intermediate task of the claim that the study has: its measured values, one a target if `each`. */
  readonly found: readonly (readonly Measured[])[]
  /** Why the study is not the experiment of the claim; empty where it is. */
  readonly obstacles: readonly string[]
  /** How many arms the claim names. */
  readonly arms: number
}

/** Languages that are expected of a target where a claim names none: those of the benchmark that scores it. */
function expectedLanguages(task: string, named: readonly string[]): readonly string[] | null {
  const all = benchmarks()
  const within = all.filter(({ id }) => named.includes(id))
  for (const { tasks } of [...within, ...all]) {
    const scored = tasks.find((each) => each.task === task)
    if (scored !== undefined) return scored.languages
  }
  return null
}

/** The tasks of a claim's targets: a benchmark is all of its tasks. */
export function targetTasks({ targets }: Pick<StudyCheck, 'targets'>): string[] {
  const tasks = targets.flatMap((target) => {
    const whole = benchmarks().find(({ id }) => id === target)
    return whole === undefined ? [target] : whole.tasks.map(({ task }) => task)
  })
  return [...new Set(tasks)]
}

interface Group {
  readonly arm: StudyArm | null
  readonly against: StudyArm | null
  readonly named: string
}

/** Gathers from a study what it measured of a claim, and everything that keeps it from being the claim's experiment. */
export function measureCheck(check: StudyCheck, results: StudyResults): Measurement {
  const tasks = targetTasks(check)
  const targets = tasks.map((task) => ({ task, target: targetFor(task, results) }))
  const present = targets.flatMap(({ target }) => (target === null ? [] : [target]))
  const groups =
    check.intermediate === 'best-per-target'
      ? bestPerTarget(check, results, present)
      : groupsOf(check, results)
  const absent = targets.flatMap(({ task, target }) => (target === null ? [task] : []))
  const found = groups.flatMap((group) => {
    const values = 'values' in group ? group.values : valuesOf(group, present, check, results)
    return values.length === 0 ? [] : [values]
  })
  const arms = groups.flatMap((group) => ('values' in group ? [] : [group]))
  const obstacles = [
    ...modelObstacles(check, results),
    ...(results.seeds.length < check.seeds
      ? [`${results.seeds.length} of the ${check.seeds} seeds that it takes`]
      : []),
    ...(absent.length === 0 ? [] : [`without ${absent.join(', ')}, which the claim is about`]),
    ...arms.flatMap(({ arm, against, named }) =>
      arm === null || against === null ? [`no arm for ${named}`] : [...arm.gaps, ...against.gaps],
    ),
    ...(check.intermediate === 'best-per-target'
      ? ['the best arm is picked by the very scores, not on development data']
      : []),
    ...present.flatMap((target) => targetObstacles(target, check, results)),
    ...(found.length === 0 && present.length > 0 && arms.every(({ arm }) => arm !== null)
      ? ['the study does not compare these arms']
      : []),
  ]
  return { found, obstacles: [...new Set(obstacles)], arms: groups.length }
}

function modelObstacles({ model: wanted }: StudyCheck, { model }: StudyResults): string[] {
  if (model.kind === 'published' && model.id === wanted) return []
  const size = parameterWords(model)
  return [`another encoder (${model.name}${size === '' ? '' : `, ${size}`}) than ${wanted}`]
}

const targetFor = (task: string, { targets }: StudyResults): StudyTarget | null =>
  targets.find((target) => target.task === task) ??
  targets.find(({ standsInFor }) => standsInFor === task) ??
  null

const expectedOf = ({ task, standsInFor }: StudyTarget, check: StudyCheck) =>
  check.languages ?? expectedLanguages(standsInFor ?? task, check.targets)

/** Whether the claim is about a mean that the controls of the target are in, as most published means are. */
const hasControls = (target: StudyTarget, check: StudyCheck): boolean =>
  expectedOf(target, check)?.some((code) => target.controls.includes(code)) ?? false

function targetObstacles(target: StudyTarget, check: StudyCheck, { missing }: StudyResults): string[] {
  const expected = expectedOf(target, check)
  const measuredIn = hasControls(target, check) ? [...target.languages, ...target.controls] : target.languages
  const lacking = expected?.filter((code) => !measuredIn.includes(code)) ?? []
  const more = expected === null ? [] : measuredIn.filter((code) => !expected.includes(code))
  return [
    ...target.gaps,
    ...(target.decides ? [] : [`${target.task} is at chance`]),
    ...(lacking.length === 0 ? [] : [`${target.task} without ${lacking.join(' ')}`]),
    ...(more.length === 0
      ? []
      : [`${target.task} with languages that the claim is not about (${more.join(' ')})`]),
    ...(check.metric === undefined || check.metric === target.metric.id
      ? []
      : [`${target.task} by ${target.metric.id}, not by ${check.metric}`]),
    ...(missing.some((cell) => cell.target === target.task) ? [`scores of ${target.task} are missing`] : []),
  ]
}

const listOf = (value: string | readonly string[]) => (typeof value === 'string' ? [value] : value)

function groupsOf(check: StudyCheck, results: StudyResults): Group[] {
  const against = listOf(check.against)
  return listOf(check.intermediate).map((named, at) => {
    const other = against[at] ?? against[0]!
    const [arm, reference] = [armFor(named, results), armFor(other, results)]
    return { arm, against: reference, named: arm === null ? named : other }
  })
}

/** The arm of an intermediate task as a claim names it; of alternatives, the first that the study has. */
function armFor(named: string, { arms, baseline }: StudyResults): StudyArm | null {
  if (named === 'none') return arms.find(({ name }) => name === baseline) ?? null
  for (const alternative of named.split(' or ')) {
    const found = arms.find((arm) => isArm(arm, alternative.trim()))
    if (found !== undefined) return found
  }
  return null
}

/** Stand-ins count here: what they lack is among the gaps of the arm. */
function isArm({ stages, standIns }: StudyArm, named: string): boolean {
  const [stage] = stages
  if (stage === undefined || stages.length !== 1) return false
  const translated = named.startsWith('translated ')
  if (stage.translated !== translated) return false
  const tasks = named
    .replace(/^translated /, '')
    .split('+')
    .map((task) => task.trim())
  const own = (task: string) => tasks.includes(task) || tasks.some((wanted) => standIns[task] === wanted)
  const same =
    stage.named !== null
      ? tasks.length === 1 && stage.named === tasks[0]
      : stage.tasks.length === tasks.length && stage.tasks.every(own)
  const mixed = tasks.some((task) => task.startsWith('mlm'))
  return same && (translated || mixed || stage.languages.every((code) => code === 'en'))
}

function valuesOf(
  { arm, against }: Group,
  targets: readonly StudyTarget[],
  check: StudyCheck,
  results: StudyResults,
): readonly Measured[] {
  if (arm === null || against === null) return []
  const each = targets.flatMap((target) => differenceOf(arm.name, against.name, target, check, results) ?? [])
  return check.combine === 'each' ? each : meanOf(arm.name, against.name, each, results)
}

function differenceOf(
  arm: string,
  against: string,
  target: StudyTarget,
  check: StudyCheck,
  { differences }: StudyResults,
) {
  const withControls = hasControls(target, check)
  const has = (one: string, other: string) => (row: StudyDifference) =>
    row.arm === one &&
    row.against === other &&
    row.target === target.task &&
    row.withControls === withControls
  const found = differences.find(has(arm, against))
  if (found !== undefined) return measured(found)
  const turned = differences.find(has(against, arm))
  return turned === undefined
    ? null
    : measured({ ...turned, arm, against, value: -turned.value, low: -turned.high, high: -turned.low })
}

const measured = ({ target, ...rest }: StudyDifference): Measured => rest

/**
 * The mean over targets: the study's own, with controls where any target has them, where it is over the same ones. Else its interval is as wide as the mean of the
 * intervals, which is never too narrow however the targets go together.
 */
function meanOf(
  arm: string,
  against: string,
  each: readonly Measured[],
  { differences }: StudyResults,
): readonly Measured[] {
  if (each.length <= 1) return each
  const targets = each.flatMap((one) => one.targets)
  const withControls = each.some((one) => one.withControls)
  const own = differences.find(
    (row) =>
      row.withControls === withControls &&
      row.arm === arm &&
      row.against === against &&
      row.target === null &&
      row.targets.length === targets.length &&
      row.targets.every((target) => targets.includes(target)),
  )
  if (own !== undefined) return [measured(own)]
  const mean = (of: (one: Measured) => number) => each.reduce((sum, one) => sum + of(one), 0) / each.length
  const [value, low, high] = [mean((one) => one.value), mean((one) => one.low), mean((one) => one.high)]
  return [{ arm, against, targets, withControls, value, low, high, clear: low > 0 || high < 0 }]
}

/** The best arm of each target, as one more arm. */
function bestPerTarget(check: StudyCheck, results: StudyResults, targets: readonly StudyTarget[]) {
  const best = targets.flatMap((target) => {
    const withControls = hasControls(target, check)
    const rows = results.differences.filter(
      (row) =>
        row.target === target.task && row.against === results.baseline && row.withControls === withControls,
    )
    const top = [...rows].sort((a, b) => b.value - a.value || (a.arm < b.arm ? -1 : 1))[0]
    return top === undefined ? [] : [{ ...measured(top), arm: 'the best arm of each target' }]
  })
  const values =
    check.combine === 'each' ? best : meanOf('the best arm of each target', results.baseline, best, results)
  return [{ values }]
}
