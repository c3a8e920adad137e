import { parameterWords, type StudyDifference, type StudyResults } from '#experiments'
import { plural } from '#kernel'
import type { Claim } from '../bundle/claims.ts'

const amount = (value: number) => Math.abs(value).toFixed(1)
const signed = (value: number) => `${value < 0 ? '−' : '+'}${amount(value)}`

/** What a study measured, as claims in whole sentences: each difference over a target, and the mean over its targets. */
export function studyClaims(results: StudyResults): Claim[] {
  return results.differences.flatMap((row) => (row.withControls ? [] : [claimOf(row, results)]))
}

function claimOf(row: StudyDifference, results: StudyResults): Claim {
  const { arm, against, target, value, low, high, clear } = row
  const { study, question, model, level, seeds, baseline } = results
  const measured = results.targets.filter(({ task }) => row.targets.includes(task))
  const [only] = measured
  const where = target === null ? `the mean over ${row.targets.length} targets` : (only?.title ?? target)
  const languages = [...new Set(measured.flatMap((each) => each.languages))].sort()
  const effect = clear
    ? `${value > 0 ? 'improves' : 'lowers'} ${where} by ${amount(value)} points`
    : `does not clearly change ${where} (${signed(value)} points)`
  const path = results.arms.find(({ name }) => name === arm)?.path ?? arm
  const other =
    against === baseline
      ? 'no intermediate task'
      : (results.arms.find(({ name }) => name === against)?.path ?? against)
  const size = parameterWords(model) === '' ? '' : ` (${parameterWords(model)})`
  const text = `With ${model.name}${size}, intermediate training on ${path} ${effect} against ${other} (${level} % interval ${signed(low)} to ${signed(high)}, ${plural(seeds.length, 'seed')}, ${plural(languages.length, 'language')}).`
  return {
    id: `study-${study.slice(0, 12)}-${arm}-${against}-${target ?? 'mean'}`,
    text,
    context: { authors: null, before: null },
    kind: 'result',
    polarity: clear ? 'positive' : 'negative',
    hedged: false,
    attributed: false,
    slots: {
      subject: `${path} as intermediate task`,
      comparator: other,
      metric: target === null ? null : (only?.metric.title ?? null),
      value,
      unit: 'points',
      direction: clear ? (value > 0 ? 'better' : 'worse') : 'equal',
      scope: {
        tasks: [...row.targets],
        languages,
        models: [model.name],
        split: 'test',
        setting: 'zero-shot',
      },
    },
    origin: {
      from: 'study',
      study,
      question,
      model: model.name,
      arm,
      against,
      target,
      seeds: seeds.length,
      low,
      high,
      clear,
      published: model.kind === 'published',
    },
  }
}
