#!/usr/bin/env node
/**
 * Makes a clone ready: npm packages, the bundle in `dist`, the Python environment in `.venv`. Plain Node, because it
 * runs before anything is installed. Each step looks first whether its result is there, so that a second run is
 * instant and needs no network; two runs at once do the work once.
 *
 * Usage: node scripts/setup.mjs [--dev]    (--dev: also what the tests and checks need)
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const NODE_WANTED = [20, 20]
const SETUP_MISSING = 3
/** In `dist`: the hash of what it was made from. */
const STAMP = '.sources.sha256'
/** In `dist`: what the bundle's own `setup` command found, so that it need not be started to say so again. */
const PYTHON = join('dist', '.python.json')

/** Told of each program that is started. */
let onChild = () => undefined

/** A cause that the user can act on. */
class SetupError extends Error {
  constructor(message, hint, exitCode = SETUP_MISSING) {
    super(message)
    this.hint = hint
    this.exitCode = exitCode
  }
}

try {
  checkNode()
  const dev = process.argv.includes('--dev')
  if (!npmIsReady() || !bundleIsReady()) await withLock(installAndBundle)
  if (!pythonIsReady(dev)) await setUpPython(dev)
} catch (thrown) {
  if (!(thrown instanceof SetupError)) throw thrown
  if (thrown.message !== '') console.error(`error SETUP_MISSING ${thrown.message}\n hint ${thrown.hint}`)
  process.exitCode = thrown.exitCode
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > NODE_WANTED[0] || (major === NODE_WANTED[0] && minor >= NODE_WANTED[1])) return
  throw new SetupError(
    `Node.js is ${process.versions.node}; Polyvia needs ${NODE_WANTED.join('.')} or newer`,
    'Install a newer Node.js (https://nodejs.org/en/download), then run the same command again.',
  )
}

async function installAndBundle() {
  // Looked up again: whoever held the lock may have done it.
  if (!npmIsReady()) {
    say('Installing the npm packages')
    const options = ['--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
    await run(
      'npm',
      ['npm', 'ci', ...options],
      'Read the lines above: most often the registry cannot be reached.',
    )
  }
  if (!bundleIsReady()) {
    say('Bundling src into dist')
    const sources = bundleHash()
    const fresh = `dist.${process.pid}`
    const hint = 'Read the lines above: a source file does not compile.'
    try {
      await run(
        'tsdown',
        ['npm', 'run', '--silent', 'build', '--', '--out-dir', fresh, '--logLevel', 'error'],
        hint,
      )
      writeFileSync(join(ROOT, fresh, STAMP), sources)
      // In one step, so that `dist` is never half a bundle.
      if (existsSync(join(ROOT, 'dist'))) renameSync(join(ROOT, 'dist'), join(ROOT, `${fresh}.old`))
      renameSync(join(ROOT, fresh), join(ROOT, 'dist'))
    } finally {
      for (const left of [fresh, `${fresh}.old`]) rmSync(join(ROOT, left), { recursive: true, force: true })
    }
  }
}

/** npm's own record of what it installed, written last, agrees with the lock file. */
function npmIsReady() {
  const wanted = readJson('package-lock.json')?.packages
  const installed = readJson(join('node_modules', '.package-lock.json'))?.packages
  if (wanted === undefined || installed === undefined) return false
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    if (path === '') return true
    const there = installed[path]
    // An optional package is left out where it is for another platform.
    if (there === undefined) return optional === true
    return there.version === version && (integrity === undefined || there.integrity === integrity)
  })
}

function bundleIsReady() {
  return readText(join('dist', STAMP)) === bundleHash() && existsSync(join(ROOT, 'dist', 'polyvia.js'))
}

/** Over everything that the bundle is made from, tests left out. */
function bundleHash() {
  const hash = createHash('sha256')
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true })
    .map((path) => join('src', path))
    .filter((path) => /\.(ts|tsx|json|css)$/.test(path) && !path.endsWith('.test.ts'))
    .sort()
  for (const path of [...sources, 'tsdown.config.ts', 'tsconfig.json', 'package.json', 'package-lock.json'])
    hash
      .update(`${path}\0`)
      .update(readText(path) ?? '')
      .update('\0')
  return hash.digest('hex')
}

/** By the command that an installed package has too; it has a lock of its own, and prints the interpreter. */
async function setUpPython(dev) {
  rmSync(join(ROOT, PYTHON), { force: true })
  const known = { dev, requirements: requirementsHash(), chosen: process.env.POLYVIA_PYTHON ?? '' }
  const arguments_ = [join('dist', 'polyvia.js'), 'setup', ...(dev ? ['--dev'] : [])]
  const python = await run('polyvia', [process.execPath, ...arguments_])
  writeFileSync(join(ROOT, PYTHON), JSON.stringify({ ...known, python: python.trim() }))
}

