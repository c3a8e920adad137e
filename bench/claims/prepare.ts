/**
 * Writes the claims with evidence that `studies/verifier.yaml` trains on and is scored on:
 *
 *     npx tsx bench/claims/prepare.ts DATA INTO
 *
 * `DATA` holds `claims/{healthver,citint}`, `train/claims/` and `xnli/`; below `INTO` appear
 * `claims-with-evidence/{train,development,calibrate,test}.jsonl`. `test`, `calibrate` and `development` are parts of the pairs
 * of `pairs.ts`; `train` is the rest of their `fit` part and the other sets, less what shares a claim or a sentence with them.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NLI_LABELS } from '../../src/evidence/verdicts/nli/labels.ts'
import { heldOutCheck } from './held-out.ts'
import { type ClaimPair, digest, readClaimPairs } from './pairs.ts'
import { drawBalanced, readTrainingPairs, type TrainingPair } from './training.ts'

const [data, into] = process.argv.slice(2)
if (data === undefined || into === undefined) throw new TypeError('usage: prepare.ts DATA INTO')

/** Most pairs of a set and label. Claims of science lead; where a set has less, all of it is taken. */
const LIMIT = {
  'healthver-train': 800,
  healthver: 260,
  'citation-integrity': 300,
  scifact: 330,
  'covid-fact': 200,
  'climate-fever': 200,
  'fever-gold-sentences': 120,
  'fever-symmetric': 100,
  'fool-me-twice': 150,
  'xnli-dev': 200,
}

const pairs = readClaimPairs(join(data, 'claims'))
const developmentGroups = new Set(['healthver', 'citation-integrity'].flatMap(groupsOf))

/**
 * Groups of `fit` that choose the best weights, about an eighth of the pairs of a set: in the order of their hashes, those
 * that still fit. No claim and no document is on both sides.
 */
function groupsOf(set: string): string[] {
  const fit = pairs.filter((pair) => pair.set === set && pair.split === 'fit')
  const sizes = new Map<string, number>()
  for (const { group } of fit) sizes.set(group, (sizes.get(group) ?? 0) + 1)
  let room = fit.length / 8
  return [...sizes.keys()]
    .map((group) => ({ group, order: digest(`development ${group}`) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .flatMap(({ group }) => {
      if (sizes.get(group)! > room) return []
      room -= sizes.get(group)!
      return [group]
    })
}

const partOf = ({ split, group }: ClaimPair): string =>
  split !== 'fit' ? split : developmentGroups.has(group) ? 'development' : 'train'

const heldOut = pairs.filter((pair) => partOf(pair) !== 'train')
const check = heldOutCheck(heldOut)
const dropped = new Map<string, number>()
const free = readTrainingPairs(join(data, 'train', 'claims'), join(data, 'xnli')).filter((pair) => {
  const shared = check(pair)
  if (shared === null) return true
  dropped.set(`${pair.set}, ${shared}`, (dropped.get(`${pair.set}, ${shared}`) ?? 0) + 1)
  return false
})
for (const [what, count] of dropped) console.log(`left out, ${what}: ${count} pairs`)

const train = drawBalanced<TrainingPair>(
  [...pairs.filter((pair) => partOf(pair) === 'train'), ...free],
  LIMIT,
)
const counts = new Map<string, number>()
for (const { set, label } of train) counts.set(`${set}, ${label}`, (counts.get(`${set}, ${label}`) ?? 0) + 1)
for (const [what, count] of [...counts].sort()) console.log(`train, ${what}: ${count} pairs`)

const folder = join(into, 'claims-with-evidence')
mkdirSync(folder, { recursive: true })
write('train', train)
for (const part of ['development', 'calibrate', 'test'])
  write(
    part,
    heldOut.filter((pair) => partOf(pair) === part),
  )

function write(part: string, of: readonly TrainingPair[]): void {
  const rows = of.map(({ set, claim, passage, label }, at) => {
    const id = `${set}-${digest(`${set}\n${passage}\n${claim}`).slice(0, 16)}-${at}`
    return JSON.stringify({ id, set, passage, claim, label: NLI_LABELS[label] })
  })
  const file = join(folder, `${part}.jsonl`)
  writeFileSync(`${file}.part`, `${rows.join('\n')}\n`)
  renameSync(`${file}.part`, file)
  console.log(`${file}: ${rows.length} pairs`)
}
