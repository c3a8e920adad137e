/**
 * How often each veto fires on pairs that people call supported, and on pairs that they call contradicted:
 *
 *     npx tsx bench/claims/vetoes.ts DATA [--part fit] [--show NAME]
 *
 * `DATA` holds `claims/{healthver,citint}`, `train/claims/` and `xnli/`. Rules may be written after the pairs of `--part fit` and
 * of the training sets; what is reported is the rest. A veto that does not fire on contradicted pairs three times as often as on
 * supported ones has no place in `veto.ts`. Prints Markdown.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkClaim } from '../../src/evidence/verdicts/checks/check-claim.ts'
import { VETOES, vetoOf } from '../../src/evidence/verdicts/veto.ts'
import { candidateOfPair, claimOfPair, readClaimPairs } from './pairs.ts'
import { drawBalanced, readTrainingPairs, type TrainingPair } from './training.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { part: { type: 'string' }, show: { type: 'string' } },
})
const [data] = positionals
if (data === undefined) throw new TypeError('usage: vetoes.ts DATA [--part fit] [--show NAME]')

const people = readClaimPairs(join(data, 'claims')).filter(
  ({ split }) => (split === 'fit') === (values.part === 'fit'),
)
const others = readTrainingPairs(join(data, 'train', 'claims'), join(data, 'xnli')).filter(
  ({ set }) => set !== 'xnli-dev',
)
const most = Object.fromEntries(others.map(({ set }) => [set, 350]))
const pairs: TrainingPair[] = [...people, ...drawBalanced(others, most)]

interface Counted {
  readonly set: string
  readonly label: TrainingPair['label']
  readonly fired: ReadonlySet<string>
}
const counted = pairs.map((pair): Counted => {
  const { checks } = checkClaim({ text: claimOfPair(pair) }, candidateOfPair(pair))
  const conflicts = checks.filter(({ outcome }) => outcome === 'conflict')
  const shown = conflicts.find(({ name }) => name === values.show)
  if (shown !== undefined)
    console.log(`${pair.label}: ${shown.reason}\n   ${pair.claim}\n   ${pair.passage.slice(0, 600)}`)
  const fired = new Set<string>(conflicts.map(({ name }) => name))
  if (vetoOf({ checks }) !== null) fired.add('any veto')
  return { set: pair.set, label: pair.label, fired }
})

const sets = ['all', ...new Set(pairs.map(({ set }) => set))]
console.log('| veto | set | supported | fires | contradicted | fires | times as often |')
console.log('| --- | --- | --- | --- | --- | --- | --- |')
for (const veto of [...VETOES, 'any veto'])
  for (const set of sets) {
    const of = (label: TrainingPair['label']) =>
      counted.filter((one) => one.label === label && (set === 'all' || one.set === set))
    const count = (label: TrainingPair['label']) => of(label).filter(({ fired }) => fired.has(veto)).length
    const [s, c] = [count('supported'), count('contradicted')]
    const times = c / of('contradicted').length / (s / of('supported').length)
    const cells = [veto, set, of('supported').length, s, of('contradicted').length, c]
    console.log(`| ${cells.join(' | ')} | ${Number.isFinite(times) ? times.toFixed(1) : ''} |`)
  }
