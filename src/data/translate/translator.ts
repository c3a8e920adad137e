import { setTimeout as sleep } from 'node:timers/promises'
import { execa } from 'execa'
import { messageOf } from '#kernel'
import { InterruptedError } from '#store'
import {
  TranslationInvalidError,
  TranslatorFailedError,
  TranslatorMissingError,
  TranslatorStalledError,
} from './errors.ts'

export interface TranslatorOptions {
  /** Program and arguments. */
  readonly words: readonly string[]
  /** Time without a line read, a line written or a message, after which it is given up. */
  readonly stallMs: number
  /** Each line of its standard error. */
  readonly onMessage?: (line: string) => void
  readonly signal?: AbortSignal
}

/** Translations in the order of the texts. Called again only after the promise is kept. */
export type TakeTranslations = (translations: readonly string[]) => Promise<void>

/**
 * Anything that some language's line reader ends a line at, and other control characters. A translator must see one line
 * where we see one text, so each becomes a space; the length stays, and with it all positions.
 */
export const oneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]/gu, ' ')

const QUOTED_LINES = 15
const KILL_MS = 2000
/** Bytes. No translation of a text is near this long. */
const LONGEST = 16 * 2 ** 20

/**
 * Runs a translator over texts: one a line on its standard input, one translation a line on its standard output. It reads
 * and writes at its own pace; neither side is buffered without bound. Texts must be free of line breaks and not blank.
 *
 * Throws TRANSLATOR_NOT_FOUND, TRANSLATOR_FAILED, TRANSLATOR_STALLED, TRANSLATION_INVALID (lines too few or too many,
 * blank, not UTF-8) or INTERRUPTED. The process and all that it started have ended then.
 */
export async function runTranslator(
  texts: readonly string[],
  options: TranslatorOptions,
  take: TakeTranslations,
): Promise<void> {
  await new Run(texts, options, take).toEnd()
}

class Run {
  readonly #texts: readonly string[]
  readonly #options: TranslatorOptions
  readonly #take: TakeTranslations
  readonly #program: string
  readonly #process
  readonly #messages: string[] = []
  #sent = 0
  #received = 0
  #signOfLife = performance.now()
  /** Why it was ended by us. */
  #failure: Error | undefined

