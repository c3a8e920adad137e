import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ensureInstalled, findPython, hashOf } from './python.ts'

const folder = mkdtempSync(join(tmpdir(), 'polyvia-python-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(() => vi.unstubAllEnvs())

/** Stands for Python 3.11 with venv and pip: pip fails on a requirement with an exclamation mark. */
const PYTHON = `#!/bin/sh
case "$2" in
  venv) rm -rf "$4"; mkdir -p "$4/bin"; cp "$0" "$4/bin/python" ;;
  pip) echo "Collecting packages"; for last; do :; done
    if grep -q '!' "$last"; then echo "ERROR: Invalid requirement" >&2; exit 1; fi ;;
  *) echo 3 11 ;;
esac
`
const bin = join(folder, 'bin')
mkdirSync(bin)
writeFileSync(join(bin, 'python3'), PYTHON, { mode: 0o755 })
beforeEach(() => vi.stubEnv('PATH', `${bin}${delimiter}${process.env.PATH}`))

function place(name: string, requirements: string) {
  const file = join(folder, `${name}.lock`)
  writeFileSync(file, requirements)
  return { folder: join(folder, name), requirements: [file], hash: hashOf([file]) }
}

test('ensureInstalled makes an environment once, and anew where it was left half-made', async () => {
  const log: string[] = []
  const options = { log: (line: string) => log.push(line) }
  const where = place('made', '# nothing\n')
  const [python, same] = await Promise.all([ensureInstalled(where, options), ensureInstalled(where, options)])
  expect(same).toBe(python)
  expect(existsSync(python)).toBe(true)
  expect(log.filter((line) => line.startsWith('Making'))).toHaveLength(1)

  const told = log.length
  expect(await ensureInstalled(where, options)).toBe(python)
  expect(log).toHaveLength(told)

  rmSync(join(where.folder, 'polyvia-requirements.sha256'))
  writeFileSync(join(where.folder, 'polyvia-unfinished'), '')
  writeFileSync(join(where.folder, 'half'), '')
  await ensureInstalled(where, options)
  expect(existsSync(join(where.folder, 'half'))).toBe(false)

  // Other requirements go into the same environment.
  const changed = place('made', '# nothing more\n')
  writeFileSync(join(where.folder, 'kept'), '')
  await ensureInstalled(changed, options)
  expect(existsSync(join(where.folder, 'kept'))).toBe(true)
})

test('ensureInstalled says what is missing', async () => {
  const options = { log: () => undefined }
  const broken = place('broken', 'not a requirement!\n')
  const failed = ensureInstalled(broken, options)
  await expect(failed).rejects.toMatchObject({
    code: 'SETUP_MISSING',
    exitCode: 3,
    message: expect.stringContaining('Invalid requirement'),
  })
  expect(existsSync(join(broken.folder, 'polyvia-unfinished'))).toBe(true)
  vi.stubEnv('PATH', folder)
  await expect(ensureInstalled(place('none', ''), options)).rejects.toThrow(
    'No Python 3.11 or newer was found',
  )
})

test('findPython takes the interpreter of POLYVIA_PYTHON when it is there', () => {
  vi.stubEnv('POLYVIA_PYTHON', process.execPath)
  expect(findPython()).toBe(process.execPath)
  vi.stubEnv('POLYVIA_PYTHON', '/absent/python')
  expect(findPython).toThrow(expect.objectContaining({ code: 'SETUP_MISSING' }))
})
