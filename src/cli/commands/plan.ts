import { existsSync } from 'node:fs'
import { defineCommand } from 'citty'
import type { Keep, Plan, PlanSummary, TrainSettings } from '#plan'
import type { Manifest } from '#store'
import { keep, study, studyArguments } from '../arguments.ts'
import { printTable } from '../table.ts'
import { print, printJson } from '../terminal.ts'

const duration = (seconds: number) =>
  seconds < 90
    ? `${Math.ceil(seconds)} s`
    : seconds < 5400
      ? `${Math.round(seconds / 60)} min`
      : `${(seconds / 3600).toFixed(1)} h`

const STATES = { cached: 'cached', unneeded: 'not needed', new: 'new', runs: 'runs' } as const

const short = (value: number) =>
  value >= 1e15
    ? `${(value / 1e15).toFixed(1)}P`
    : value >= 1e12
      ? `${(value / 1e12).toFixed(1)}T`
      : value >= 1e9
        ? `${(value / 1e9).toFixed(1)}G`
        : value >= 1e6
          ? `${(value / 1e6).toFixed(1)}M`
          : value >= 1e3
            ? `${(value / 1e3).toFixed(1)}k`
            : String(Math.round(value))

export default defineCommand({
  meta: {
    name: 'plan',
    description:
      'Show what a study would run: phases shared, new, cached or run again and why, with their cost',
  },
  args: {
    study,
    ...studyArguments,
    json: { type: 'boolean', description: 'Print everything as JSON' },
    explain: {
      type: 'boolean',
      description: 'Print every training setting, and how deep is searched, with its source',
    },
    keep,
    all: { type: 'boolean', description: 'List every phase, not only the trained ones' },
  },
  run: async ({ args }) => {
    const [{ planStudy, searchDepths, summarizePlan }, { planPower }, { openStore }] = await Promise.all([
      import('#plan'),
      import('#report'),
      import('#store'),
    ])
    const { keepPolicy, openStudy, storeFolder } = await import('../context.ts')
    const { olderNote } = await import('../store-notes.ts')
    const { knownNoise } = await import('../noise-records.ts')
    const { previousPlan, storedFeatureSize } = await import('../plan-and-run.ts')
    const policy = keepPolicy(args.keep)
    const opened = openStudy(args.study, args.data)
    const plan = await planStudy(opened.study, opened.places)
    const root = storeFolder(args.store)
    const store = existsSync(root) ? openStore(root, { readOnly: true }) : undefined
    const summary = await summarizePlan(plan, {
      isCached: (key) => store?.has(key) ?? false,
      isDropped: (key) => store?.isDropped(key) ?? false,
      storedBytes: (key) => (store?.has(key) ? bytesOf(store.manifest(key)) : undefined),
      everything: policy === 'all',
      featureSize: store ? storedFeatureSize(store) : () => undefined,
      previous: store ? previousPlan(store, opened) : {},
      secondsOf: (key) =>
        store?.has(key) || store?.isDropped(key) ? store.manifest(key).seconds : undefined,
      places: opened.places,
    })
    const power = async () =>
      planPower(plan, store ? await knownNoise(store, opened, plan) : { own: null, others: [] })
    if (args.json)
      printJson({
        ...summary,
        power: await power(),
        settings: settingsOf(plan),
        searchDepths: searchDepths(plan),
      })
    else if (args.explain) {
      printSettings(plan)
      printRetrieval(plan, await import('#plan'))
    } else {
      printSummary(summary, args.all === true)
      printDisk(summary.disk, policy)
      const planned = await power()
      if (planned !== null) {
        const { printPower } = await import('../power-view.ts')
        printPower(planned)
      }
      const older = store ? await olderNote(store) : null
      if (older !== null) print(older)
    }
    return 0
  },
})

