import { defineCommand } from 'citty'
import { printJson } from '../terminal.ts'

export default defineCommand({
  meta: { name: 'schema', description: 'Print the JSON Schema of the study file, for editors' },
  args: { claims: { type: 'boolean', description: 'Of a file of claims for "polyvia verify" instead' } },
  run: async ({ args }) => {
    if (args.claims) printJson((await import('#experiments')).claimsFileJsonSchema())
    else printJson((await import('#study')).studyJsonSchema())
    return 0
  },
})
