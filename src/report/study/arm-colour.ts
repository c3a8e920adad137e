import type { Report } from '../schema.ts'

/** Hues of Okabe and Ito 2008, told apart with every colour vision; the page gives each a light and a dark form. */
const HUES = 6
const DASHES = ['none', '6 3', '2 3']

function place(report: Report, arm: string): number {
  return report.arms.filter((each) => !each.baseline).findIndex((each) => each.name === arm)
}

/** CSS colour of an arm: grey for the baseline. */
export function armColour(report: Report, arm: string): string {
  const at = place(report, arm)
  return at < 0 ? 'var(--soft)' : `var(--hue-${(at % HUES) + 1})`
}

/** Dash pattern of an arm, for when there are more arms than hues. */
export function armDash(report: Report, arm: string): string {
  return DASHES[Math.floor(Math.max(0, place(report, arm)) / HUES) % DASHES.length]!
}
