/**
 * A review on disk: one folder, one file a kind of row, and a manifest that says which stage made which file of what.
 * A stage whose inputs and files are as the manifest says is not run again. Files are whole or as they were before, and
 * the manifest is written last: killed at any moment, a review continues with the stage that was under way.
 */
import { existsSync } from 'node:fs'
import { lstat, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { contentKey, messageOf, sha256, sha256File, writeWhole } from '#kernel'
import { version as release } from '../../../package.json'
import { BundleDamagedError, BundleUnreadableError } from './errors.ts'

/** Files that a review consists of; nothing else is read or trusted. */
const OURS = /^(?:texts[/\\][0-9a-f]{64}\.json|[a-z-]+\.jsonl?|protocol\.yaml)$/

const StageRecord = z.strictObject({
  key: z
    .string()
    .describe('Of the stage, its parameters, the release and its rules, and the files that it read'),
  finished: z.boolean().describe('false: something failed that may go well another time'),
  files: z.record(z.string().regex(OURS), z.string()).describe('Path -> SHA-256'),
})

const Manifest = z.strictObject({
  bundle: z.literal(1),
  release: z.string(),
  stages: z.record(z.string(), StageRecord),
})
type Manifest = z.infer<typeof Manifest>

const MANIFEST = 'manifest.json'

/** Raise it when a stage gives other rows for the same input: reviews are then made anew from there on. */
const RULES = 2

/** Form of a file: a list of rows is JSON lines, anything else one JSON document. */
type Files = Readonly<Record<string, z.ZodType>>
type Values<F extends Files> = { readonly [File in keyof F]: z.infer<F[File]> }

interface Stage<F extends Files> {
  readonly name: string
  /** Everything that the result depends on beside the files it reads. */
  readonly parameters: unknown
  /** Files of earlier stages. */
  readonly reads: readonly string[]
  /** Files that it makes, with their schemas. */
  readonly writes: F
  readonly run: () => Promise<StageResult<F>>
}

interface StageResult<F extends Files> {
  readonly values: Values<F>
  /** Files that it has written itself, named by their content. */
  readonly written?: readonly string[]
  readonly finished?: boolean
}

export interface StageEvent {
  readonly stage: string
  readonly state: 'begin' | 'kept' | 'done'
}

export class BundleFolder {
  readonly path: string
  private manifest: Manifest

  private constructor(path: string, manifest: Manifest) {
    this.path = path
    this.manifest = manifest
  }

  /** Opens a folder for work, which is made when it is not there. Throws BUNDLE_UNREADABLE when other files are in it. */
  static async open(path: string): Promise<BundleFolder> {
    await mkdir(path, { recursive: true })
    const names = await readdir(path, { recursive: true })
    const others = names.filter((name) => name !== 'lease' && !name.endsWith('.tmp'))
    if (
      others.length > 0 &&
      !existsSync(join(path, MANIFEST)) &&
      !others.every((name) => name === 'texts' || OURS.test(name))
    )
      throw new BundleUnreadableError(path, `it holds files that are no review, such as "${others[0]}"`)
    for (const name of names) if (name.endsWith('.tmp')) await rm(join(path, name), { force: true })
    return new BundleFolder(path, await readManifest(path, true))
  }

  /**
   * The files of a stage: as they are when nothing has changed, else made anew.
   * @param onEvent told what happens
   */
  async stage<F extends Files>(
    { name, parameters, reads, writes, run }: Stage<F>,
    onEvent: (event: StageEvent) => void,
  ): Promise<Values<F>> {
    const inputs: Record<string, string> = {}
    for (const file of reads) inputs[file] = await sha256File(join(this.path, file))
    const key = contentKey({ stage: name, release, rules: RULES, parameters, inputs })
    const record = this.manifest.stages[name]
    if (record?.key === key && record.finished && (await this.intact(record.files))) {
      onEvent({ stage: name, state: 'kept' })
      return (await readFiles(this.path, writes)) as Values<F>
    }
    onEvent({ stage: name, state: 'begin' })
    const { values, written = [], finished = true } = await run()
    const files: Record<string, string> = {}
    // Given back as they will be read again: in the order of the schema.
    const parsed: Record<string, unknown> = {}
    for (const [file, schema] of Object.entries(writes)) {
      parsed[file] = schema.parse(values[file])
      const text = format(parsed[file])
      await writeWhole(join(this.path, file), text)
      files[file] = sha256(text)
    }
    for (const file of written) files[file] = await sha256File(join(this.path, file))
    this.manifest = {
      ...this.manifest,
      release,
      stages: { ...this.manifest.stages, [name]: { key, finished, files } },
    }
    await writeWhole(join(this.path, MANIFEST), format(this.manifest))
    onEvent({ stage: name, state: 'done' })
    return parsed as Values<F>
  }

  private async intact(files: Readonly<Record<string, string>>): Promise<boolean> {
    for (const [file, hash] of Object.entries(files)) {
      const path = join(this.path, file)
      if (!existsSync(path) || (await sha256File(path)) !== hash) return false
    }
    return true
  }
}

/**
 * Files of a finished review. Throws BUNDLE_UNREADABLE when it is none, BUNDLE_DAMAGED when a file is not what the
 * manifest says.
 */
export async function readFinished<F extends Files>(path: string, files: F): Promise<Values<F>> {
  const { stages } = await readManifest(path, false)
  const known = new Map(Object.values(stages).flatMap((stage) => Object.entries(stage.files)))
  for (const file of Object.keys(files))
    if (!known.has(file))
      throw new BundleUnreadableError(path, `it has no "${file}": the review was not finished`)
  for (const [file, hash] of known) {
    if (!existsSync(join(path, file))) throw new BundleDamagedError(join(path, file), 'it is missing')
    if (!(await lstat(join(path, file))).isFile())
      throw new BundleDamagedError(join(path, file), 'it is no plain file')
    if ((await sha256File(join(path, file))) !== hash)
      throw new BundleDamagedError(join(path, file), 'its content has changed since it was written')
  }
  return (await readFiles(path, files)) as Values<F>
}

async function readManifest(path: string, orNew: boolean): Promise<Manifest> {
  const file = join(path, MANIFEST)
  if (!existsSync(file)) {
    if (orNew) return { bundle: 1, release, stages: {} }
    throw new BundleUnreadableError(path, 'it has no manifest.json')
  }
  try {
    return Manifest.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    throw new BundleDamagedError(file, messageOf(cause), cause)
  }
}

async function readFiles(path: string, files: Files): Promise<Record<string, unknown>> {
  const values: Record<string, unknown> = {}
  for (const [file, schema] of Object.entries(files)) {
    const text = await readFile(join(path, file), 'utf8')
    const lines = file.endsWith('.jsonl') ? text.split('\n').slice(0, -1) : undefined
    try {
      values[file] = schema.parse(
        lines === undefined ? JSON.parse(text) : lines.map((line) => JSON.parse(line)),
      )
    } catch (cause) {
      throw new BundleDamagedError(join(path, file), messageOf(cause), cause)
    }
  }
  return values
}

const format = (value: unknown): string =>
  Array.isArray(value)
    ? value.map((row) => `${JSON.stringify(row)}\n`).join('')
    : `${JSON.stringify(value, null, 1)}\n`
