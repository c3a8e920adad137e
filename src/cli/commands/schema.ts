import { defineCommand } from 'citty'
import { claimsFileJsonSchema } from '#evidence'
import { studyJsonSchema } from '#study'

export default defineCommand({
  meta: { name: 'schema', description: 'Print the JSON Schema of the study file, for editors' },
  args: { claims: { type: 'boolean', description: 'Of a file of claims for "polyvia verify" instead' } },
  run({ args }) {
    console.log(JSON.stringify(args.claims ? claimsFileJsonSchema() : studyJsonSchema(), null, 2))
  },
})
