import type { Facet } from '../bundle/protocol.ts'
import type { TextDocument } from '../bundle/texts.ts'
import type { Work } from '../bundle/works.ts'
import { isWhole } from '../language/whole-sentences.ts'
import { QuestionError } from '../protocol/errors.ts'
import { makeProtocol } from '../protocol/make.ts'
import { facetsIn } from '../protocol/match.ts'
import { printKey } from './alignment.ts'
import { attribute, restore, type SourceSentence, sourceSentences } from './attribution.ts'
import { Audit, type AuditedClaim, type AuditFinding, type ReportAudit } from './audit-schema.ts'
import { abstractFindings, sameAbstract, templateLimitations } from './findings/abstracts.ts'
import {
  confidenceByLength,
  hiddenCutOff,
  lowConfidenceTicks,
  sameFactTwoVerdicts,
} from './findings/confidence.ts'
import {
  countsInconsistent,
  methodologyUnverifiable,
  noProvenance,
  qualityTracksTicks,
  recurringClaims,
} from './findings/method.ts'
import { answersQuestion, questionUnanswered } from './findings/question.ts'
import type { ReadReport } from './findings/read-report.ts'
import { truncatedClaims } from './findings/truncated.ts'
import { oneWork, unsupportingReferences } from './findings/works.ts'
import type { ForeignClaim, ForeignReport } from './foreign-report.ts'
import { openJudge } from './judge.ts'
import { scoreReport } from './score.ts'
import { cutSigns } from './truncation.ts'

export interface AuditOptions {
  /** Works whose texts or abstracts claims are held against, beside the library. */
  readonly works?: readonly Work[]
  readonly documents?: readonly TextDocument[]
  readonly signal?: AbortSignal
}

/**
 * Re-verifies reports of others, alone and beside one another: each claim whole, where it comes from, and what the texts
 * at hand say of it; and everything about the reports that does not hold. Same reports and texts, same audit.
 */
export async function auditReports(
  reports: readonly ForeignReport[],
  { works = [], documents = [], signal }: AuditOptions = {},
): Promise<Audit> {
  const pool = sourceSentences(works, documents)
  const judge = openJudge(works, documents)
  const cuts = cutsOf(reports, pool)
  const read: ReadReport[] = []
  for (const [at, report] of reports.entries()) {
    const facets = facetsOf(report.question)
    const claims: AuditedClaim[] = []
    for (const [place, claim] of report.claims.entries())
      claims.push(await auditClaim(report.file, claim, cuts[at]![place]!, facets, pool, judge, signal))
    read.push({ report, facets, claims })
  }
  const all = read.flatMap(({ claims }) => claims)
  const having = (correction: AuditedClaim['correction']) =>
    all.filter((claim) => claim.correction === correction).length
  return Audit.parse({
    format: 1,
    texts: documents.length,
    totals: {
      reports: reports.length,
      claims: all.length,
      distinct: new Set(all.map(({ text }) => printKey(text))).size,
      truncated: all.filter(({ cut }) => cut.length > 0).length,
      answered: read.filter(answersQuestion).length,
      ticked: all.filter(({ ticked }) => ticked === true).length,
      works: new Set(all.flatMap(({ work }) => (work === null ? [] : [work]))).size,
      wronglyRejected: having('wrongly-rejected'),
      wronglyAccepted: having('wrongly-accepted'),
      notShown: having('not-shown'),
    },
    findings: overAll(read),
    reports: read.map((each) => reportAudit(each, pool)),
  })
}

/** Whole claims of one report tell that the same words in another are cut. */
function cutsOf(reports: readonly ForeignReport[], pool: readonly SourceSentence[]) {
  const texts = reports.flatMap(({ claims }) => claims.map(({ text }) => text))
  const known = [...pool.map(({ text }) => text), ...texts].filter(isWhole)
  return cutSigns(
    reports.map(({ claims }) => claims.map(({ text }) => text)),
    known,
  )
}

function facetsOf(question: string | null): readonly Facet[] {
  if (question === null) return []
  try {
    // Day and sources have no part in the facets.
    return makeProtocol({ question, date: '2000-01-01', sources: ['folder'] }).facets
  } catch (error) {
    if (error instanceof QuestionError) return []
    throw error
  }
}

async function auditClaim(
  file: string,
  { line, text, ticked, confidence }: ForeignClaim,
  cut: AuditedClaim['cut'],
  facets: readonly Facet[],
  pool: readonly SourceSentence[],
  judge: ReturnType<typeof openJudge>,
  signal: AbortSignal | undefined,
): Promise<AuditedClaim> {
  const isCut = cut.length > 0
  const whole = restore(text, isCut, pool)
  const origin = attribute(text, isCut, pool)
  const verdict = await judge({ file, line }, text, isCut, whole, signal)
  return {
    line,
    text,
    ticked,
    confidence,
    cut,
    whole: whole && { text: whole.text, complete: whole.complete, basis: whole.basis },
    work: origin?.work ?? whole?.work ?? null,
    share: origin === null ? null : Number(origin.share.toFixed(2)),
    facets: facetsIn({ facets: [...facets] }, `${text} ${whole?.text ?? ''}`),
    verdict,
    correction: correctionOf(ticked, verdict),
  }
}

function correctionOf(
  ticked: boolean | null,
  { label, from }: AuditedClaim['verdict'],
): AuditedClaim['correction'] {
  if (ticked === null || from === 'nothing') return 'none'
  if (label === 'supported') return ticked ? 'agrees' : 'wrongly-rejected'
  if (label === 'contradicted') return ticked ? 'wrongly-accepted' : 'agrees'
  return ticked ? 'not-shown' : 'agrees'
}

/** What shows only beside others, and what is summed up over all. */
function overAll(reports: readonly ReadReport[]): AuditFinding[] {
  return [
    ...truncatedClaims(reports),
    ...sameAbstract(reports),
    ...questionUnanswered(reports),
    ...oneWork(reports),
    ...unsupportingReferences(reports),
    ...hiddenCutOff(reports),
    ...lowConfidenceTicks(reports),
    ...confidenceByLength(reports),
    ...sameFactTwoVerdicts(reports),
    ...recurringClaims(reports),
    ...qualityTracksTicks(reports),
    ...templateLimitations(reports),
  ]
}

function reportAudit(read: ReadReport, pool: readonly SourceSentence[]): ReportAudit {
  const own = [read]
  const answered = answersQuestion(read)
  const abstract = abstractFindings(read, pool)
  const inconsistent = countsInconsistent(read)
  const twoVerdicts = sameFactTwoVerdicts(own)
  const { file, title, question, quality } = read.report
  return {
    file,
    title,
    question,
    facets: read.facets.map(({ id, label, distinguishing }) => ({ id, label, distinguishing })),
    answered,
    claims: [...read.claims],
    findings: [
      ...truncatedClaims(own),
      ...abstract,
      ...questionUnanswered(own),
      ...oneWork(own),
      ...unsupportingReferences(own),
      ...hiddenCutOff(own),
      ...lowConfidenceTicks(own),
      ...confidenceByLength(own),
      ...twoVerdicts,
      ...noProvenance(read),
      ...methodologyUnverifiable(read),
      ...inconsistent,
    ],
    ...scoreReport(read, answered, abstract.length + inconsistent.length + twoVerdicts.length),
    ownScore: quality,
  }
}
