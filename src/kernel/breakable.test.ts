import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { breakable } from './breakable.ts'

describe('breakable', () => {
  test('gives what the work gives, and throws what it throws, also one in another', () => {
    expect(breakable(() => breakable(() => 3) + 1)).toBe(4)
    const error = new RangeError('own')
    expect(() =>
      breakable(() => {
        throw error
      }),
    ).toThrow(error)
    expect(breakable(() => 5)).toBe(5)
  })

  /** Ends a loop that never pauses with Ctrl-C; gives what the process says and how it ended. */
  const interrupted = (listener: string) =>
    new Promise<readonly [string, number | string | null]>((resolve) => {
      const program = `
        import { writeSync } from 'node:fs'
        import { breakable } from ${JSON.stringify(join(import.meta.dirname, 'breakable.ts'))}
        ${listener}
        try {
          breakable(() => { writeSync(1, 'begun '); for (;;); })
        } catch (error) {
          process.stdout.write(error.constructor.name)
          process.exitCode = 130
        }`
      const child = spawn(process.execPath, [
        '--import',
        import.meta.resolve('tsx'),
        '--input-type=module',
        '-e',
        program,
      ])
      let text = ''
      child.stdout.on('data', (part) => {
        text += part
        if (text === 'begun ') child.kill('SIGINT')
      })
      child.on('close', (code, signal) => resolve([text, code ?? signal]))
    })

  test('ends at Ctrl-C where it never pauses, and tells who listens', async () => {
    expect(await interrupted(`process.on('SIGINT', () => process.stdout.write('told '))`)).toEqual([
      'begun told BrokenOffError',
      130,
    ])
  })

  test('leaves the process to Ctrl-C where nobody listens', async () => {
    expect(await interrupted('')).toEqual(['begun ', 'SIGINT'])
  })
})
