import type { Ready } from '#engine'
import type { Computing } from '#plan'
import type { Manifest } from '#store'

export type Precision = Exclude<Computing['precision'], 'auto'>

/** What a worker told of the device that a slot names (`cuda` is its first GPU). */
export const deviceOf = ({ devices }: Ready, device: string): Ready['devices'][number] | undefined =>
  devices.find(({ id }) => id === device || id === `${device}:0`)

export type SettlePrecision = (asked: Computing['precision'], ready: Ready, device: string) => Precision

/**
 * Decides what `auto` is: bf16 where the worker found its device clearly faster in it. Devices of one name have one
 * answer, that of the first worker, so that a measurement that falls out otherwise does not split a run.
 */
export function newPrecisionSettler(): SettlePrecision {
  const settled = new Map<string, Precision>()
  return (asked, ready, device) => {
    if (asked !== 'auto') return asked
    const found = deviceOf(ready, device)
    const name = found?.name ?? device
    const precision = settled.get(name) ?? (found?.bf16 === true ? 'bf16' : 'fp32')
    settled.set(name, precision)
    return precision
  }
}

/** The precision that an artifact was computed in: where `auto` was asked for, its manifest tells. */
export const precisionOf = (asked: Computing['precision'], { facts }: Manifest): Precision =>
  asked === 'auto' ? (facts.precision as Precision) : asked
