import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly output: string
  readonly errors: string
}

/** Starts `polyvia` from the sources. */
export function startPolyvia(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): ChildProcess & { ended: Promise<Ended> } {
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), `${root}src/cli/main.ts`, ...args],
    {
      cwd,
      // Whoever runs the tests may force colours; Node warns of both wishes at once.
      env: { ...process.env, FORCE_COLOR: undefined, NO_COLOR: '1', ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    errors += chunk
  })
  const ended = new Promise<Ended>((resolve) =>
    child.on('close', (code) => resolve({ code, output, errors })),
  )
  return Object.assign(child, { ended })
}

/** Runs `polyvia` to its end. */
export const polyvia = (
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> => startPolyvia(args, cwd, environment).ended
