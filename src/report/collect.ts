import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Cell, MissingCell, Results } from '#compare'
import {
  type DevelopmentScore,
  precisionOf,
  readMaskedLmLoss,
  readOverlap,
  readScore,
  readSelection,
  type Selection,
} from '#execute'
import { type Key, readSafetensors } from '#kernel'
import { type Plan, type PlannedPhase, trainingCounts } from '#plan'
import type { Store } from '#store'
import { compareAsDeclared } from './declared.ts'
import type {
  DataRecord,
  ForgettingRecord,
  HostRecord,
  OverlapRecord,
  ReportInput,
  SelectionRecord,
  TrainingRecord,
} from './input.ts'

/** Why a phase has no artifact, by key: told by the run, or not tried. */
export type Reasons = ReadonlyMap<Key, string>

interface Named {
  readonly name: string
  readonly file: string
  readonly studyText: string
  readonly created: string
}

/** Gathers from the store everything that a plan's report is made of. Cells without a score are listed with the reason. */
export function collectReport(
  named: Named,
  plan: Plan,
  store: Store,
  cached: number,
  reasons: Reasons,
): ReportInput {
  const results = collectResults(plan, store, reasons)
  // What was dropped has its record still.
  const isThere = ({ key }: { readonly key: Key }) => store.has(key) || store.isDropped(key)
  const present = plan.phases.filter(isThere)
  const manifests = present.map((phase) => store.manifest(phase.key))
  const trainings = plan.trainings.filter(isThere)
  return {
    ...named,
    study: plan.study,
    tasks: plan.tasks,
    architecture: plan.architecture,
    copy: plan.copy,
    parameters: trainings[0] === undefined ? null : countParameters(trainings[0], store),
    trainings: trainings.map((training) => trainingRecord(training, store)),
    data: dataRecords(manifests),
    results,
    comparison: compareAsDeclared(results, plan.study, plan.tasks),
    selections: plan.selections
      .filter(({ key }) => store.has(key))
      .map(({ arm, seed, key }) => selectionRecord(arm, seed, readSelection(store.path(key)))),
    forgetting: forgettingRecord(plan, store),
    overlaps: overlapRecords(plan, store),
    phases: { ...trainingCounts(plan), total: plan.phases.length, cached },
    versions: Object.assign({}, ...manifests.map((manifest) => manifest.versions)),
    hosts: hosts(manifests),
  }
}

function selectionRecord(arm: string, seed: number, selection: Selection): SelectionRecord {
  const { task, languages, chosen, tried } = selection
  const best = tried.find(({ layer, pooling }) => layer === chosen.layer && pooling === chosen.pooling)!
  return { arm, seed, ...chosen, score: best.score, task, languages, table: tried }
}

function forgettingRecord(
  { forgetting: { text, maskProbability, encoders } }: Plan,
  store: Store,
): ForgettingRecord {
  const keys = encoders.flatMap(({ retrieval, maskedLm }) => [
    ...retrieval.map(({ score }) => score),
    ...maskedLm.map(({ loss }) => loss),
  ])
  return {
    text,
    maskProbability,
    missing: keys.filter((key) => !store.has(key)).length,
    encoders: encoders.map(({ retrieval, maskedLm, ...encoder }) => ({
      ...encoder,
      retrieval: retrieval
        .filter(({ score }) => store.has(score))
        .map(({ score, target, language }) => ({
          target,
          language,
          metrics: readScore(store.path(score)).metrics,
        })),
      maskedLm: maskedLm
        .filter(({ loss }) => store.has(loss))
        .map(({ loss, language }) => ({ language, ...readMaskedLmLoss(store.path(loss)) })),
    })),
  }
}

function overlapRecords({ overlapPhases, phases }: Plan, store: Store): OverlapRecord[] {
  const planned = new Map<Key, PlannedPhase>(phases.map((phase) => [phase.key, phase]))
  return overlapPhases.map(({ target, key, trainings }) => {
    const { test, training } = (planned.get(key) as PlannedPhase<'overlap'>).local
    const sets = store.has(key) ? readOverlap(store.path(key)) : null
    return {
      target,
      trainings,
      sets:
        sets?.map(({ test: place, quotes, ...set }) => ({
          ...set,
          language: test[place]!.language,
          quotes: quotes.map(({ training: from, by, ...quote }) => ({
            ...quote,
            by: { task: training[from]!.entry.id, language: training[from]!.language, id: by },
          })),
        })) ?? null,
    }
  })
}

/** Reads every score that the plan promises. */
export function collectResults(plan: Plan, store: Store, reasons: Reasons): Results {
  const cells: Cell[] = []
  const missing: MissingCell[] = []
  for (const { arm, target, language, seed, score } of plan.cells) {
    const cell = { arm, target, language, seed }
    if (store.has(score)) cells.push({ ...cell, run: score, score: readScore(store.path(score)) })
    else missing.push({ ...cell, reason: reasons.get(score) ?? 'not run yet' })
  }
  return {
    arms: Object.keys(plan.study.arms),
    baseline: plan.baseline,
    targets: plan.study.targets.map((target) => (typeof target === 'string' ? target : target.task)),
    seeds: plan.seeds,
    cells,
    missing,
  }
}

function trainingRecord(
  { arm, seed, step, key, settings }: Plan['trainings'][number],
  store: Store,
): TrainingRecord {
  const manifest = store.manifest(key)
  const { facts, seconds } = manifest
  const folder = store.recordPath(key)
  const losses = readSafetensors(join(folder, 'losses.safetensors')).loss!.data as Float32Array
  const evaluations = JSON.parse(readFileSync(join(folder, 'evaluations.json'), 'utf8')) as DevelopmentScore[]
  const handover = (facts.handover ?? {}) as Partial<Record<'loaded' | 'created' | 'dropped', string[]>>
  return {
    arm,
    seed,
    step,
    key,
    settings: {
      ...settings,
      precision: { ...settings.precision, value: precisionOf(settings.precision.value, manifest) },
    },
    steps: facts.steps as number,
    tokens: facts.tokens as number,
    seconds,
    losses: thinned(losses),
    evaluations,
    handover: {
      loaded: handover.loaded?.length ?? 0,
      created: handover.created?.length ?? 0,
      dropped: handover.dropped?.length ?? 0,
    },
  }
}

const CURVE_POINTS = 100

/** Mean loss over equal stretches of steps, so that a curve has at most 100 points. */
function thinned(losses: Float32Array): TrainingRecord['losses'] {
  const stretch = Math.max(1, Math.ceil(losses.length / CURVE_POINTS))
  const points: { step: number; loss: number }[] = []
  for (let from = 0; from < losses.length; from += stretch) {
    const part = losses.subarray(from, from + stretch)
    points.push({ step: from + part.length, loss: part.reduce((sum, loss) => sum + loss, 0) / part.length })
  }
  return points
}

type Manifest = ReturnType<Store['manifest']>

/** Every dataset once, as the features that were made of it tell. */
function dataRecords(manifests: readonly Manifest[]): DataRecord[] {
  const records = new Map<string, DataRecord>()
  for (const { operation, facts } of manifests)
    if (operation === 'featurize')
      for (const record of facts.data as unknown as DataRecord[])
        records.set(`${record.task} ${record.language} ${record.split} ${record.examples}`, record)
  return [...records.values()]
}

function hosts(manifests: readonly Manifest[]): HostRecord[] {
  const found = new Map(manifests.map(({ host }) => [JSON.stringify(host), host]))
  return [...found.values()]
}

const countParameters = ({ key }: Plan['trainings'][number], store: Store) =>
  (store.manifest(key).facts.parameters ?? null) as number | null
