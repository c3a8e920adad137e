import type { MeasuredReport } from '../measured.ts'
import { decimal, signed } from '../numbers.ts'
import type { Report } from '../schema.ts'
import { type Compared, deciding, verdict } from './compared.ts'

type Fact = Report['answer']['facts'][number]

/** How sure the answer is, at a glance. */
export function facts(measured: MeasuredReport, lead?: Compared): Fact[] {
  const { targets, seeds, missing } = measured
  const able = deciding(measured).length
  const averaged = new Set(targets.flatMap((target) => target.averaged))
  const apart = targets.some(({ languages }) => languages.includes('en')) && !averaged.has('en')
  const lacking = missing.reduce((sum, each) => sum + each.languages.length, 0)
  return [
    ...(lead === undefined ? [] : ofLead(measured, lead)),
    {
      label:
        able === targets.length ? 'targets' : 'targets that decide; on the others no arm is above chance',
      value: able === targets.length ? String(able) : `${able} of ${targets.length}`,
    },
    { label: apart ? 'languages without English' : 'languages', value: String(averaged.size) },
    {
      label: seeds.length === 1 ? 'seed, which tells nothing about arms' : 'seeds',
      value: String(seeds.length),
    },
    ...(lacking > 0
      ? [{ label: lacking === 1 ? 'result missing' : 'results missing', value: String(lacking) }]
      : []),
  ]
}

function ofLead({ level }: MeasuredReport, lead: Compared): Fact[] {
  const { value, low, high, detectable } = lead.difference
  return [
    {
      label: `points, ${lead.arm} against ${lead.against}, with ${level} % interval`,
      value: `${signed(value)} [${signed(low)}, ${signed(high)}]`,
    },
    ...(verdict(lead) === 'no-clear-effect' && detectable !== null && detectable > 0
      ? [{ label: 'points would have been found with a chance of 80 %', value: decimal(detectable) }]
      : []),
  ]
}
