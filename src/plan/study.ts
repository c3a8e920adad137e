import { decidingMetrics } from '#score'
import { baselinesOf, replicateIn, type Study, stagesOf } from '#study'
import { findModel, planBaseModel } from './base-model.ts'
import { newDraft } from './draft.ts'
import { planEvaluation } from './evaluate/index.ts'
import { newForgettingPlanner } from './forgetting.ts'
import { planOverlaps } from './overlap-phases.ts'
import { overlapsOf } from './overlaps.ts'
import type { MaterialFolders } from './pins.ts'
import type { Plan } from './plan.ts'
import { expandStage } from './stages.ts'
import { expandTarget, expandTargets, targetTask } from './targets.ts'
import { planTraining } from './training.ts'
import { trainingSeed } from './training-seed.ts'

/**
 * Compiles a study into its graph of phases. Reads file hashes and model configurations, trains and parses nothing.
 * The same computation asked for by two arms, seeds or targets becomes one phase.
 */
export async function planStudy(written: Study, places: MaterialFolders): Promise<Plan> {
  const targets = expandTargets(written.targets)
  const source = await findModel(written.model, places)
  const study: Study = { ...written, targets, model: 'from' in source ? source : written.model }
  const draft = newDraft(study, places)
  decidingMetrics(
    targets.map((target) => draft.tasks.of(targetTask(target))),
    study.measure,
  )
  const base = await planBaseModel(draft, source)
  const forgetting = await newForgettingPlanner(draft, base.checkpoint)
  const baseline = baselinesOf(study)[0]!
  const seeds = seedsOf(study)
  for (const arm of Object.keys(study.arms))
    for (const seed of seeds) {
      const run = { arm, seed, trainingSeed: trainingSeed(seed, replicateIn(study, arm)) }
      let checkpoint = base.checkpoint
      const stages = stagesOf(study, arm)
      for (const [at, stage] of stages.entries()) {
        if (at > 0) await forgetting.measure(checkpoint, run, at, false)
        checkpoint = await planTraining(draft, checkpoint, expandStage(stage), run, { stage: at + 1 })
      }
      for (const target of targets) await planEvaluation(draft, checkpoint, expandTarget(target), run)
      // A replicate of the baseline has its very encoder.
      if (stages.length > 0 || arm === baseline)
        await forgetting.measure(checkpoint, run, stages.length, true)
    }
  const overlaps = overlapsOf(study, draft.tasks)
  const overlapPhases = planOverlaps(draft)
  return {
    study,
    phases: draft.phases.all(),
    cells: draft.cells,
    trainings: draft.trainings,
    selections: [...draft.selections.values()],
    forgetting: forgetting.planned(),
    models: base.folders,
    architecture: base.checkpoint.encoder.architecture,
    copy: base.copy,
    tasks: draft.tasks.used(),
    baseline,
    seeds,
    absent: draft.pins.absent(),
    overlaps,
    overlapPhases,
  }
}

/** As listed, or 1, 2, ... up to their number. */
const seedsOf = ({ seeds }: Study): readonly number[] =>
  typeof seeds === 'number' ? Array.from({ length: seeds }, (_, at) => at + 1) : seeds
