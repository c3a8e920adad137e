import type { Report } from '../schema.ts'

/** How a line is drawn, as SVG wants it. */
interface LineStyle {
  readonly colour: string
  readonly dash: string
}

/** Hues of Okabe and Ito 2008, told apart with every colour vision; the page gives each a light and a dark form. */
const HUES = 6
/** For when there are more arms than hues. */
const DASHES = ['none', '6 3', '2 3']

/** The line of what several arms share. */
export const SHARED: LineStyle = { colour: 'var(--ink)', dash: 'none' }

/** The line of an arm: grey for the baseline. */
export function armLine(report: Report, arm: string): LineStyle {
  const at = report.arms.filter((each) => !each.baseline).findIndex((each) => each.name === arm)
  if (at < 0) return { colour: 'var(--soft)', dash: 'none' }
  return { colour: `var(--hue-${(at % HUES) + 1})`, dash: DASHES[Math.floor(at / HUES) % DASHES.length]! }
}