  constructor(texts: readonly string[], options: TranslatorOptions, take: TakeTranslations) {
    this.#texts = texts
    this.#options = options
    this.#take = take
    const [program, ...args] = options.words
    this.#program = program!
    // A process group of its own: Ctrl-C reaches only Polyvia, and what a wrapper script started can be ended too.
    this.#process = execa(this.#program, args, {
      stdin: 'pipe',
      encoding: 'buffer',
      buffer: false,
      reject: false,
      detached: process.platform !== 'win32',
      env: { PYTHONIOENCODING: 'utf-8' },
    })
  }

  async toEnd(): Promise<void> {
    const { signal, stallMs } = this.#options
    const interrupt = () => this.#stop(new InterruptedError('Translating'))
    if (signal?.aborted) interrupt()
    signal?.addEventListener('abort', interrupt)
    process.on('exit', this.#killNow)
    const watch = setInterval(
      () => {
        if (performance.now() - this.#signOfLife >= stallMs)
          this.#stop(new TranslatorStalledError(this.#program, stallMs / 1000, this.#received, this.#log()))
      },
      Math.min(1000, stallMs / 4),
    )
    try {
      const [result] = await Promise.all([this.#process, this.#write(), this.#read(), this.#listen()])
      if (this.#failure !== undefined) throw this.#failure
      const { code, failed, exitCode, signal: killer } = result
      if (failed && exitCode === undefined && killer === undefined)
        throw new TranslatorMissingError(
          this.#program,
          code === 'ENOENT' ? 'there is no such program' : (result.shortMessage ?? 'it does not start'),
          result.cause,
        )
      if (failed)
        throw new TranslatorFailedError(
          this.#program,
          killer === undefined ? `exit code ${exitCode}` : `ended by ${killer}`,
          this.#log(),
        )
      if (this.#received < this.#texts.length)
        throw this.#astray(`gave ${this.#received} lines for ${this.#texts.length} texts`)
    } finally {
      clearInterval(watch)
      signal?.removeEventListener('abort', interrupt)
      process.off('exit', this.#killNow)
      // What it left running in the background has no one to work for.
      this.#kill('SIGKILL')
    }
  }

  async #write(): Promise<void> {
    const { stdin } = this.#process
    stdin.on('error', () => undefined) // told by its exit
    const closed = new Promise<void>((resolve) => stdin.once('close', resolve))
    for (const text of this.#texts) {
      if (stdin.destroyed) return
      this.#sent++
      if (!stdin.write(`${text}\n`)) {
        await Promise.race([new Promise<void>((resolve) => stdin.once('drain', resolve)), closed])
        this.#signOfLife = performance.now()
      }
    }
    stdin.end()
  }

  async #read(): Promise<void> {
    let rest: Buffer = Buffer.alloc(0)
    try {
      for await (const chunk of this.#process.stdout) {
        this.#signOfLife = performance.now()
        rest = Buffer.concat([rest, chunk as Buffer])
        const end = rest.lastIndexOf(10)
        if (this.#failure !== undefined) rest = Buffer.alloc(0)
        else if (end < 0 && rest.length > LONGEST)
          this.#stop(this.#invalid(`gave a line of more than ${LONGEST} bytes`))
        if (end < 0 || this.#failure !== undefined) continue
        const lines = rest.subarray(0, end)
        rest = rest.subarray(end + 1)
        await this.#pass(lines)
        this.#signOfLife = performance.now()
      }
      if (rest.length > 0 && this.#failure === undefined) await this.#pass(rest)
    } catch (thrown) {
      // A stream that breaks because the process was ended says nothing new.
      this.#stop(thrown instanceof Error ? thrown : new Error(messageOf(thrown)))
    }
  }

  /** Takes whole lines: the good ones before a bad one too. */
  async #pass(lines: Buffer): Promise<void> {
    const translations: string[] = []
    let failure: Error | undefined
    for (let from = 0; from <= lines.length && failure === undefined; ) {
      const at = lines.indexOf(10, from)
      const line = lines.subarray(from, at < 0 ? lines.length : at)
      from = (at < 0 ? lines.length : at) + 1
      const translation = this.#decode(line, this.#received + translations.length)
      if (translation instanceof Error) failure = translation
      else translations.push(translation)
    }
    this.#received += translations.length
    if (translations.length > 0) await this.#take(translations)
    if (failure !== undefined) this.#stop(failure)
  }

  #decode(line: Buffer, index: number): string | Error {
    const text = this.#texts[index]
    const number = index + 1
    if (text === undefined || index >= this.#sent)
      return this.#astray(
        `gave more lines than texts: after ${index} translations ${shown(line.toString('utf8'))}`,
      )
    let translation: string
    try {
      translation = new TextDecoder('utf-8', { fatal: true }).decode(line).trim()
    } catch {
      return this.#invalid(`gave bytes that are not UTF-8 in line ${number}, for the text ${shown(text)}`)
    }
    if (translation.includes('\0'))
      return this.#invalid(`gave a NUL byte in line ${number}, for the text ${shown(text)}`)
    if (translation === '')
      return this.#invalid(`gave an empty translation in line ${number}, for the text ${shown(text)}`)
    return oneLine(translation)
  }

  async #listen(): Promise<void> {
    const decoder = new TextDecoder()
    let rest = ''
    const tell = (line: string) => {
      if (line.trim() === '') return
      this.#messages.push(line)
      if (this.#messages.length > QUOTED_LINES) this.#messages.shift()
      this.#options.onMessage?.(line)
    }
    try {
      for await (const chunk of this.#process.stderr) {
        this.#signOfLife = performance.now()
        // Progress bars return to the start of their line.
        const lines = (rest + decoder.decode(chunk as Buffer, { stream: true })).split(/\r\n|\n|\r/)
        rest = lines.pop()!
        for (const line of lines) tell(line)
      }
    } catch {
      // Broken off with the process.
    }
    tell(rest)
  }

  #invalid(reason: string): TranslationInvalidError {
    return new TranslationInvalidError(this.#program, reason, this.#log())
  }

  #astray(reason: string): TranslationInvalidError {
    return new TranslationInvalidError(this.#program, reason, this.#log(), { astray: true })
  }

  #log(): string {
    return this.#messages.join('\n')
  }

  /** Ends the process, politely first; `toEnd` then throws the first failure given. */
  #stop(failure: Error): void {
    if (this.#failure !== undefined) return
    this.#failure = failure
    this.#kill('SIGTERM')
    void sleep(KILL_MS, undefined, { ref: false }).then(() => this.#kill('SIGKILL'))
    this.#process.stdin.destroy()
  }

  readonly #killNow = () => this.#kill('SIGKILL')

  #kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this.#process
    if (pid === undefined) return
    try {
      process.kill(process.platform === 'win32' ? pid : -pid, signal)
    } catch {
      // It is gone already.
    }
  }
}

const shown = (text: string) => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text)