function printSummary(summary: PlanSummary, all: boolean): void {
  const rows: (string | number)[][] = []
  for (const phase of summary.phases) {
    if (!all && phase.operation !== 'train') continue
    const [first, ...others] = phase.labels
    const { cost } = phase
    const about = cost && !cost.exact ? '~' : ''
    rows.push([
      phase.key.slice(0, 12),
      `${all ? `${phase.operation}: ` : ''}${first}${others.length > 0 ? `\nshared with ${others.length} more` : ''}`,
      phase.because === null ? STATES[phase.state] : `runs because ${phase.because}`,
      cost?.steps ? about + cost.steps : '',
      cost ? about + short(cost.tokens) : '',
      cost ? about + short(cost.flops) : '',
    ])
  }
  printTable(['key', 'phase', 'state', 'steps', 'tokens', 'FLOPs'], rows, [14, 52, 34, 8, 10, 10])
  const count = (state: string) => summary.phases.filter((phase) => phase.state === state).length
  const { training, toRun } = summary
  const unneeded = count('unneeded') === 0 ? '' : `${count('unneeded')} no longer needed, `
  const about = toRun.exact ? '' : 'about '
  print(
    `${summary.phases.length} phases give ${summary.cells} scores: ${count('cached')} cached, ${unneeded}${count('new')} new, ${count('runs')} run again.`,
  )
  print(
    `${training.trained} trained phases (${training.withoutSharing} without sharing), ${training.toRun} of them to run.`,
  )
  print(forgettingLine(summary.forgetting))
  print(`To run: ${about}${short(toRun.tokens)} tokens, ${about}${short(toRun.flops)} FLOPs.`)
  for (const [device, seconds] of Object.entries(summary.seconds))
    print(`  ${device}: ${about}${duration(seconds)}`)
  if (toRun.unknown.length > 0)
    print(`Not counted, because their size is unknown: ${toRun.unknown.join('; ')}.`)
  for (const { trained, target, what } of summary.overlaps)
    print(`Overlap: an arm trains on ${trained}, ${target} is a target. ${what}`)
  if (summary.absent.length > 0) {
    const names = [...new Set(summary.absent.map(({ name }) => name))]
    print(
      `Not on this machine, so it cannot run yet: ${names.join(', ')} (${summary.absent.length} parts). "polyvia data fetch" gets them.`,
    )
  }
  if (!toRun.exact)
    print(
      '"~" and "about": estimated from the characters of the text, or from published sizes where it is not here; exact once features are in the store.',
    )
}

const bytesOf = ({ files }: Manifest) => Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0)

/** Disk by policy; the one in force is named first. */
function printDisk(disk: PlanSummary['disk'], policy: Keep = 'all'): void {
  const size = (bytes: number) =>
    bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
  const told = (keep: Keep) => `${size(disk[keep].peak)} at most, ${size(disk[keep].left)} in the end`
  print(`Disk: about ${told(policy)}.`)
  for (const keep of Object.keys(disk) as Keep[])
    if (keep !== policy) print(`  with --keep ${keep}: ${told(keep)}`)
}

function forgettingLine({ text, languages, encoders, betweenStages }: PlanSummary['forgetting']): string {
  const between = betweenStages === 0 ? '' : `, sentence retrieval with ${betweenStages} between two stages`
  return text.length === 0
    ? `Forgetting: no masked-LM loss, because neither the study ("forgetting") nor a recipe names text for it${between}.`
    : `Forgetting: masked-LM loss of ${encoders} encoders on ${text.join(' + ')} in ${languages} languages${between}.`
}

const stepName = (step: Plan['trainings'][number]['step']) =>
  'target' in step ? step.target : step.stage === 0 ? 'pretraining' : `stage ${step.stage}`

function settingsOf(plan: Plan) {
  return plan.trainings.map(({ arm, seed, step, key, settings }) => ({
    arm,
    seed,
    step: stepName(step),
    key,
    settings,
  }))
}

function printSettings(plan: Plan): void {
  const seen = new Set<string>()
  for (const { arm, step, settings } of plan.trainings) {
    const name = `${arm} › ${stepName(step)}`
    if (seen.has(name)) continue
    seen.add(name)
    print(`\n${name}`)
    const rows: (string | number)[][] = []
    for (const [field, setting] of Object.entries(settings)) {
      if ('source' in setting && 'value' in setting)
        rows.push([field, JSON.stringify(setting.value), String(setting.source)])
      else
        for (const [task, each] of Object.entries(setting as TrainSettings['maxLength']))
          rows.push([`${field} (${task})`, each.value, each.source])
    }
    printTable(['setting', 'value', 'source'], rows)
  }
}

function printRetrieval(plan: Plan, { searchDepths, vectorSettings }: typeof import('#plan')): void {
  const depths = Object.entries(searchDepths(plan))
  if (depths.length === 0) return
  const { sweep } = plan.study.retrieval
  const { prefixes, ...output } = vectorSettings(plan.study, plan.architecture)
  const rows = [
    ...depths.map(([task, depth]) => [`neighbours (${task})`, depth] as const),
    ...Object.entries(sweep === undefined ? { ...output, prefixes } : { prefixes }),
  ].map(([field, { value, source }]) => [field, JSON.stringify(value), source])
  print('\nretrieval')
  printTable(['setting', 'value', 'source'], rows)
}
