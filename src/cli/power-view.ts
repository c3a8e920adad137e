import { listed, percent, plural } from '#kernel'
import type { DetectableOn, PlannedPower } from '#report'
import { printTable } from './table.ts'
import { print } from './terminal.ts'

const points = (value: number) => (value < 0.95 ? value.toFixed(2) : value.toFixed(1))

const size = (value: number | null) => (value === null ? 'nothing' : `${points(value)} points`)

const seedsFor = (seeds: number | null) => (seeds === null ? 'over 100 seeds' : `${seeds} seeds`)

/** What a study can detect with its seeds, and how many would detect 1 point. */
export function printPower({ seeds, pairs, power, mean, targets, assumed }: PlannedPower): void {
  if (seeds === 1) print('One seed: nothing will be said about the arms; use at least three.')
  const rows = [...(mean === null ? [] : [{ name: 'mean over targets', ...mean }]), ...targets.map(named)]
  const known = rows.filter(({ noise }) => noise !== null)
  if (known.length > 0) {
    const what = seeds === 1 ? 'Seeds that detect 1 point' : `Differences that ${seeds} seeds can detect`
    print(`${what}, with a chance of ${percent(power)}, ${plural(pairs, 'comparison')} adjusted by Holm:`)
    printTable(
      ['on', 'runs differ by', 'detectable', 'to detect 1 point', 'noise of'],
      known.map(({ name, noise, detected }) => [
        name,
        points(noise!.runs),
        size(detected!.detectable),
        seedsFor(detected!.seedsForOnePoint),
        originOf(noise!),
      ]),
    )
  }
  const unknown = rows.filter(({ noise }) => noise === null)
  if (unknown.length === 0) return
  const where = known.length === 0 ? '' : ` on ${listed(unknown.map(({ name }) => name))}`
  print(
    `What can be detected${where} is not known: this store has no finished study with two seeds or more on the same ${known.length === 0 ? 'targets' : 'target'}, by the same metric. It is known once one has run.`,
  )
  if (assumed.length === 0) return
  print('Assumptions, not measurements (chance in test examples comes on top), on one target:')
  printTable(
    ['if runs differ by', 'detectable', 'to detect 1 point'],
    assumed.map(({ runs, detectable, seedsForOnePoint }) => [
      points(runs),
      size(detectable),
      seedsFor(seedsForOnePoint),
    ]),
  )
}

const named = ({ target, ...found }: PlannedPower['targets'][number]) => ({ name: target, ...found })

function originOf(noise: NonNullable<DetectableOn['noise']>): string {
  const { study, own, sameModel, sameLanguages, arms, seeds } = noise
  const differs = [
    sameModel ? 'same encoder' : 'another encoder',
    ...(sameLanguages ? [] : ['other languages']),
  ]
  const runs = `${plural(arms, 'arm')} x ${plural(seeds, 'seed')}`
  return own ? `this study (${runs})` : `${study}, ${differs.join(', ')} (${runs})`
}
