/**
 * Writes the claim pairs of `pairs.ts` as the data that `studies/verifier-mini.yaml` trains on and is scored on:
 *
 *     npx tsx bench/claims/prepare.ts CLAIMS DATA
 *
 * `CLAIMS` holds `healthver/` and `citint/`; below `DATA` appear `science-claims/{train,development,calibrate,test}.jsonl`.
 * `train` and `development` are parts of `fit`; the study reads neither `calibrate`, nor `test` before it is scored.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NLI_LABELS } from '../../src/evidence/verdicts/nli/labels.ts'
import { type ClaimPair, readClaimPairs } from './pairs.ts'

const [claims, data] = process.argv.slice(2)
if (claims === undefined || data === undefined) throw new TypeError('usage: prepare.ts CLAIMS DATA')

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

const pairs = readClaimPairs(claims)
const development = new Set(['healthver', 'citation-integrity'].flatMap(developmentGroups))

/**
 * Groups of `fit` that choose the best weights, about an eighth of the pairs of a set: in the order of their hashes, those
 * that still fit. No claim and no document is on both sides.
 */
function developmentGroups(set: string): string[] {
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
  split !== 'fit' ? split : development.has(group) ? 'development' : 'train'

const parts = new Map<string, string[]>()
for (const pair of pairs) {
  const { set, claim, passage, label, group } = pair
  const rows = parts.get(partOf(pair)) ?? []
  parts.set(partOf(pair), rows)
  const id = digest(`${set}\n${passage}\n${claim}`).slice(0, 16)
  rows.push(
    JSON.stringify({
      id: `${set}-${id}-${rows.length}`,
      set,
      group,
      passage,
      claim,
      label: NLI_LABELS[label],
    }),
  )
}

const folder = join(data, 'science-claims')
mkdirSync(folder, { recursive: true })
for (const [part, rows] of parts) {
  const file = join(folder, `${part}.jsonl`)
  writeFileSync(`${file}.part`, `${rows.join('\n')}\n`)
  renameSync(`${file}.part`, file)
  console.log(`${file}: ${rows.length} pairs`)
}
