/**
 * What the verifier is worth, beside the largest class and a floor of surface features:
 *
 *     npx tsx bench/claims/evaluate.ts CLAIMS PAPERS [--study FILE --store DIR [--data DIR,DIR] [--arm ARM] [--cache DIR] [--table FILE]]
 *
 * `CLAIMS` holds `healthver/` and `citint/`: what is fitted reads their `fit` part, what is calibrated `calibrate`, and all
 * that is printed is `test`. `PAPERS` are volumes of the ACL Anthology, for the mutation suite, which
 * runs on SciFact's claims too. With a study that has run,
 * its model is calibrated and scored too; `--table` writes its table. Prints Markdown.
 */
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openStudy } from '../../src/cli/context.ts'
import type { Label } from '../../src/evidence/bundle/claims.ts'
import type { Calibration } from '../../src/evidence/verdicts/calibration/table.ts'
import type { EntailmentScorer } from '../../src/evidence/verdicts/entailment.ts'
import { openNliScorer } from '../../src/evidence/verdicts/nli/scorer.ts'
import { opinionsOfScorer } from '../../src/evidence/verdicts/opinions.ts'
import { openVerifier, type Verifier } from '../../src/evidence/verdicts/verifier.ts'
import { resultSentences, spread } from '../../test/support/evidence/mutations/abstracts.ts'
import {
  share,
  type Tally,
  tallyMutants,
  tallyParaphrases,
} from '../../test/support/evidence/mutations/suite.ts'
import { isotonic, type Scored } from './isotonic.ts'
import { measure, type Said } from './measures.ts'
import { type ClaimPair, candidateOfPair, claimOfPair, readClaimPairs, readScifactClaims } from './pairs.ts'
import { surfaceFloor } from './surface.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    study: { type: 'string' },
    store: { type: 'string' },
    data: { type: 'string' },
    arm: { type: 'string' },
    cache: { type: 'string' },
    table: { type: 'string' },
  },
})
const [claims, papers] = positionals
if (claims === undefined || papers === undefined) throw new TypeError('usage: evaluate.ts CLAIMS PAPERS')

const LABELS: readonly Label[] = ['supported', 'contradicted', 'insufficient']
const OPERATING_POINT = 0.9
const pairs = readClaimPairs(claims)
const part = (split: ClaimPair['split']) => pairs.filter((pair) => pair.split === split)
const test = part('test')

async function sayWith(verifier: Verifier, list: readonly ClaimPair[]): Promise<Said[]> {
  const said: Said[] = []
  for (const [at, pair] of list.entries()) {
    const origin = { from: 'report' as const, file: 'pairs', line: at + 1 }
    const verdict = await verifier.verify({ id: String(at), text: claimOfPair(pair), origin }, [
      candidateOfPair(pair),
    ])
    said.push({
      gold: pair.label,
      label: verdict.label,
      confidence: verdict.confidence,
      verified: verdict.verified,
    })
  }
  return said
}

function largestClass(): Said[] {
  const fit = part('fit')
  const count = (label: Label) => fit.filter((pair) => pair.label === label).length
  const label = [...LABELS].sort((one, other) => count(other) - count(one))[0]!
  return test.map(({ label: gold }) => ({
    gold,
    label,
    confidence: count(label) / fit.length,
    verified: false,
  }))
}

function floor(): Said[] {
  return surfaceFloor(part('fit'), test).map((given, at) => {
    const label = LABELS.reduce((best, one) => (given[one] > given[best] ? one : best))
    const confidence = given[label]
    return {
      gold: test[at]!.label,
      label,
      confidence,
      verified: label === 'supported' && confidence >= OPERATING_POINT,
    }
  })
}

