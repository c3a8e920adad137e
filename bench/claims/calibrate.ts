/**
 * Makes the confidence table of the rules, `src/evidence/verdicts/calibration/checks.json`:
 *
 *     npx tsx bench/claims/calibrate.ts CLAIMS PAPERS
 *
 * `CLAIMS` holds `healthver/` and `citint/`, of which the `calibrate` part is read; `PAPERS` volumes of the ACL Anthology,
 * of which one half is.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '#engine'
import type { Calibration } from '../../src/evidence/verdicts/calibration/table.ts'
import { checkClaim } from '../../src/evidence/verdicts/checks/check-claim.ts'
import { resultSentences, spread } from '../../test/support/evidence/mutations/abstracts.ts'
import { candidateOf, tallyMutants, tallyParaphrases } from '../../test/support/evidence/mutations/suite.ts'
import { checkPair, readClaimPairs } from './pairs.ts'

const [claims, papers] = process.argv.slice(2)
if (claims === undefined || papers === undefined) throw new TypeError('usage: calibrate.ts CLAIMS PAPERS')

/** Made pairs weigh no more than this many, however many there are: they are easier than what people write. */
const MADE_COUNTS_AS = 30
/** Kinds of mutants that the source contradicts, when it decides anything. */
const OPPOSED = new Set(['number', 'unit', 'negation', 'direction', 'comparator'])

interface Count {
  right: number
  of: number
}
const counts = () =>
  Object.fromEntries(
    ['verbatim', 'near-verbatim', 'conflict', 'related'].map((tier): [string, Count] => [
      tier,
      { right: 0, of: 0 },
    ]),
  )
const add = (count: Count | undefined, isRight: boolean) => {
  if (count === undefined) return
  count.of += 1
  if (isRight) count.right += 1
}

const natural = counts()
for (const pair of readClaimPairs(claims).filter(({ split }) => split === 'calibrate')) {
  const { tier, label } = checkPair(pair)
  add(natural[tier], label === pair.label)
}

const made = counts()
const sources = spread(resultSentences(papers, 0), 1000)
tallyParaphrases(sources, (claim, { sentence, passage }) => {
  const { tier, label } = checkClaim(
    { text: claim },
    candidateOf(passage, { sentence: { start: 0, end: sentence.length, text: sentence } }),
  )
  add(made[tier], label === 'supported')
  return label === 'supported'
})
tallyMutants(sources, 5, 1, (claim, { sentence, passage }, kind) => {
  const { tier, label } = checkClaim(
    { text: claim },
    candidateOf(passage, { sentence: { start: 0, end: sentence.length, text: sentence } }),
  )
  if (label === 'supported') add(made[tier], false)
  if (label === 'contradicted') add(made[tier], OPPOSED.has(kind))
  return label === 'supported'
})

const round = (value: number) => Math.round(value * 100) / 100
const groups = Object.fromEntries(
  Object.keys(natural).map((tier) => {
    const [own, other] = [natural[tier]!, made[tier]!]
    // What is left open says nothing about made pairs: there the answer is known by construction.
    const weight = tier === 'related' || other.of === 0 ? 0 : Math.min(1, MADE_COUNTS_AS / other.of)
    return [
      tier,
      {
        right: round(own.right + weight * other.right),
        of: round(own.of + weight * other.of),
        prior: [1, 1] as [number, number],
      },
    ]
  }),
)
console.log({ natural, made, groups })
const table: Calibration = {
  id: 'checks-1',
  mode: 'checks',
  scorer: null,
  operatingPoint: 0.9,
  about:
    'Posterior means under a uniform Beta prior. People: the "calibrate" part of HealthVer (development) and Citation-Integrity. Made: originals, paraphrases and mutants of ACL abstracts, weighed as 30 examples a tier.',
  groups,
  curves: {},
}
writeFileSync(
  join(packageRoot(), 'src/evidence/verdicts/calibration/checks.json'),
  `${JSON.stringify(table, null, 2)}\n`,
)
