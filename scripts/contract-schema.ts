/** Writes `engine/polyvia_engine/contract.schema.json` from `src/engine/contract.ts`. Run: `npx tsx scripts/contract-schema.ts` */
import { writeFileSync } from 'node:fs'
import { contractJsonSchema } from '#engine'

const target = new URL('../engine/polyvia_engine/contract.schema.json', import.meta.url)
writeFileSync(target, `${JSON.stringify(contractJsonSchema(), null, 2)}\n`)
