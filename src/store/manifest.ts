import { arch, cpus, platform, release, totalmem } from 'node:os'
import { z } from 'zod'
import { type Key, sha256 } from '#kernel'

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

/**
 * Raised when an older release could not read what is written now. 2: sealed. Artifacts of format 1 cannot be checked;
 * they count as absent, and `gc` removes them.
 */
export const FORMAT = 2

/** The record that makes a folder an artifact: it is written last, and it names every other file. */
export const Manifest = z.strictObject({
  format: z.literal(FORMAT),
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
  dropped: z
    .record(z.string(), z.strictObject({ sha256: KeySchema, bytes: z.int().min(0) }))
    .optional()
    .describe('Of a record: the files of the artifact that are no longer there'),
  facts: z.record(z.string(), z.json()),
})
export type Manifest = z.infer<typeof Manifest>

/** Text of a manifest: JSON whose last line is the SHA-256 of all before it, so that no byte of it changes unnoticed. */
export function sealed(manifest: Manifest): string {
  const content = JSON.stringify(manifest, null, 2).slice(0, -'\n}'.length)
  return `${content},\n  "seal": "${sha256(content)}"\n}\n`
}

const SEALED = /^([\s\S]*),\n {2}"seal": "([0-9a-f]{64})"\n\}\n$/

/** What is in a manifest's file: the manifest, the format of another release, or why it cannot be relied on. */
export type ManifestReading =
  | { readonly manifest: Manifest }
  | { readonly format: number }
  | { readonly problem: string }

/** Reads the text of the manifest of an artifact. */
export function readSealed(key: Key, text: string): ManifestReading {
  const [, content, seal] = SEALED.exec(text) ?? []
  if (content === undefined)
    return isOfFirstFormat(text) ? { format: 1 } : { problem: 'its manifest has no seal' }
  if (sha256(content) !== seal) return { problem: 'its manifest has changed since it was written' }
  const { format, ...fields } = JSON.parse(`${content}\n}`) as { format: number }
  if (format !== FORMAT) return { format }
  const manifest = Manifest.parse({ format, ...fields })
  return manifest.key === key
    ? { manifest }
    : { problem: `its manifest is that of ${manifest.key.slice(0, 12)}` }
}

function isOfFirstFormat(text: string): boolean {
  try {
    return (JSON.parse(text) as { format?: unknown }).format === 1
  } catch {
    return false
  }
}

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
