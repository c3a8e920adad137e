import type { Readable } from 'node:stream'

/** Calls back with each line of a stream, the last one too when it has no newline. Empty lines are left out. */
export function eachLine(stream: Readable, onLine: (line: string) => void): void {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split(/\r?\n/)
    rest = lines.pop()!
    for (const line of lines) if (line !== '') onLine(line)
  })
  stream.on('end', () => {
    if (rest !== '') onLine(rest)
  })
}

/** The last lines of a log. */
export class LogTail {
  readonly #lines: string[] = []
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  add(line: string): void {
    this.#lines.push(line)
    if (this.#lines.length > this.#most) this.#lines.shift()
  }

  last(count = this.#most): string {
    return this.#lines.slice(-count).join('\n')
  }
}
