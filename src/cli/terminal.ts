/**
 * The one way to the terminal: everything that the command line prints passes here. Ids, labels, paths and messages
 * come from files of other people, and a terminal obeys some of their characters (colours, links, the clipboard, the
 * title, text that runs backwards or is not seen). They are shown as `\u001b`; only what this file makes is obeyed.
 */
import { randomBytes } from 'node:crypto'
import process from 'node:process'
import pc from 'picocolors'

/** Control and format characters, separators of lines, lone surrogates and letters without a shape; not line feed and tab. */
const STEERING = /[^\P{Cc}\n\t]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu

/** Text in which nothing steers a terminal; lines and tabs stay. */
export function plain(text: string): string {
  return text.replace(STEERING, (sign) => {
    const code = sign.codePointAt(0)!.toString(16)
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
  })
}

/** Stands before a sequence of our own until it is printed. Nobody else's text can hold it: it is drawn anew each time. */
const MARK = `\u{f0000}${randomBytes(8).toString('hex')}`
const MARKED = new RegExp(`${MARK}([cs])([0-9]+[A-Km])\u{f0000}`, 'u')

const style = (open: number, close: number) => (text: string) =>
  `${MARK}s${open}m\u{f0000}${text}${MARK}s${close}m\u{f0000}`

/** Styles for `print` and `tell`, which leave them out where colours are not wanted. */
export const color = {
  bold: style(1, 22),
  dim: style(2, 22),
  red: style(31, 39),
  green: style(32, 39),
  yellow: style(33, 39),
  cyan: style(36, 39),
} as const

/** Moves of the cursor, for views that are redrawn. */
export const cursor = {
  /** Goes up so many lines and clears what is below. */
  up: (lines: number) => `${MARK}c${lines}A\u{f0000}${MARK}c0J\u{f0000}`,
  /** Goes to the begin of the line and clears it. */
  line: `${MARK}c1G\u{f0000}${MARK}c0K\u{f0000}`,
} as const

/** What a terminal is given for a text: all but our own styles and moves is made plain. */
export function rendered(text: string, colors: boolean): string {
  return text
    .split(MARKED)
    .map((part, at, parts) => {
      if (at % 3 === 0) return plain(part)
      if (at % 3 === 1) return ''
      return parts[at - 1] === 's' && !colors ? '' : `\x1b[${part}`
    })
    .join('')
}

/** A place to write to that makes plain what it is given. */
export interface Screen {
  write(text: string): unknown
  readonly columns?: number | undefined
}

const screenOf = (stream: NodeJS.WriteStream): Screen & { readonly isTTY: boolean } => ({
  write: (text) =>
    stream.write(
      rendered(text, pc.isColorSupported && (stream.isTTY === true || Boolean(process.env.FORCE_COLOR))),
    ),
  get columns() {
    return stream.columns
  },
  get isTTY() {
    return stream.isTTY === true
  },
})

/** Standard error, for views. */
export const errorScreen = screenOf(process.stderr)
const outputScreen = screenOf(process.stdout)

/** Prints lines of a result, to standard output. */
export const print = (text: string): void => void outputScreen.write(`${text}\n`)

/** Prints lines about the work, to standard error. */
export const tell = (text: string): void => void errorScreen.write(`${text}\n`)

/** Prints a value as JSON: exact for programs, and plain for a terminal, since JSON can name every character. */
export function printJson(value: unknown): void {
  process.stdout.write(`${jsonText(value)}\n`)
}

/** JSON in which no character steers a terminal. */
export const jsonText = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(STEERING, (sign) =>
    Array.from(
      { length: sign.length },
      (_, at) => `\\u${sign.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  )

/** A reader that has gone, as in `polyvia tasks | head`, is no fault. */
export function endQuietlyWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
}
