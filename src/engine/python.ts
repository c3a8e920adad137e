/** The interpreter of the set-up: where it lies, and how it is made. */
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { execa } from 'execa'
import { messageOf, sha256 } from '#kernel'
import { DiskFullError, takeLease } from '#store'
import { SetupMissingError } from './errors.ts'
import { LogTail } from './lines.ts'
import { packageRoot } from './package-root.ts'

/** Written last: holds the hash of the requirements that are installed. */
const STAMP = 'polyvia-requirements.sha256'
/** There while a folder that we made is being filled. */
const UNFINISHED = 'polyvia-unfinished'

const RUN_SETUP =
  'Run "npm run setup" in a clone of polyvia, or "polyvia setup"; it needs Python 3.11 or newer and takes some minutes.'

export interface PythonEnvironment {
  /** Folder of the virtual environment. */
  readonly folder: string
  readonly requirements: readonly string[]
  /** SHA-256 over the requirement files. */
  readonly hash: string
}

function place(dev: boolean): PythonEnvironment {
  const engine = join(packageRoot(), 'engine')
  const names = dev ? ['requirements.lock', 'requirements-dev.lock'] : ['requirements.lock']
  const requirements = names
    .map((name) => join(engine, name))
    .filter((path, index) => index === 0 || existsSync(path))
  const lock = readText(requirements[0]!)
  if (lock === undefined)
    throw new SetupMissingError(
      `Cannot read "${requirements[0]}"`,
      'The installation is incomplete: install polyvia again.',
    )
  const isClone = existsSync(join(packageRoot(), 'src')) // the npm package has only the bundle
  return {
    folder: isClone ? join(packageRoot(), '.venv') : join(cacheFolder(), `venv-${sha256(lock).slice(0, 12)}`),
    requirements,
    hash: hashOf(requirements),
  }
}

/** SHA-256 over requirement files. */
export function hashOf(requirements: readonly string[]): string {
  return sha256(requirements.map((path) => readText(path)).join('\n'))
}

function cacheFolder(): string {
  const { env, platform } = process
  const base =
    env.XDG_CACHE_HOME ||
    (platform === 'darwin' && join(homedir(), 'Library', 'Caches')) ||
    (platform === 'win32' && env.LOCALAPPDATA) ||
    join(homedir(), '.cache')
  return join(base, 'polyvia')
}

