import type { Doubt } from '#compare'
import { listed, plural, someOf } from '#kernel'
import { languageName } from './language-name.ts'
import { signed } from './numbers.ts'

/** What speaks against a difference, as half a sentence that follows "because". */
export function doubtInWords(doubt: Doubt, titleOf: (target: string) => string): string {
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
      return `these are two runs with seed ${doubt.seed}: with one seed nothing is said about the arms`
    case 'outlier':
      return `the run of ${doubt.arm} with seed ${doubt.seed} is an outlier on ${titleOf(doubt.target)}: ${signed(doubt.deviation)} points from what the other runs make expect`
    case 'unequal seeds':
      return `languages of ${titleOf(doubt.target)} have different numbers of seeds`
    case 'seeds disagree':
      return `seeds disagree: ${listed(doubt.seeds.map(({ seed, value }) => `${signed(value)} (seed ${seed})`))}`
  }
}

const seedsOf = (seeds: readonly number[]) =>
  `${seeds.length === 1 ? 'seed' : 'seeds'} ${listed(seeds.map(String))}`
