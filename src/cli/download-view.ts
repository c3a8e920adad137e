/** The live view of a download: one line that is redrawn on a terminal, plain lines elsewhere. */
import { basename } from 'node:path'
import type { FetchEvent } from '#data'
import { sizeText } from '#data'
import { cursor, plain, type Screen } from './terminal.ts'

export interface DownloadViewOptions {
  readonly stream: Screen
  readonly isTTY: boolean
  /** Milliseconds of a clock that only goes forward; tests put theirs here. */
  readonly now?: () => number
}

export interface DownloadView {
  handle(event: FetchEvent): void
  /** Removes the live line. Call it before printing anything else. */
  close(): void
}

const REDRAW_MS = 200
/** Between two lines about one file where there is no terminal. */
const PLAIN_MS = 15_000

export function createDownloadView({
  stream,
  isTTY,
  now = () => performance.now(),
}: DownloadViewOptions): DownloadView {
  const told = new Map<string, number>()
  let drawn = false
  let drawnMs = Number.NEGATIVE_INFINITY

  const erase = () => {
    if (drawn) stream.write(cursor.line)
    drawn = false
  }
  const tell = (line: string) => {
    erase()
    stream.write(`${line}\n`)
  }
  const show = (path: string, text: string, whole: boolean) => {
    const line = plain(`  ${basename(path)} ${text}`)
    if (isTTY) {
      if (now() - drawnMs < REDRAW_MS && !whole) return
      erase()
      stream.write(line.slice(0, (stream.columns ?? 80) - 1))
      drawn = true
      drawnMs = now()
      return
    }
    if (!told.has(path)) told.set(path, now())
    if (whole || now() - told.get(path)! >= PLAIN_MS) {
      stream.write(`${line}\n`)
      told.set(path, now())
    }
  }

  return {
    handle(event) {
      switch (event.type) {
        case 'source':
          tell(
            `  from ${event.source}: ${event.files} ${event.files === 1 ? 'file' : 'files'}, ${event.bytes === undefined ? 'size not stated' : `${sizeText(event.bytes)} to fetch`}`,
          )
          break
        case 'progress': {
          const { path, bytes, total } = event
          const text = total === undefined ? sizeText(bytes) : `${sizeText(bytes)} of ${sizeText(total)}`
          show(path, text, bytes === total)
          break
        }
        case 'pause':
          tell(`  ${basename(event.path)}: ${event.reason}; again in ${Math.ceil(event.pauseMs / 1000)} s`)
          break
        case 'waiting':
          show(event.path, `is fetched by ${event.holder}; waiting`, false)
          break
        case 'copy':
          tell(`  ${event.reason}`)
          tell(`  In its place comes a ${event.quality}`)
          break
        case 'there':
          tell(`  there already, from ${event.source}`)
          break
        case 'unpack':
          tell(`  unpacking ${basename(event.path)}`)
          break
      }
    },
    close: erase,
  }
}
