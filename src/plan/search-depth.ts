import { type Evaluation, kinds } from '#catalog'
import type { Plan } from './plan.ts'
import type { Setting } from './training-defaults.ts'

/** How many of the nearest are looked at, in ways of evaluating that search. */
export const SEARCH_DEPTH: Readonly<Record<Exclude<Evaluation, 'predictions'>, Setting<number>>> = {
  translations: { value: 10, source: 'Polyvia: the deepest of its metrics counts the nearest 10' },
  mining: { value: 4, source: 'XTREME and LASER: the margin of a pair is over 4 neighbours' },
  passages: { value: 20, source: 'XTREME-R: mean average precision at 20' },
}

/** The depth of every target of a plan that is searched, by task. */
export const searchDepths = ({ cells, tasks }: Plan): Readonly<Record<string, Setting<number>>> =>
  Object.fromEntries(
    [...new Set(cells.map(({ target }) => target))].flatMap((target) => {
      const { evaluation } = kinds[tasks[target]!.kind]
      return evaluation === null || evaluation === 'predictions' ? [] : [[target, SEARCH_DEPTH[evaluation]]]
    }),
  )
