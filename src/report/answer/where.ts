import { listed, plural, someOf } from '#kernel'
import type { MeasuredReport } from '../measured.ts'
import { type Compared, cellsOf, deciding, meanOn, type Target, verdictOf } from './compared.ts'
import { nameIn, points, type Told } from './words.ts'

/** On which targets and in which languages a difference is clear on its own. */
export function whereOf(measured: MeasuredReport, pairs: readonly Compared[], told: Told): string {
  const single = pairs.every(({ extent }) => extent.targets.length === 1)
  const found = pairs.flatMap((pair) =>
    deciding(measured).flatMap((target) => {
      const text = onTarget(measured, pair, target, told)
      return text === '' ? [] : [pairs.length === 1 ? text : `${pair.arm}: ${text}`]
    }),
  )
  if (found.length === 0)
    return `No single ${single ? 'language' : 'target or language'} is clear on its own.`
  return `${found.join('. ')}. Nothing else is clear on its own; single languages are exploratory.`
}

/** Empty where neither the target nor one of its languages is clear, and nothing speaks against it. */
function onTarget(measured: MeasuredReport, pair: Compared, target: Target, told: Told): string {
  const difference = meanOn(measured, pair, target)
  if (difference === undefined) return ''
  const languages = inLanguages(measured, pair, target)
  const single = pair.extent.targets.length === 1
  if (single) return languages === '' ? '' : `On ${target.title}, ${languages}`
  if (difference.doubts.length > 0)
    return `${target.title} alone is undecided, because ${difference.doubts.join('; ')}`
  if (!difference.clear)
    return languages === '' ? '' : `On ${target.title}, which is not clear as a whole, ${languages}`
  const way = verdictOf(difference) === 'improves' ? 'gains' : 'loses'
  return `${target.title} ${way} on its own, ${points(difference, told)}${languages === '' ? '' : `; there ${languages}`}`
}

const MOST_LANGUAGES = 3

function inLanguages(measured: MeasuredReport, pair: Compared, target: Target): string {
  const cells = cellsOf(measured, pair, target).toSorted((a, b) => b.difference.value - a.difference.value)
  if (cells.length === 1) return ''
  const clear = (way: 'improves' | 'harms') => cells.filter(({ difference }) => verdictOf(difference) === way)
  const words = (some: typeof cells, one: string, several: string) => {
    const names = someOf(
      some.map(({ language }) => nameIn(measured, language)),
      MOST_LANGUAGES,
    )
    return some.length === 0
      ? []
      : [
          `${some.length} of ${plural(cells.length, 'language')} ${some.length === 1 ? one : several} (${names})`,
        ]
  }
  return listed([
    ...words(clear('improves'), 'gains', 'gain'),
    ...words(clear('harms').toReversed(), 'loses', 'lose'),
  ])
}
