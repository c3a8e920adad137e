#!/usr/bin/env node
/**
 * Runs all tests, TypeScript then Python, and ends with one line that sums up both. Needs the set-up with `--dev`.
 *
 * Usage: node scripts/test.mjs
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const reports = mkdtempSync(join(tmpdir(), 'polyvia-test-'))

try {
  const results = [typescript(), python()]
  const total = (name) => results.reduce((sum, result) => sum + result[name], 0)
  console.log()
  for (const { suite, passed, failed, skipped } of results)
    console.log(`${suite}: ${passed} passed, ${failed} failed, ${skipped} skipped`)
  console.log(`${total('passed')} passed, ${total('failed')} failed, ${total('skipped')} skipped`)
  process.exitCode = total('failed') === 0 ? 0 : 1
} finally {
  rmSync(reports, { recursive: true, force: true })
}

function typescript() {
  const report = join(reports, 'vitest.json')
  const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const status = run(process.execPath, [vitest, 'run', ...reporters])
  if (!existsSync(report)) return crashed('TypeScript')
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  // A file that cannot be loaded has failed without a test to say so.
  const broken = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return counted('TypeScript', status, {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
  })
}

function python() {
  const report = join(reports, 'pytest.xml')
  const interpreter = process.env.POLYVIA_PYTHON || join(ROOT, '.venv', 'bin', 'python')
  const status = run(interpreter, ['-m', 'pytest', 'tests', '--color=auto', `--junitxml=${report}`], {
    cwd: join(ROOT, 'engine'),
    env: { ...process.env, PYTHONPATH: join(ROOT, 'engine'), PYTHONNOUSERSITE: '1' },
  })
  if (!existsSync(report)) return crashed('Python')
  const [suite] = /<testsuite [^>]*>/.exec(readFileSync(report, 'utf8')) ?? ['']
  const count = (name) => Number(new RegExp(` ${name}="(\\d+)"`).exec(suite)?.[1] ?? 0)
  const failed = count('failures') + count('errors')
  const skipped = count('skipped')
  return counted('Python', status, { passed: count('tests') - failed - skipped, failed, skipped })
}

/** Runs a program in the foreground; returns its exit status. */
function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: 'inherit', ...options })
  if (error) console.error(`Cannot start ${command}: ${error.message}. Run "npm run setup -- --dev".`)
  return status ?? 1
}

/** A suite that failed with no failed test (an unhandled error, no tests at all) counts as one. */
function counted(suite, status, { passed, failed, skipped }) {
  return { suite, passed, failed: failed === 0 && status !== 0 ? 1 : failed, skipped }
}

function crashed(suite) {
  return { suite, passed: 0, failed: 1, skipped: 0 }
}
