export { auditReports } from './audit/audit.ts'
export type { Audit, AuditedClaim, ReportAudit } from './audit/audit-schema.ts'
export { gatherMaterial } from './audit/material.ts'
export { readReport } from './audit/read-report.ts'
export type { Bundle } from './bundle/bundle.ts'
export type { Claim } from './bundle/claims.ts'
export type { SourceId } from './bundle/protocol.ts'
export { checkReview } from './check.ts'
export { claimsFileJsonSchema, readClaimsFile } from './experiments/claims-file.ts'
export { designStudy } from './experiments/design.ts'
export { studyClaims } from './experiments/study-claims.ts'
export type {
  StudyArm,
  StudyDifference,
  StudyModel,
  StudyResults,
  StudyTarget,
} from './experiments/study-results.ts'
export { type ClaimDecision, verifyClaims } from './experiments/verify.ts'
export { claimLibrary } from './library/library.ts'
export { makeProtocol } from './protocol/make.ts'
export { type Meaning, openMeaning } from './ranking/meaning.ts'
export { buildEvidenceReport } from './report/build.ts'
export { verifyingModes } from './report/printed-names.ts'
export { EvidenceReport } from './report/schema.ts'
export { type ReviewStep, readReview, runReview } from './review.ts'
export { SOURCES } from './sources/index.ts'
export { localSources } from './sources/open.ts'
export { addressVariable } from './sources/pages.ts'
export { openLiterature } from './sources/rates.ts'
export { openLlmJudge } from './verdicts/llm/judge.ts'
export { publishedIn } from './verdicts/nli/published.ts'
export { type NliScorer, openNliScorer } from './verdicts/nli/scorer.ts'
export { openVerifier, type Verifier } from './verdicts/verifier.ts'
