import { arch, cpus, platform, release, totalmem } from 'node:os'
import { z } from 'zod'
import type { Key } from '#kernel'

export const MANIFEST_FILE = 'manifest.json'

const KeySchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform((text) => text as Key)
const Instant = z.iso.datetime()

/** What a reader needs to judge the timings. No host name: artifacts are shared. */
const HostFacts = z.strictObject({
  system: z.string(),
  processor: z.string(),
  cores: z.int(),
  memoryBytes: z.int(),
})

/** The record that makes a folder an artifact: it is written last, and it names every other file. */
export const Manifest = z.strictObject({
  format: z.literal(1),
  key: KeySchema,
  operation: z.string().min(1),
  label: z.string().describe('For people; never part of a key'),
  inputs: z.record(z.string(), KeySchema),
  parameters: z.json(),
  versions: z.record(z.string(), z.string()),
  host: HostFacts,
  started: Instant,
  finished: Instant,
  seconds: z.number().min(0).describe('Of the attempt that finished; a resumed phase took longer in all'),
  tokens: z.int().min(0).optional().describe('Real tokens processed by the attempt that finished'),
  energy: z.strictObject({ wattHours: z.number().min(0), method: z.string() }).optional(),
  files: z.record(z.string(), z.strictObject({ sha256: KeySchema, bytes: z.int().min(0) })),
  facts: z.record(z.string(), z.json()),
})
export type Manifest = z.infer<typeof Manifest>

/** What the caller of `produce` knows before the work. */
export interface ManifestBase {
  readonly operation: string
  readonly label: string
  readonly inputs: Readonly<Record<string, Key>>
  /** Any JSON value. */
  readonly parameters: unknown
  readonly versions: Readonly<Record<string, string>>
}

/** What is known only after the work. `facts` must be JSON. */
export interface ManifestExtra {
  readonly tokens?: number
  readonly energy?: { readonly wattHours: number; readonly method: string }
  readonly versions?: Readonly<Record<string, string>>
  readonly facts?: Readonly<Record<string, unknown>>
}

export function hostFacts(): z.infer<typeof HostFacts> {
  const processors = cpus()
  return {
    system: `${platform()} ${release()} ${arch()}`,
    processor: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryBytes: totalmem(),
  }
}
