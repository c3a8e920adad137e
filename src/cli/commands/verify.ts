import { defineCommand } from 'citty'
import color from 'picocolors'
import { type ClaimDecision, claimLibrary, readClaimsFile, verifyClaims } from '#evidence'
import { buildReport, studyResults } from '#report'
import { openStudy, storeFolder, studyArguments } from '../context.ts'
import { guarded } from '../guard.ts'
import { storedInput } from '../run-and-report.ts'

export default defineCommand({
  meta: {
    name: 'verify',
    description: 'Hold published claims against what a study measured: reproduced, contradicted or undecided',
  },
  args: {
    study: { type: 'positional', description: 'Study file, or the name of a shipped study', required: true },
    ...studyArguments,
    claims: {
      type: 'string',
      description: 'YAML file of claims (default: the shipped ones)',
      valueHint: 'FILE',
    },
    json: { type: 'boolean', description: 'Print JSON' },
  },
  run: ({ args }) =>
    guarded(async () => {
      const file = args.claims === undefined ? claimLibrary() : readClaimsFile(args.claims)
      const input = await storedInput(openStudy(args.study, args.data), storeFolder(args.store))
      const decisions = verifyClaims(file, studyResults(buildReport(input), input.parameters))
      if (args.json) console.log(JSON.stringify(decisions, null, 2))
      else print(decisions)
      return undefined
    }),
})

const MARKS = {
  reproduced: color.green('reproduced'),
  contradicted: color.red('contradicted'),
  undecided: color.dim('undecided'),
} as const

function print(decisions: readonly ClaimDecision[]): void {
  for (const { decision, text, source, reason } of decisions)
    console.log(`${MARKS[decision]}  ${plain(text)} ${color.dim(`(${plain(source)})`)}\n  ${plain(reason)}\n`)
  const count = (wanted: ClaimDecision['decision']) =>
    decisions.filter(({ decision }) => decision === wanted).length
  console.log(
    `${decisions.length} claims: ${count('reproduced')} reproduced, ${count('contradicted')} contradicted, ${count('undecided')} undecided.`,
  )
}

/** Without the signs that would steer a terminal. */
const plain = (text: string) => text.replace(/\p{Cc}/gu, ' ')
