import { benchmarks, task as catalogueTask, namedStage, type TaskEntry } from '#catalog'
import { type Study, scratchRecipe, stagesOf } from '#study'

/** Every task that a study reads, its own ones among them, each once. Throws UNKNOWN_TASK. */
export function tasksOfStudy(study: Study): TaskEntry[] {
  const named = [
    ...(scratchRecipe(study)?.text.tasks ?? []),
    ...Object.keys(study.arms).flatMap((arm) =>
      stagesOf(study, arm).flatMap((stage) => (typeof stage === 'string' ? stage : stage.tasks)),
    ),
    ...study.targets.map((target) => (typeof target === 'string' ? target : target.task)),
    ...(study.retrieval.sweep === undefined ? [] : [study.retrieval.sweep.task]),
  ]
  const entries = new Map<string, TaskEntry>()
  const add = (id: string) => {
    const members =
      namedStage(id)?.tasks ??
      benchmarks()
        .find((benchmark) => benchmark.id === id)
        ?.tasks.map(({ task }) => task)
    if (members !== undefined) {
      members.forEach(add)
      return
    }
    if (entries.has(id)) return
    const entry = study.tasks.find((own) => own.id === id) ?? catalogueTask(id)
    entries.set(id, entry)
    entry.trainFirst.forEach(add)
  }
  named.forEach(add)
  return [...entries.values()]
}
