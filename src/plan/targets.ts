import { benchmarks, type Evaluation, kinds, type TaskKind } from '#catalog'
import type { Study, Target } from '#study'
import { TargetTwiceError } from './errors.ts'

/** Id of the task of a target, however it is written. */
export const targetTask = (target: string | Target): string =>
  typeof target === 'string' ? target : target.task

/** A target written out. */
export const expandTarget = (target: string | Target): Target =>
  typeof target === 'string' ? { task: target, fineTune: true } : target

/** Whether an encoder is trained on a target of a kind before it is scored there, by how the kind is evaluated. */
export function isFineTuned(kind: TaskKind, { fineTune }: Target): boolean {
  const { evaluation } = kinds[kind]
  return evaluation !== null && FINE_TUNED[evaluation](fineTune)
}

const FINE_TUNED: Readonly<Record<Evaluation, (asked: boolean) => boolean>> = {
  predictions: () => true,
  translations: () => false,
  mining: () => false,
  passages: (asked) => asked,
}

/** Targets with benchmarks in place of their ids: all tasks of one, in the languages that it scores. */
export function expandTargets(targets: Study['targets']): Study['targets'] {
  const byId = new Map<unknown, ReturnType<typeof benchmarks>[number]>(
    benchmarks().map((benchmark) => [benchmark.id, benchmark]),
  )
  const expanded = targets.flatMap((target): Study['targets'] => {
    const named = byId.get(target)
    return named?.tasks.map(({ task, languages }) => ({ task, languages, fineTune: true })) ?? [target]
  })
  const seen = new Set<string>()
  for (const id of expanded.map(targetTask)) {
    if (seen.has(id)) throw new TargetTwiceError(id)
    seen.add(id)
  }
  return expanded
}
