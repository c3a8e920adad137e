import { defineCommand } from 'citty'
import { studyJsonSchema } from '#study'

export default defineCommand({
  meta: { name: 'schema', description: 'Print the JSON Schema of the study file, for editors' },
  run() {
    console.log(JSON.stringify(studyJsonSchema(), null, 2))
  },
})
