import { z } from 'zod'
import { Event, NUMERICS, PROTOCOL, Request } from './contract.ts'

/**
 * The contract as JSON Schemas: `request` and `event`, each a `oneOf`. Written to
 * `engine/polyvia_engine/contract.schema.json` by `scripts/contract-schema.ts`; the worker reads it there.
 */
export function contractJsonSchema() {
  return {
    protocol: PROTOCOL,
    numerics: NUMERICS,
    request: z.toJSONSchema(Request, { io: 'input' }),
    event: z.toJSONSchema(Event, { io: 'input' }),
  }
}
