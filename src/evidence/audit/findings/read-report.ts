import type { AuditedClaim } from '../audit-schema.ts'
import type { ForeignReport } from '../foreign-report.ts'

/** A report with what the audit has found out about each of its claims. */
export interface ReadReport {
  readonly report: ForeignReport
  readonly claims: readonly AuditedClaim[]
}

export const placesOf = ({ report }: ReadReport, claims: readonly { readonly line: number | null }[]) =>
  claims.map(({ line }) => (line === null ? report.file : `${report.file}:${line}`))
export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
export const mean = (values: readonly number[]) => sum(values) / values.length

/** Pearson's correlation; null where there are fewer than `least` pairs or one side does not vary. */
export function correlation(pairs: readonly (readonly [number, number])[], least: number): number | null {
  if (pairs.length < least) return null
  const [x, y] = [mean(pairs.map(([a]) => a)), mean(pairs.map(([, b]) => b))]
  const [both, xs, ys] = [
    sum(pairs.map(([a, b]) => (a - x) * (b - y))),
    sum(pairs.map(([a]) => (a - x) ** 2)),
    sum(pairs.map(([, b]) => (b - y) ** 2)),
  ]
  return xs === 0 || ys === 0 ? null : both / Math.sqrt(xs * ys)
}

export const rounded = (value: number, decimals = 2) => Number(value.toFixed(decimals))