/** Curves of a scorer on pairs that neither it nor anything else has seen. */
async function calibrate(scorer: EntailmentScorer): Promise<Calibration> {
  const opinions = opinionsOfScorer(scorer)
  const seen: Record<Label, Scored[]> = { supported: [], contradicted: [], insufficient: [] }
  for (const pair of part('calibrate')) {
    const [opinion] = await opinions(claimOfPair(pair), [candidateOfPair(pair)], undefined)
    seen[opinion!.label].push({ score: opinion!.score, right: opinion!.label === pair.label })
  }
  const known = LABELS.filter((label) => seen[label].length > 0)
  return {
    id: `${scorer.id}-1`,
    mode: 'nli',
    scorer: scorer.id,
    operatingPoint: OPERATING_POINT,
    about:
      'Isotonic regression of the score of the label on the "calibrate" part of HealthVer (development) and Citation-Integrity, one passage a claim.',
    groups: {},
    curves: Object.fromEntries(known.map((label) => [label, isotonic(seen[label])])),
  }
}

const number = (value: number | null) => (value === null ? 'none' : value.toFixed(3))
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')

function report(modes: readonly (readonly [string, readonly Said[]])[]): void {
  for (const set of ['both', 'healthver', 'citation-integrity'] as const) {
    const kept = test.flatMap((pair, at) => (set === 'both' || pair.set === set ? [at] : []))
    const measured = modes.map(([name, said]) => [name, measure(kept.map((at) => said[at]!))] as const)
    console.log(`\n### ${set}: ${kept.length} pairs\n`)
    console.log(
      table(
        [
          'verifier',
          'accuracy',
          'macro-F1',
          'precision of "supported"',
          'share "supported"',
          'precision of verified',
          'share verified',
          'decided',
          'ECE',
          'Brier',
        ],
        measured.map(([name, one]) => [
          name,
          number(one.accuracy),
          number(one.macroF1),
          number(one.supportedPrecision),
          number(one.supportedCoverage),
          number(one.verifiedPrecision),
          number(one.verifiedCoverage),
          number(one.decided),
          number(one.ece),
          number(one.brier),
        ]),
      ),
    )
    console.log('\nShare that is wrong among the surest part:\n')
    console.log(
      table(
        ['verifier', ...measured[0]![1].risk.map(({ coverage }) => `${coverage * 100} %`)],
        measured.map(([name, one]) => [name, ...one.risk.map(({ risk }) => number(risk))]),
      ),
    )
  }
}

function tallyTable(title: string, tallies: Readonly<Record<string, Tally>>): void {
  console.log(`\n### ${title}\n`)
  console.log(
    table(
      ['kind', 'made', 'wrong'],
      Object.entries(tallies).map(([kind, { made, wrong }]) => [kind, String(made), String(wrong.length)]),
    ),
  )
  console.log(`\nIn all: ${(100 * share(tallies)).toFixed(2)} % wrong.`)
}

const modes: [string, Said[]][] = [
  ['largest class', largestClass()],
  ['surface features', floor()],
  ['rules', await sayWith(openVerifier({ mode: 'checks' }), test)],
]
if (values.study !== undefined && values.store !== undefined) {
  const { file, study, places } = openStudy(values.study, values.data)
  const scorer = await openNliScorer({
    from: {
      study,
      file,
      places,
      store: resolve(values.store),
      ...(values.arm === undefined ? {} : { arm: values.arm }),
    },
    ...(values.cache === undefined ? {} : { cache: values.cache }),
  })
  try {
    const calibration = await calibrate(scorer)
    if (values.table !== undefined) writeFileSync(values.table, `${JSON.stringify([calibration], null, 2)}\n`)
    modes.push(['encoder', await sayWith(openVerifier({ mode: 'nli', scorer, calibration }), test)])
  } finally {
    await scorer.close()
  }
}
console.log('## Labelled pairs')
report(modes)
const suites = [
  ['abstracts', spread(resultSentences(papers, 1), 2500)],
  ['SciFact claims', readScifactClaims(claims).map((claim) => ({ sentence: claim, passage: claim }))],
] as const
for (const [name, sources] of suites) {
  console.log(`\n## Mutation suite: ${sources.length} ${name}, rules alone`)
  tallyTable('Mutants, wrong: supported', tallyMutants(sources, 9))
  tallyTable('Originals and light paraphrases, wrong: not supported', tallyParaphrases(sources))
}
