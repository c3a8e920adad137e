/**
 * How well the verifier of a study judges the held-out claim pairs of `pairs.ts`, and what it is to be compared with:
 *
 *     npx tsx bench/claims/nli.ts STUDY CLAIMS --data DIR,DIR --store DIR [--papers DIR] [--arm ARM] [--cache DIR]
 *
 * `CLAIMS` holds `healthver/` and `citint/`; the study has run with this data and store. Temperatures are fitted on
 * `calibrate`, all else is scored on `test`; with volumes of the ACL Anthology (`--papers`) also on `own-statements.yaml`.
 * Prints Markdown.
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { stagesOf } from '#study'
import { openStudy } from '../../src/cli/context.ts'
import type { Label } from '../../src/evidence/bundle/claims.ts'
import type { LabelProbabilities } from '../../src/evidence/verdicts/entailment.ts'
import { openNliScorer } from '../../src/evidence/verdicts/nli/scorer.ts'
import { fitTemperature, probabilities } from '../../src/evidence/verdicts/nli/temperature.ts'
import { readOwnStatements } from './own-statements.ts'
import { type ClaimPair, type JudgedPair, readClaimPairs } from './pairs.ts'
import { surfaceFloor } from './surface.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string' },
    store: { type: 'string' },
    papers: { type: 'string' },
    arm: { type: 'string' },
    cache: { type: 'string' },
  },
})
const [file, claims] = positionals
if (file === undefined || claims === undefined || values.store === undefined)
  throw new TypeError(
    'usage: nli.ts STUDY CLAIMS --data DIR,DIR --store DIR [--papers DIR] [--arm ARM] [--cache DIR]',
  )

const ORDER: readonly Label[] = ['supported', 'contradicted', 'insufficient']
const pairs = readClaimPairs(claims)
const part = (split: ClaimPair['split']) => pairs.filter((pair) => pair.split === split)
const asPairs = (of: readonly JudgedPair[]) =>
  of.map(({ passage, claim }) => ({ premise: passage, hypothesis: claim }))
const best = (each: LabelProbabilities) => ORDER.reduce((a, b) => (each[b] > each[a] ? b : a))
const round = (value: number) => (Number.isFinite(value) ? value.toFixed(3) : '')

/** Mean gap of confidence and share that is right, over ten bins of the first label's probability. */
function calibrationError(gold: readonly JudgedPair[], said: readonly LabelProbabilities[]): number {
  const bins = Array.from({ length: 10 }, () => ({ sure: 0, right: 0 }))
  for (const [at, each] of said.entries()) {
    const label = best(each)
    const bin = bins[Math.min(9, Math.floor(each[label] * 10))]!
    bin.sure += each[label]
    bin.right += label === gold[at]!.label ? 1 : 0
  }
  return bins.reduce((sum, { sure, right }) => sum + Math.abs(sure - right), 0) / gold.length
}

function macroF1(gold: readonly JudgedPair[], said: readonly Label[]): number {
  const scores = ORDER.map((label) => {
    const both = gold.filter((pair, at) => pair.label === label && said[at] === label).length
    const either =
      gold.filter((pair) => pair.label === label).length + said.filter((each) => each === label).length
    return either === 0 ? 0 : (2 * both) / either
  })
  return scores.reduce((sum, each) => sum + each, 0) / scores.length
}

interface Row {
  readonly name: string
  readonly said: readonly LabelProbabilities[]
  readonly raw?: readonly LabelProbabilities[]
}

function table<Pair extends JudgedPair>(
  pairs: readonly Pair[],
  rows: readonly Row[],
  where: (pair: Pair) => boolean,
): string {
  const kept = pairs.flatMap((pair, at) => (where(pair) ? [at] : []))
  const gold = kept.map((at) => pairs[at]!)
  const lines = rows.map(({ name, said, raw }) => {
    const own = kept.map((at) => said[at]!)
    const labels = own.map(best)
    const right = labels.filter((label, at) => label === gold[at]!.label).length
    const sure = own.flatMap((each, at) => (each.supported >= 0.7 ? [gold[at]!.label] : []))
    return [
      name,
      round(right / gold.length),
      round(macroF1(gold, labels)),
      raw === undefined
        ? ''
        : round(
            calibrationError(
              gold,
              kept.map((at) => raw[at]!),
            ),
          ),
      round(calibrationError(gold, own)),
      round(sure.filter((label) => label === 'supported').length / sure.length),
      round(sure.length / gold.length),
    ]
  })
  return [
    `${gold.length} pairs`,
    '',
    '| verifier | accuracy | macro-F1 | ECE before | ECE | precision of "supported" at 0.7 | coverage |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...lines.map((cells) => `| ${cells.join(' | ')} |`),
    '',
  ].join('\n')
}

const test = part('test')
const calibrate = part('calibrate')
const own = values.papers === undefined ? [] : readOwnStatements(values.papers)
const share = (label: Label) => part('fit').filter((pair) => pair.label === label).length / part('fit').length
const prior = {
  supported: share('supported'),
  contradicted: share('contradicted'),
  insufficient: share('insufficient'),
}
const floor = surfaceFloor(part('fit'), [...test, ...own])
const rows: Row[] = [
  { name: 'largest class', said: test.map(() => prior) },
  { name: 'surface features', said: floor.slice(0, test.length) },
]
const ownRows: Row[] = [
  { name: 'largest class', said: own.map(() => prior) },
  { name: 'surface features', said: floor.slice(test.length) },
]
const { study, places } = openStudy(file, values.data)
/** Each arm, or the one that is named, as it ends, and as it is after each of its stages. */
const arms = values.arm === undefined ? Object.keys(study.arms) : [values.arm]
const steps = arms.flatMap((arm) => [
  ...stagesOf(study, arm).map((_, at) => ({
    arm,
    step: { stage: at + 1 },
    name: `${arm}, stage ${at + 1} alone`,
  })),
  { arm, name: arm },
])
for (const { name, ...chosen } of steps) {
  const scorer = await openNliScorer({
    from: { study, file, places, store: resolve(values.store), ...chosen },
    temperature: 1,
    slot: { device: 'cpu', threads: 1 },
    ...(values.cache === undefined ? {} : { cache: values.cache }),
  })
  try {
    const fitted = await scorer.logits(asPairs(calibrate))
    const temperature = fitTemperature(fitted.map((logits, at) => ({ logits, label: calibrate[at]!.label })))
    const begin = performance.now()
    const logits = await scorer.logits(asPairs(test))
    const seconds = (performance.now() - begin) / 1000
    console.error(`${name}: temperature ${temperature}; ${test.length} pairs in ${seconds.toFixed(1)} s`)
    const rowOf = (of: typeof logits): Row => ({
      name: `${name}, temperature ${temperature}`,
      said: of.map((each) => probabilities(each, temperature)),
      raw: of.map((each) => probabilities(each, 1)),
    })
    rows.push(rowOf(logits))
    ownRows.push(rowOf(await scorer.logits(asPairs(own))))
  } finally {
    await scorer.close()
  }
}
for (const set of ['all', 'healthver', 'citation-integrity'])
  console.log(`## ${set}\n\n${table(test, rows, (pair) => set === 'all' || pair.set === set)}`)
if (own.length > 0)
  for (const label of ['all', ...ORDER])
    console.log(
      `## own statements, ${label}\n\n${table(own, ownRows, (pair) => label === 'all' || pair.label === label)}`,
    )
