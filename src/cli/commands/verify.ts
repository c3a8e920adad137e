import { defineCommand } from 'citty'
import type { ClaimDecision } from '#experiments'
import { study, studyArguments } from '../arguments.ts'
import { color, print, printJson } from '../terminal.ts'

export default defineCommand({
  meta: {
    name: 'verify',
    description: 'Hold published claims against what a study measured: reproduced, contradicted or undecided',
  },
  args: {
    study,
    ...studyArguments,
    claims: {
      type: 'string',
      description: 'YAML file of claims (default: the shipped ones)',
      valueHint: 'FILE',
    },
    json: { type: 'boolean', description: 'Print JSON' },
  },
  run: async ({ args }) => {
    const [{ claimLibrary, readClaimsFile, verifyClaims }, { buildReport, studyResults }] = await Promise.all(
      [import('#experiments'), import('#report')],
    )
    const { openStudy, storeFolder } = await import('../context.ts')
    const { storedInput } = await import('../run-and-report.ts')
    const file = args.claims === undefined ? claimLibrary() : readClaimsFile(args.claims)
    const input = await storedInput(openStudy(args.study, args.data), storeFolder(args.store))
    const decisions = verifyClaims(file, studyResults(buildReport(input), input.parameters))
    if (args.json) printJson(decisions)
    else printDecisions(decisions)
    return 0
  },
})

const MARKS = {
  reproduced: color.green('reproduced'),
  contradicted: color.red('contradicted'),
  undecided: color.dim('undecided'),
} as const

function printDecisions(decisions: readonly ClaimDecision[]): void {
  for (const { decision, text, source, reason } of decisions)
    print(`${MARKS[decision]}  ${text} ${color.dim(`(${source})`)}\n  ${reason}\n`)
  const count = (wanted: ClaimDecision['decision']) =>
    decisions.filter(({ decision }) => decision === wanted).length
  print(
    `${decisions.length} claims: ${count('reproduced')} reproduced, ${count('contradicted')} contradicted, ${count('undecided')} undecided.`,
  )
}
