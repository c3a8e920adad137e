/** `scripts/setup.mjs` in a small clone whose npm is a fake that logs what it is asked. */
import { spawn } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'

/** `npm ci` installs the lock file; `npm run build` makes a bundle that logs its arguments and prints an interpreter. */
const NPM = `#!/bin/sh
echo "npm $1" >> log
case "$1" in
  ci) rm -rf node_modules; mkdir node_modules; sleep 0.3
    [ -e broken ] && { echo "no network"; exit 1; }
    cp package-lock.json node_modules/.package-lock.json ;;
  run) mkdir "$6"; cat > "$6/polyvia.js" <<'END'
const { appendFileSync, existsSync } = require('node:fs')
appendFileSync('log', 'polyvia ' + process.argv.slice(2).join(' ') + '\\n')
if (existsSync('no-python')) process.exit(3)
console.log(process.execPath)
END
  ;;
esac
`

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'polyvia-setup-'))
  for (const folder of ['scripts', 'src', 'engine', 'bin']) mkdirSync(join(root, folder))
  cpSync(resolve(import.meta.dirname, '../scripts/setup.mjs'), join(root, 'scripts/setup.mjs'))
  writeFileSync(join(root, 'package.json'), '{}')
  writeFileSync(join(root, 'src/main.ts'), 'export {}\n')
  writeLock('1.0.0')
  writeFileSync(join(root, 'engine/requirements.lock'), 'torch==2\n')
  writeFileSync(join(root, 'bin/npm'), NPM, { mode: 0o755 })
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** `other` is for another platform: npm leaves it out. */
function writeLock(version: string) {
  const packages = {
    '': {},
    'node_modules/a': { version },
    'node_modules/other': { version, optional: true },
  }
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }))
}

function setUp(...args: string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [join(root, 'scripts/setup.mjs'), ...args], {
    env: { ...process.env, PATH: `${join(root, 'bin')}${delimiter}${process.env.PATH}`, POLYVIA_PYTHON: '' },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => {
      output += text
    })
  return new Promise((settle) => child.on('close', (code) => settle({ code, output })))
}

/** What was started since the last look. */
function started(): string[] {
  const lines = readFileSync(join(root, 'log'), 'utf8').split('\n').filter(Boolean)
  writeFileSync(join(root, 'log'), '')
  return lines
}

const ALL = ['npm ci', 'npm run', 'polyvia setup']

test('setup.mjs does everything once, then starts nothing', async () => {
  expect((await setUp()).code).toBe(0)
  expect(started()).toEqual(ALL)
  expect(await setUp()).toEqual({ code: 0, output: '' })
  expect(started()).toEqual([])
})

test('setup.mjs redoes only what changed', async () => {
  await setUp()
  started()
  writeFileSync(join(root, 'src/main.ts'), 'export const more = 1\n')
  await setUp()
  expect(started()).toEqual(['npm run', 'polyvia setup'])
  writeFileSync(join(root, 'src/main.test.ts'), 'export {}\n')
  writeFileSync(join(root, 'engine/requirements.lock'), 'torch==3\n')
  await setUp()
  expect(started()).toEqual(['polyvia setup'])
  await setUp('--dev')
  expect(started()).toEqual(['polyvia setup --dev'])
  await setUp()
  expect(started()).toEqual([])
  writeLock('2.0.0')
  await setUp()
  expect(started()).toEqual(ALL)
})

test('setup.mjs redoes an installation that broke off', async () => {
  writeFileSync(join(root, 'broken'), '')
  const { code, output } = await setUp()
  expect(code).toBe(3)
  expect(output).toContain('no network')
  expect(output).toContain('SETUP_MISSING')
  rmSync(join(root, 'broken'))
  started()
  expect((await setUp()).code).toBe(0)
  expect(started()).toEqual(ALL)
})

test('setup.mjs leaves to the bundle to say that Python is missing, and asks again', async () => {
  writeFileSync(join(root, 'no-python'), '')
  expect((await setUp()).code).toBe(3)
  rmSync(join(root, 'no-python'))
  started()
  expect((await setUp()).code).toBe(0)
  expect(started()).toEqual(['polyvia setup'])
})

test('two setups at once install once, and a lock of the dead is taken over', async () => {
  writeFileSync(join(root, '.setup.lock'), JSON.stringify({ pids: [2 ** 22 + 1], host: hostname() }))
  const both = await Promise.all([setUp(), setUp()])
  expect(both.map(({ code }) => code)).toEqual([0, 0])
  expect(started().filter((line) => line.startsWith('npm'))).toEqual(['npm ci', 'npm run'])
})
