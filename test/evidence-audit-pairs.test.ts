/** Ten pairs of made reports, one true and one with false claims: the false one scores lower, and its claims are named. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { auditReports } from '../src/evidence/audit/audit.ts'
import type { ReportAudit } from '../src/evidence/audit/audit-schema.ts'
import { gatherMaterial } from '../src/evidence/audit/material.ts'
import { parseReport } from '../src/evidence/audit/read-report.ts'
import { openLiterature } from '../src/evidence/sources/rates.ts'
import {
  abstractsIn,
  FALSEHOODS,
  FORMS,
  type ReportPair,
  reportPairs,
} from './support/evidence/report-pairs.ts'

const FOLDER = resolve(import.meta.dirname, '../../shared/data/papers/acl-anthology')
const here = existsSync(FOLDER)
if (!here) console.log('Pairs of reports are not audited: the collections of the ACL Anthology are not here.')

interface Audited {
  readonly pair: ReportPair
  readonly honest: ReportAudit
  readonly dishonest: ReportAudit
}

/** Claims of an audit that its findings name. */
const named = ({ findings }: ReportAudit) => findings.filter(({ code }) => code.startsWith('claim-'))
const names = (audit: ReportAudit, text: string) =>
  named(audit).some(({ sentence }) => sentence.includes(text.replace(/\.$/, '').slice(0, 60)))

describe.skipIf(!here)('ten pairs of made reports', () => {
  const audited: Audited[] = []
  beforeAll(async () => {
    const http = openLiterature({ recordings: resolve(import.meta.dirname, 'none'), mode: 'replay' })
    const pairs = reportPairs(abstractsIn(FOLDER), 10)
    const reports = pairs.flatMap((pair) => [
      parseReport(pair.file, pair.true),
      parseReport(pair.file, pair.false),
    ])
    const material = await gatherMaterial(reports, { folders: [FOLDER], http, date: '2026-11-30' })
    const honest = await auditReports(
      reports.filter((_, at) => at % 2 === 0),
      material,
    )
    const dishonest = await auditReports(
      reports.filter((_, at) => at % 2 === 1),
      material,
    )
    for (const [at, pair] of pairs.entries())
      audited.push({ pair, honest: honest.reports[at]!, dishonest: dishonest.reports[at]! })
    for (const { pair, honest, dishonest } of audited) {
      const missed = pair.falseClaims.filter(({ text }) => !names(dishonest, text))
      console.log(
        `${pair.file}: true ${honest.score}, false ${dishonest.score}; named ${pair.falseClaims.length - missed.length} of ${pair.falseClaims.length}; false alarms ${named(honest).length} of ${honest.claims.length}${missed.map(({ text, falsehood }) => `\n  missed (${falsehood}): ${text}`).join('')}${named(
          honest,
        )
          .map(({ sentence }) => `\n  alarm: ${sentence}`)
          .join('')}`,
      )
    }
  }, 300_000)

  it('are in all forms, with falsehoods of every kind', () => {
    expect(new Set(audited.map(({ pair }) => pair.form))).toEqual(new Set(FORMS))
    const kinds = audited.flatMap(({ pair }) => pair.falseClaims.map(({ falsehood }) => falsehood))
    expect(new Set(kinds)).toEqual(new Set(FALSEHOODS))
  })

  it('are read whole: eight claims each', () => {
    for (const { pair, honest } of audited) expect([pair.file, honest.claims.length]).toEqual([pair.file, 8])
  })

  it('score a false report below its true twin', () => {
    for (const { pair, honest, dishonest } of audited)
      expect([pair.file, dishonest.score! < honest.score!]).toEqual([pair.file, true])
  })

  it('name each false claim', () => {
    for (const { pair, dishonest } of audited)
      expect(pair.falseClaims.filter(({ text }) => !names(dishonest, text))).toEqual([])
  })

  it('hold nothing against true reports', () => {
    expect(audited.flatMap(({ honest }) => named(honest))).toEqual([])
  })
})
