import type { Doubt } from '#compare'
import { groupBy, listed, plural, someOf } from '#kernel'
import { languageName } from './language-name.ts'
import { decimal, signed } from './numbers.ts'

type Outlier = Extract<Doubt, { readonly why: 'outlier' }>

/** What speaks against a difference, as half sentences that follow "because". */
export function doubtsInWords(doubts: readonly Doubt[], titleOf: (target: string) => string): string[] {
  const outliers = groupBy(
    doubts.filter((doubt): doubt is Outlier => doubt.why === 'outlier'),
    ({ target, seed }) => `${target} ${seed}`,
  )
  return [
    ...doubts.flatMap((each) => (each.why === 'outlier' ? [] : inWords(each, titleOf))),
    ...[...outliers.values()].map((runs) => outlierInWords(runs, titleOf)),
  ]
}

/** One of two runs of a seed: where a study has two arms, which of them stands apart cannot be told. */
function outlierInWords(runs: readonly Outlier[], titleOf: (target: string) => string): string {
  const { target, seed, deviation } = runs[0]!
  const arms = listed(
    runs.map(({ arm }) => arm),
    'or',
  )
  const size = runs.length === 1 ? signed(deviation) : decimal(Math.abs(deviation))
  return `the run of ${arms} with seed ${seed} is an outlier on ${titleOf(target)}, ${size} points from what the other runs make expect (rule: externally studentised residual of arm and seed, p below 0.01 after Bonferroni)`
}

function inWords(doubt: Exclude<Doubt, Outlier>, titleOf: (target: string) => string): string {
  switch (doubt.why) {
    case 'constant predictions':
      return doubt.runs
        .map(
          ({ seed, languages, prediction }) =>
            `the run of ${doubt.arm} with seed ${seed} collapsed: it answers every example of ${titleOf(doubt.target)} with "${prediction}" (${someOf(languages.map(languageName), 3)})`,
        )
        .join('; ')
    case 'runs at chance':
      return `${doubt.arm} is at chance on ${titleOf(doubt.target)} with ${seedsOf(doubt.seeds)}, where other runs are above it: that may be a training that failed`
    case 'missing targets':
      return `${doubt.arm} has no result on ${listed(doubt.targets.map(titleOf))}`
    case 'nothing in common':
      return `the arms have no seed and language in common on ${listed(doubt.targets.map(titleOf))}`
    case 'missing seeds':
      return `${doubt.arm} has no result on ${titleOf(doubt.target)} with ${seedsOf(doubt.seeds)}`
    case 'missing languages':
      return `${doubt.arm} lacks ${plural(doubt.languages.length, 'language')} of ${titleOf(doubt.target)} (${someOf(doubt.languages.map(languageName), 3)})`
    case 'one seed':
      return `only seed ${doubt.seed} can be compared, and one seed says nothing about the arms`
    case 'unequal seeds':
      return `languages of ${titleOf(doubt.target)} have different numbers of seeds`
    case 'seeds disagree':
      return `seeds disagree: ${listed(doubt.seeds.map(({ seed, value }) => `${signed(value)} (seed ${seed})`))}`
  }
}

const seedsOf = (seeds: readonly number[]) =>
  `${seeds.length === 1 ? 'seed' : 'seeds'} ${listed(seeds.map(String))}`