function pythonIsReady(dev) {
  const found = readJson(PYTHON)
  return (
    found !== undefined &&
    (found.dev || !dev) &&
    found.requirements === requirementsHash() &&
    found.chosen === (process.env.POLYVIA_PYTHON ?? '') &&
    existsSync(found.python)
  )
}

function requirementsHash() {
  const hash = createHash('sha256')
  for (const name of ['requirements.lock', 'requirements-dev.lock'])
    hash.update(readText(join('engine', name)) ?? '').update('\0')
  return hash.digest('hex')
}

/**
 * Runs a program in the clone and returns what it prints; its messages go to our standard error. Its failure is ours.
 * tsdown is heard only when it fails: it complains of Node 20 each time.
 */
async function run(what, [command, ...args], hint) {
  const child = spawn(command, args, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', what === 'tsdown' ? 'pipe' : 2],
    shell: process.platform === 'win32' && command === 'npm',
  })
  onChild(child.pid)
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => {
      output += text
    })
  const [code, signal] = await new Promise((resolve, reject) => {
    child.on('error', (cause) =>
      reject(new SetupError(`Cannot start ${command}: ${cause.message}`, 'Install npm.')),
    )
    child.on('close', (...status) => resolve(status))
  })
  if (code === 0) return output
  // polyvia has said itself what is wrong.
  if (what === 'polyvia') throw new SetupError('', '', code ?? 1)
  process.stderr.write(output)
  if (signal === 'SIGINT' || code === 130) throw new SetupError('', '', 130)
  throw new SetupError(`${what} failed (${signal ?? `exit code ${code}`})`, hint)
}

/** Runs one set-up at a time in this clone. A lock whose holder died is taken over. */
async function withLock(work) {
  const lock = join(ROOT, '.setup.lock')
  const mine = `${lock}.${hostname()}.${process.pid}`
  // A child outlives us when we are killed, so its number is written too.
  const sign = (...children) =>
    writeFileSync(mine, JSON.stringify({ pids: [process.pid, ...children], host: hostname() }))
  sign()
  onChild = sign
  let held = false
  let told = false
  while (!held) {
    try {
      linkSync(mine, lock) // fails when it exists: taken in one step, with its content
      held = true
    } catch (thrown) {
      if (thrown.code !== 'EEXIST')
        throw new SetupError(
          `Cannot write "${lock}": ${thrown.message}`,
          'Check the permissions of the clone.',
        )
      if (isAbandoned(lock)) takeAway(lock, `${mine}.abandoned`)
      else {
        if (!told) say('Waiting for another set-up of this clone')
        told = true
        await sleep(200)
      }
    }
  }
  for (const name of readdirSync(ROOT).filter((each) => each.startsWith('.setup.lock.')))
    if (isAbandoned(join(ROOT, name))) rmSync(join(ROOT, name), { force: true })
  const beat = setInterval(() => utimesSync(mine, new Date(), new Date()), 5000) // one file with two names
  const release = () => {
    clearInterval(beat)
    for (const file of [lock, mine]) rmSync(file, { force: true })
  }
  // The child gets the signal too: we end when it has.
  process.on('SIGINT', () => undefined)
  try {
    await work()
  } finally {
    onChild = () => undefined
    release()
  }
}

/** Its holder and the holder's child are gone, or are elsewhere and gave no sign for minutes. */
function isAbandoned(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > 300_000) return true
    const { pids, host } = JSON.parse(readFileSync(lock, 'utf8'))
    return host === hostname() && !pids.some(isAlive)
  } catch {
    return false // it went away, or is being written
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return thrown.code === 'EPERM'
  }
}

/** Removes an abandoned lock, unless another process was faster and the lock is now its own. */
function takeAway(lock, aside) {
  try {
    renameSync(lock, aside)
    if (!isAbandoned(aside)) linkSync(aside, lock)
  } catch (thrown) {
    if (!['ENOENT', 'EEXIST'].includes(thrown.code)) throw thrown
  } finally {
    rmSync(aside, { force: true })
  }
}

function say(line) {
  console.error(`set-up: ${line}`)
}

function readText(path) {
  try {
    return readFileSync(join(ROOT, path), 'utf8')
  } catch {
    return undefined
  }
}

function readJson(path) {
  try {
    return JSON.parse(readText(path))
  } catch {
    return undefined
  }
}
