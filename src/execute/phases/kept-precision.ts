import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '#kernel'
import type { Precision } from '../precision.ts'

/**
 * The precision of a training: what it started with where it goes on, else the one given, which is then kept. A state
 * that another machine began is so never continued in another precision; the worker would refuse it.
 */
export async function keptPrecision(state: string, settled: Precision): Promise<Precision> {
  const path = join(state, 'precision')
  const kept = existsSync(path) ? readFileSync(path, 'utf8').trim() : ''
  if (kept === 'bf16' || kept === 'fp32') return kept
  await writeWhole(path, `${settled}\n`)
  return settled
}