function interpreter(folder: string): string {
  return process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python')
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** A set-up with the development requirements serves everyone: its stamp has a line for each kind. */
function isStamped({ folder, hash }: PythonEnvironment): boolean {
  const stamps = readText(join(folder, STAMP))?.split('\n') ?? []
  return stamps.includes(hash) && existsSync(interpreter(folder))
}

/**
 * The interpreter that the worker runs on: POLYVIA_PYTHON, else the `.venv` of a clone, else the environment in the
 * user's cache folder. Throws SETUP_MISSING where the set-up did not finish or belongs to other requirements.
 */
export function findPython(): string {
  const chosen = process.env.POLYVIA_PYTHON
  if (chosen) {
    if (chosen.includes('/') && !existsSync(chosen))
      throw new SetupMissingError(
        `POLYVIA_PYTHON names "${chosen}", which does not exist`,
        'Correct or unset POLYVIA_PYTHON.',
      )
    return chosen
  }
  const where = place(false)
  if (!isStamped(where))
    throw new SetupMissingError(`The Python packages are not set up in "${where.folder}"`, RUN_SETUP)
  return interpreter(where.folder)
}

export interface SetupOptions {
  /** Told what goes on, a line at a time. */
  readonly log: (line: string) => void
  /** Also what the checks of polyvia itself need. */
  readonly dev?: boolean
  readonly signal?: AbortSignal
}

/**
 * Makes the virtual environment and installs the pinned packages; returns the interpreter. Instant when that is done.
 * A half-made environment is made anew; two set-ups at once do the work once. Throws SETUP_MISSING, DISK_FULL.
 */
export async function setUpPython(options: SetupOptions): Promise<string> {
  return process.env.POLYVIA_PYTHON ? findPython() : ensureInstalled(place(options.dev ?? false), options)
}

/** Makes the environment of a place; apart from `setUpPython` so that a test can give a place of its own. */
export async function ensureInstalled(
  where: PythonEnvironment,
  { log, signal }: SetupOptions,
): Promise<string> {
  if (isStamped(where)) return interpreter(where.folder)
  await mkdir(dirname(where.folder), { recursive: true }).catch((thrown) => {
    throw new SetupMissingError(
      `Cannot make "${where.folder}": ${messageOf(thrown)}`,
      'Check the permissions of the folder.',
      thrown,
    )
  })
  let told = false
  const lease = await takeLease(`${where.folder}.lease`, {
    ...(signal === undefined ? {} : { signal }),
    onWait: ({ pid, host }) => {
      if (!told) log(`Waiting for the set-up that process ${pid} on ${host} runs`)
      told = true
    },
  })
  try {
    if (!isStamped(where)) await install(where, log, signal)
    return interpreter(where.folder)
  } finally {
    await lease.release()
  }
}

async function install(
  where: PythonEnvironment,
  log: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { folder, requirements, hash } = where
  const python = interpreter(folder)
  const unfinished = join(folder, UNFINISHED)
  await rm(join(folder, STAMP), { force: true })
  const usable = !existsSync(unfinished) && (await versionOf(python)) !== undefined
  if (!usable) {
    const base = await findBase()
    log(`Making ${folder} with ${base}`)
    await run(base, ['-m', 'venv', '--clear', folder], log, signal, (output) =>
      /ensurepip|No module named venv/.test(output)
        ? 'Python has no venv module: install it (Debian and Ubuntu: "apt install python3-venv").'
        : 'Check that the folder can be written.',
    )
    await writeFile(unfinished, '')
  }
  log('Installing the Python packages (PyTorch among them); this takes some minutes')
  const files = requirements.flatMap((path) => ['-r', path])
  const options = ['--disable-pip-version-check', '--no-input', '--progress-bar', 'off']
  const told = (line: string) => {
    // Of what pip tells, the names: enough to see that it goes on. A failure quotes the rest.
    const name = /^(?:Collecting|Processing) (?:\S*\/)?(\S+)/.exec(line)?.[1]
    if (name !== undefined || line.startsWith('Installing')) log(`  ${name ?? 'installing'}`)
  }
  await run(python, ['-m', 'pip', 'install', ...options, ...files], told, signal, (output) =>
    /Connection|Temporary failure|Name or service|timed out|SSL|ProxyError/i.test(output)
      ? 'The package registry cannot be reached: check the network and the proxy settings of pip, then try again.'
      : 'See the lines above; then run the set-up again.',
  )
  // With the development requirements the others are installed too, so each kind gets its line.
  const stamps = requirements.map((_, last) => hashOf(requirements.slice(0, last + 1)))
  if (!stamps.includes(hash))
    throw new SetupMissingError('The requirements changed during the set-up', 'Run it again.')
  await rm(unfinished, { force: true })
  await writeFile(join(folder, STAMP), `${stamps.join('\n')}\n`)
  log('The Python packages are set up')
}

/** `[major, minor]` of an interpreter, undefined when it does not run. */
async function versionOf(python: string): Promise<readonly [number, number] | undefined> {
  const asked = await execa(python, ['-c', 'import sys; print(*sys.version_info[:2])'], { reject: false })
  const [major, minor] = String(asked.stdout ?? '')
    .split(' ')
    .map(Number)
  return asked.failed || major === undefined || minor === undefined ? undefined : [major, minor]
}

/** The first Python 3.11 or newer on the path. */
async function findBase(): Promise<string> {
  const seen: string[] = []
  for (const name of ['python3', 'python3.13', 'python3.12', 'python3.11', 'python']) {
    const version = await versionOf(name)
    if (version === undefined) continue
    if (version[0] === 3 && version[1] >= 11) return name
    seen.push(`${name} is ${version.join('.')}`)
  }
  throw new SetupMissingError(
    `No Python 3.11 or newer was found${seen.length > 0 ? ` (${seen.join(', ')})` : ''}`,
    'Install Python 3.11 or newer so that "python3" starts it (Debian and Ubuntu: "apt install python3 python3-venv"), or set POLYVIA_PYTHON to an interpreter that has the packages of engine/requirements.lock.',
  )
}

async function run(
  command: string,
  args: readonly string[],
  log: (line: string) => void,
  signal: AbortSignal | undefined,
  hint: (output: string) => string,
): Promise<void> {
  const tail = new LogTail(15)
  const process = execa(command, args, {
    all: true,
    buffer: false,
    reject: false,
    stdin: 'ignore',
    env: { PYTHONNOUSERSITE: '1' },
    ...(signal === undefined ? {} : { cancelSignal: signal }),
  })
  for await (const line of process.iterable({ from: 'all' })) {
    tail.add(line)
    log(line)
  }
  const result = await process
  if (!result.failed) return
  const output = tail.last()
  if (/No space left on device|Disk quota exceeded/.test(output)) throw new DiskFullError(command)
  const what = `"${[command, ...args].join(' ')}" failed (${result.exitCode === undefined ? result.shortMessage : `exit code ${result.exitCode}`})`
  throw new SetupMissingError(`${what}\n${output.replace(/^/gm, '  | ')}`, hint(output))
}
