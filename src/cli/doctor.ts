/** What Polyvia needs of a machine, and whether it is there. Each check answers; none throws. */
import { accessSync, constants, existsSync, readdirSync, readFileSync, statfsSync } from 'node:fs'
import { availableParallelism, cpus, homedir, tmpdir, totalmem } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { tasks } from '#catalog'
import { availableLanguages } from '#data'
import { findPython, packageRoot, type Ready, startWorker } from '#engine'
import { messageOf, PolyviaError } from '#kernel'

/** `missing` stops the work, `warning` does not. */
export type State = 'ok' | 'warning' | 'missing'

export interface SetupCheck {
  readonly id: string
  readonly state: State
  readonly found: string
  /** What to do, where something is to be done. */
  readonly hint?: string
}

const GIB = 2 ** 30
const gib = (bytes: number) => `${(bytes / GIB).toFixed(1)} GiB`

const ok = (id: string, found: string): SetupCheck => ({ id, state: 'ok', found })
const warning = (id: string, found: string, hint: string): SetupCheck => ({
  id,
  state: 'warning',
  found,
  hint,
})
const missing = (id: string, found: string, hint: string): SetupCheck => ({
  id,
  state: 'missing',
  found,
  hint,
})

function missingBecause(id: string, thrown: unknown): SetupCheck {
  return missing(
    id,
    messageOf(thrown),
    thrown instanceof PolyviaError ? thrown.hint : 'Please report this as a bug.',
  )
}

export interface ExamineOptions {
  readonly version: string
  /** Throws where the configuration is wrong. */
  readonly store: () => string
  readonly data: () => readonly string[]
}

/** All checks, in the order in which a newcomer meets them. */
export async function examine({ version, store, data }: ExamineOptions): Promise<SetupCheck[]> {
  return [
    ok('polyvia', `${version} in ${packageRoot()}`),
    checkNode(),
    ...(await checkPython()),
    checkBf16(),
    checkThreads(),
    checkMemory(),
    checkStore(store),
    checkDisk('temporary disk', tmpdir(), 0.5),
    checkHubCache(),
    ...(await checkData(data)),
  ]
}

export function checkNode(version = process.versions.node): SetupCheck {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 20 || (major === 20 && minor >= 20)
    ? ok('node', version)
    : missing('node', version, 'Install Node.js 20.20 or newer.')
}

/** The interpreter and, by starting a worker, what it can import and compute on. */
async function checkPython(): Promise<SetupCheck[]> {
  let python: string
  let ready: Ready
  try {
    python = findPython()
  } catch (thrown) {
    return [missingBecause('python', thrown)]
  }
  try {
    const worker = await startWorker({ python })
    ready = worker.ready
    await worker.stop()
  } catch (thrown) {
    return [ok('python', python), missingBecause('worker', thrown)]
  }
  const { python: pythonVersion, ...packages } = ready.versions
  return [
    ok('python', `${pythonVersion} at ${python}`),
    ok(
      'worker',
      Object.entries(packages)
        .map((entry) => entry.join(' '))
        .join(', '),
    ),
    ...ready.devices.map(({ id, name, bf16, memoryBytes }) =>
      ok(
        `device ${id}`,
        `${name}, ${gib(memoryBytes)}, "precision: auto" is ${bf16 ? 'bf16' : 'fp32'} there`,
      ),
    ),
  ]
}

/** Processor flags for fast bf16 products. */
export function checkBf16(cpuinfo = readText('/proc/cpuinfo')): SetupCheck {
  const id = 'bf16 on the CPU'
  if (cpuinfo === undefined)
    return ok(id, 'this system has no /proc/cpuinfo; see the device above for what PyTorch found')
  const flags = new Set(/^flags\s*:(.*)$/m.exec(cpuinfo)?.[1]?.trim().split(/\s+/))
  const [there, absent] = [true, false].map((wanted) =>
    ['amx_bf16', 'avx512_bf16'].filter((flag) => flags.has(flag) === wanted),
  )
  if (there!.length === 0)
    return warning(
      id,
      'neither flag amx_bf16 nor avx512_bf16: bf16 gives no speed here',
      'Nothing to do: "precision: auto" is fp32 here. A virtual machine may hide flags that its host has.',
    )
  return ok(id, `${there!.join(', ')}${absent!.length > 0 ? ` (not ${absent!.join(', ')})` : ''}`)
}

