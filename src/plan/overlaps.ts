import { type Study, stagesOf } from '#study'
import { expandStage } from './stages.ts'
import type { StudyTasks } from './study-tasks.ts'
import { targetTask } from './targets.ts'

/** An intermediate task and a target of one study that share material. */
export interface Overlap {
  readonly trained: string
  readonly target: string
  readonly what: string
}

/** Intermediate tasks and targets that share material, by what the entries of either say. */
export function overlapsOf(study: Study, tasks: StudyTasks): Overlap[] {
  const targets = study.targets.map(targetTask)
  const place = new Map(targets.map((target, at) => [target, at]))
  const said = new Map<string, Map<string, string>>()
  for (const stage of Object.keys(study.arms).flatMap((arm) => stagesOf(study, arm)))
    for (const trained of expandStage(stage).tasks)
      if (!said.has(trained))
        said.set(
          trained,
          new Map(Object.entries(tasks.of(trained).overlaps).filter(([target]) => place.has(target))),
        )
  for (const target of targets)
    for (const [trained, what] of Object.entries(tasks.of(target).overlaps)) {
      const own = said.get(trained)
      if (own !== undefined && !own.has(target)) own.set(target, what)
    }
  return [...said].flatMap(([trained, whats]) =>
    [...whats]
      .sort(([one], [other]) => place.get(one)! - place.get(other)!)
      .map(([target, what]) => ({ trained, target, what })),
  )
}
