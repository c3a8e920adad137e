import { own } from '#kernel'
import type { Replicate, Study, WrittenStage } from './schema.ts'

type Arms = Pick<Study, 'arms'>

/** Stages of an arm; of a replicate, those of the arm that it repeats. Empty where the study has no such arm. */
export function stagesOf({ arms }: Arms, name: string): readonly WrittenStage[] {
  const written = own(arms, name) ?? []
  if (Array.isArray(written)) return written
  return stagesOf({ arms }, written.replicateOf)
}

/** What an arm repeats, where it is a replicate. */
export function replicateIn({ arms }: Arms, name: string): Replicate | undefined {
  const written = own(arms, name)
  return Array.isArray(written) ? undefined : written
}

/** Arms that have neither stages nor an arm to repeat; in a valid study exactly one, the baseline. */
export function baselinesOf({ arms }: Arms): string[] {
  return Object.keys(arms).filter((name) => {
    const written = arms[name]
    return Array.isArray(written) && written.length === 0
  })
}
