import type { TextDocument } from '../bundle/texts.ts'
import type { Work } from '../bundle/works.ts'
import { isWhole } from '../language/whole-sentences.ts'
import { openVerifier, type Verifier } from '../verdicts/verifier.ts'
import { printKey } from './alignment.ts'
import { attribute, restore, type SourceSentence, sourceSentences } from './attribution.ts'
import { Audit, type AuditedClaim, type AuditFinding, type ReportAudit } from './audit-schema.ts'
import { openCitations } from './citations.ts'
import { abstractFindings, sameAbstract, templateLimitations } from './findings/abstracts.ts'
import { faultyClaims } from './findings/claims.ts'
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
  /** Who reads what no comparison of words decides; default rules alone. */
  readonly verifier?: Verifier
  readonly signal?: AbortSignal
}

/**
 * Re-verifies reports of others, alone and beside one another: each claim whole, where it comes from, and what the texts
 * at hand say of it; and everything about the reports that does not hold. Same reports and texts, same audit.
 */
export async function auditReports(
  reports: readonly ForeignReport[],
  { works = [], documents = [], verifier = openVerifier({ mode: 'checks' }), signal }: AuditOptions = {},
): Promise<Audit> {
  const pool = sourceSentences(works, documents)
  const judge = openJudge(works, documents, verifier)
  const cuts = cutsOf(reports, pool)
  const read: ReadReport[] = []
  for (const [at, report] of reports.entries()) {
    const cited = openCitations(works, report.references)
    const claims: AuditedClaim[] = []
    for (const [place, claim] of report.claims.entries())
      claims.push(await auditClaim(report.file, claim, place, cuts[at]![place]!, pool, cited, judge, signal))
    read.push({ report, claims })
  }
  const all = read.flatMap(({ claims }) => claims)
  const having = (correction: AuditedClaim['correction']) =>
    all.filter((claim) => claim.correction === correction).length
  const judged = (label: AuditedClaim['verdict']['label']) =>
    all.filter(({ verdict }) => verdict.label === label).length
  return Audit.parse({
    format: 1,
    texts: documents.length,
    totals: {
      reports: reports.length,
      claims: all.length,
      distinct: new Set(all.map(({ text }) => printKey(text))).size,
      truncated: all.filter(({ cut }) => cut.length > 0).length,
      questions: read.filter((each) => answersQuestion(each) !== null).length,
      answered: read.filter((each) => answersQuestion(each) === true).length,
      ticked: all.filter(({ ticked }) => ticked === true).length,
      works: new Set(all.flatMap(({ work }) => (work === null ? [] : [work]))).size,
      supported: judged('supported'),
      contradicted: judged('contradicted'),
      undecided: judged('insufficient'),
      wronglyRejected: having('wrongly-rejected'),
      wronglyAccepted: having('wrongly-accepted'),
      notShown: having('not-shown'),
    },
    findings: overAll(read),
    reports: read.map((each) => reportAudit(each, pool)),
  })
}

/** Whole claims of one report tell that the same words in another are cut. Only what is listed can be: a text has sentences. */
function cutsOf(reports: readonly ForeignReport[], pool: readonly SourceSentence[]) {
  const texts = reports.map(({ listed, claims }) => (listed ? claims.map(({ text }) => text) : []))
  const known = [...pool.map(({ text }) => text), ...texts.flat()].filter(isWhole)
  const cut = cutSigns(texts, known)
  return reports.map(({ claims }, at) => claims.map((_, place) => cut[at]![place] ?? []))
}

async function auditClaim(
  file: string,
  { line, text, ticked, confidence, citations }: ForeignClaim,
  place: number,
  cut: AuditedClaim['cut'],
  pool: readonly SourceSentence[],
  citedBy: ReturnType<typeof openCitations>,
  judge: ReturnType<typeof openJudge>,
  signal: AbortSignal | undefined,
): Promise<AuditedClaim> {
  const isCut = cut.length > 0
  const whole = restore(text, isCut, pool)
  const origin = attribute(text, isCut, pool)
  const cited = citations.map((citation) => ({ text: citation, works: citedBy(citation) }))
  const works = [...new Set(cited.flatMap((each) => each.works))]
  const verdict = await judge(
    { file, line: line ?? place + 1, text, cut: isCut, whole, cited: works },
    signal,
  )
  return {
    line,
    text,
    ticked,
    confidence,
    cut,
    whole: whole && { text: whole.text, complete: whole.complete, basis: whole.basis },
    work: origin?.work ?? whole?.work ?? null,
    share: origin === null ? null : Number(origin.share.toFixed(2)),
    citations: cited.map((each) => ({ text: each.text, work: each.works[0]?.id ?? null })),
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
    answered,
    claims: [...read.claims],
    findings: [
      ...faultyClaims(read),
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
