import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { contractJsonSchema } from './schema.ts'

test('the committed schema of the contract is that of contract.ts (else run "npx tsx scripts/contract-schema.ts")', () => {
  const committed = new URL('../../engine/polyvia_engine/contract.schema.json', import.meta.url)
  expect(JSON.parse(readFileSync(committed, 'utf8'))).toEqual(
    JSON.parse(JSON.stringify(contractJsonSchema())),
  )
})
