import type { Cell, Report } from './schema.ts'
import { languageName } from './wording.ts'

/** Ways of reading a report that every rendering needs. */

export function cellOf(
  report: Report,
  arm: string,
  target: string,
  language: string | null,
): Cell | undefined {
  const among = language === null ? report.means : report.cells
  return among.find((cell) => cell.arm === arm && cell.target === target && cell.language === language)
}

/** `Swahili (sw)`. */
export function named(report: Report, code: string): string {
  return `${report.languages[code] ?? languageName(code)} (${code})`
}

export function otherArms(report: Report): Report['arms'] {
  return report.arms.filter((arm) => !arm.baseline)
}

/** Languages of a target by their name. */
export function languagesByName(report: Report, target: Report['targets'][number]): string[] {
  return target.languages.toSorted((a, b) => named(report, a).localeCompare(named(report, b), 'en'))
}

/** Languages of a target, those that gain most over all arms first. */
export function languagesByEffect(report: Report, target: Report['targets'][number]): string[] {
  const effect = new Map(
    target.languages.map((code) => {
      const known = otherArms(report).flatMap(
        (arm) => cellOf(report, arm.name, target.id, code)?.difference ?? [],
      )
      return [code, known.reduce((sum, each) => sum + each.value, 0) / Math.max(1, known.length)]
    }),
  )
  return languagesByName(report, target).sort((a, b) => effect.get(b)! - effect.get(a)!)
}
