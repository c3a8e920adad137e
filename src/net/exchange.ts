import { z } from 'zod'

/** One exchange with a source. No keys, no contacts. */
export const Exchange = z.strictObject({
  method: z.enum(['GET', 'POST']),
  url: z.string().describe('Parameters sorted, secrets left out; a path inside the folder for local sources'),
  at: z.iso.datetime().nullable().describe('When it was really sent; null for local files'),
  status: z.int().nullable(),
  sha256: z.string().nullable().describe('Of the body'),
})
export type Exchange = z.infer<typeof Exchange>
