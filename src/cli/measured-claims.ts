import { type Claim, studyClaims } from '#evidence'
import { buildReport, studyResults } from '#report'
import { openStudy, storeFolder } from './context.ts'
import { storedInput } from './run-and-report.ts'

/** What studies in the store have measured, as claims. Throws NOTHING_TO_REPORT for a study that was not run. */
export async function measuredClaims(
  studies: readonly string[],
  store: string | undefined,
  data: string | undefined,
): Promise<Claim[]> {
  const claims: Claim[] = []
  for (const study of studies) {
    const input = await storedInput(openStudy(study, data), storeFolder(store))
    claims.push(...studyClaims(studyResults(buildReport(input), input.parameters)))
  }
  return claims
}
