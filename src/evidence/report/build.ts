import type { Bundle } from '../bundle/bundle.ts'
import type { SourceId } from '../bundle/protocol.ts'
import { SOURCES } from '../sources/index.ts'
import { captureRecapture } from '../works/capture.ts'
import { claimRows } from './claims.ts'
import { concentrationOf, searchRows } from './coverage.ts'
import { limitationsOf } from './limitations.ts'
import { LABELS, STANCES } from './printed-names.ts'
import { prismaSection } from './prisma-section.ts'
import { abstractOf, introductionOf, methodologyOf } from './prose.ts'
import { leftOut, referencesOf } from './references.ts'
import type { EvidenceReport } from './schema.ts'

/** The report on a review: a pure function of its bundle, the same bytes for the same bundle. */
export function buildEvidenceReport(bundle: Bundle): EvidenceReport {
  const { protocol, searches, screening, texts, synthesis } = bundle
  const claims = claimRows(bundle)
  const included = new Set(
    screening
      .filter(({ stage, decision }) => stage === 'full-text' && decision === 'include')
      .map(({ work }) => work),
  )
  const read = texts.filter(({ work }) => included.has(work))
  const full = new Set(read.filter(({ kind }) => kind !== 'abstract').map(({ work }) => work))
  const labelled = (label: 'supported' | 'contradicted' | 'insufficient') =>
    claims.filter((claim) => claim.label === label).length
  const quotes = claims.flatMap(({ found, evidence }) => [
    ...(found === null ? [] : [found]),
    ...evidence.map((each) => each.found),
  ])
  const references = referencesOf(bundle, claims)
  const sources = [...new Set(searches.map(({ source }) => source))]
  const tables = {
    asked: { form: protocol.form, statement: protocol.statement, parts: protocol.parts },
    meaning: protocol.meaning,
    answer: synthesis.answer,
    numbers: synthesis.numbers,
    groups: synthesis.groups,
    modes: [...new Set(claims.flatMap(({ mode }) => mode ?? []))].sort(),
    calibrations: [...new Set(claims.flatMap(({ calibration }) => calibration ?? []))].sort(),
    counts: {
      sources: sources.length,
      failedSources: sources.filter((id) =>
        searches.every(({ source, stopped }) => source !== id || stopped === 'failed'),
      ).length,
      records: bundle.records.length,
      works: bundle.works.length,
      included: included.size,
      fullTexts: full.size,
      abstractsOnly: new Set(read.map(({ work }) => work)).size - full.size,
      claims: {
        extracted: claims.length,
        decided: labelled('supported') + labelled('contradicted'),
        quoted: claims.filter(({ origin }) => origin.from === 'work').length,
        verified: claims.filter(({ verified, origin }) => verified && origin.from === 'work').length,
        supported: labelled('supported'),
        contradicted: labelled('contradicted'),
        insufficient: labelled('insufficient'),
        measured: claims.filter(({ origin }) => origin.from === 'study').length,
      },
      quotes: quotes.length,
      quotesFound: quotes.filter(Boolean).length,
      references: references.length,
    },
    claims,
    contradictions: synthesis.contradictions,
    criteria: protocol.criteria,
    concentration: concentrationOf(bundle, claims),
    searches: searchRows(bundle),
    prisma: prismaSection(bundle),
    capture: captureRecapture(bundle.works),
    references,
    ...leftOut(bundle),
  }
  return {
    title: protocol.question,
    date: protocol.date,
    question: protocol.question,
    words: {
      labels: { ...LABELS },
      stances: { ...STANCES },
      sources: Object.fromEntries(SOURCES.map(({ id, name }) => [id, name])) as Record<SourceId, string>,
    },
    abstract: abstractOf(bundle, tables),
    introduction: introductionOf(bundle),
    methodology: methodologyOf(bundle, tables),
    limitations: limitationsOf(bundle, tables),
    ...tables,
  }
}
