export { type ClaimEntry, claimsFileJsonSchema, readClaimsFile } from './claims-file.ts'
export { designStudy } from './design.ts'
export { claimLibrary, LIBRARY_SOURCES } from './library/library.ts'
export { parameterWords } from './parameters.ts'
export type {
  StudyArm,
  StudyDifference,
  StudyModel,
  StudyResults,
  StudyTarget,
} from './study-results.ts'
export { type ClaimDecision, verifyClaims } from './verify.ts'