function checkThreads(): SetupCheck {
  const usable = availableParallelism()
  const found = `${usable} of ${cpus().length} processors usable`
  return usable > 1
    ? ok('threads', found)
    : warning('threads', found, 'Training is slow on one processor: give the machine or container more.')
}

function checkMemory(): SetupCheck {
  const free = process.availableMemory()
  const limit = process.constrainedMemory()
  const total = limit > 0 && limit < totalmem() ? limit : totalmem()
  const found = `${gib(free)} free of ${gib(total)}`
  return free >= 3 * GIB
    ? ok('memory', found)
    : warning('memory', found, 'The quickstart wants 3 GiB: close other programs, or use fewer --slots.')
}

function checkStore(store: () => string): SetupCheck {
  let root: string
  try {
    root = store()
  } catch (thrown) {
    return missingBecause('store', thrown)
  }
  const disk = checkDisk('store', root, 5)
  if (disk.state === 'missing' || !existsSync(root)) return disk
  return { ...disk, found: `${disk.found}, ${countArtifacts(root)} artifacts` }
}

function countArtifacts(root: string): number {
  const artifacts = join(root, 'artifacts')
  return namesIn(artifacts).reduce((sum, prefix) => sum + namesIn(join(artifacts, prefix)).length, 0)
}

/** Whether a folder, or the nearest one above that exists, can be written and has room. */
export function checkDisk(id: string, folder: string, wantedGib: number): SetupCheck {
  let existing = folder
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing)
  try {
    accessSync(existing, constants.W_OK | constants.X_OK)
    const { bavail, bsize } = statfsSync(existing)
    const found = `${folder}, ${gib(bavail * bsize)} free`
    if (bavail * bsize >= wantedGib * GIB) return ok(id, found)
    return warning(
      id,
      found,
      `Checkpoints of large encoders take gigabytes: free space, or choose another disk (${id === 'store' ? '--store' : 'TMPDIR'}).`,
    )
  } catch (thrown) {
    return missing(
      id,
      messageOf(thrown),
      `Choose a folder that you may write (${id === 'store' ? '--store' : 'TMPDIR'}).`,
    )
  }
}

/** Where models named by hub id are looked for. */
function checkHubCache(): SetupCheck {
  const { HF_HUB_CACHE, HF_HOME } = process.env
  const folder = HF_HUB_CACHE ?? join(HF_HOME ?? join(homedir(), '.cache', 'huggingface'), 'hub')
  const models = namesIn(folder).filter((name) => name.startsWith('models--'))
  return ok(
    'model cache',
    models.length === 0 ? `${folder}, no models in it` : `${folder}, ${models.length} models`,
  )
}

/** Each data folder, with the tasks whose test or training files it has. */
async function checkData(data: () => readonly string[]): Promise<SetupCheck[]> {
  let folders: readonly string[]
  try {
    folders = data()
  } catch (thrown) {
    return [missingBecause('data', thrown)]
  }
  if (folders.length === 0)
    return [
      warning(
        'data',
        'no data folder named; the quickstart needs none',
        'For other studies name one with --data, POLYVIA_DATA, or "data" in polyvia.config.yaml.',
      ),
    ]
  return Promise.all(
    folders.map(async (folder) => {
      if (!existsSync(folder))
        return missing('data', `${folder} is not there`, 'Correct POLYVIA_DATA or polyvia.config.yaml.')
      const found = await tasksIn(folder)
      return found.length > 0
        ? ok('data', `${folder} with ${found.join(', ')}`)
        : warning(
            'data',
            `${folder} has files of no task`,
            '"polyvia tasks" lists the tasks, docs/guide/data-folders.md their files.',
          )
    }),
  )
}

async function tasksIn(folder: string): Promise<string[]> {
  const found: string[] = []
  for (const entry of tasks())
    for (const split of Object.keys(entry.splits) as (keyof typeof entry.splits)[]) {
      if (comesWithPolyvia(entry.splits[split]!.files)) continue
      if ((await availableLanguages(entry, split, { folders: [folder] })).length === 0) continue
      found.push(entry.id)
      break
    }
  return found
}

const comesWithPolyvia = (files: Readonly<Record<string, string | readonly string[]>>) =>
  Object.values(files)
    .flat()
    .some((pattern) => pattern.startsWith('npm:'))

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
