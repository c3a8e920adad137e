/** The view of a run: a small block that is redrawn on a terminal, plain lines elsewhere. */
import type { Counts, PhaseProgress, RunEvent } from '#execute'
import { color, cursor, plain, type Screen } from './terminal.ts'

/** quiet: only what goes wrong; normal: what takes long, too; verbose: every phase. */
export type Detail = 'quiet' | 'normal' | 'verbose'

export interface ProgressViewOptions {
  readonly stream: Screen
  readonly isTTY: boolean
  readonly detail: Detail
  /** Milliseconds of a clock that only goes forward; tests put theirs here. */
  readonly now?: () => number
}

export interface ProgressView {
  handle(event: RunEvent): void
  /** Lines that stay, the first of them a warning. */
  tell(...lines: readonly string[]): void
  /** Removes the live block. Call it before printing anything else. */
  close(): void
}

/** A phase that takes longer has a line when that is known and one when it ends; of others the summary tells. */
const LONG_MS = 10_000
/** Between two lines of one phase, where every phase is told and there is no terminal. */
const PLAIN_MS = 15_000
const REDRAW_MS = 200
const MOST_SHOWN = 8

interface Running {
  readonly name: string
  readonly startedMs: number
  /** First step of this attempt, which may have resumed. */
  first?: { readonly step: number; readonly ms: number }
  progress: PhaseProgress
  toldMs: number
  isTold: boolean
}

export function createProgressView({
  stream,
  isTTY,
  detail,
  now = () => performance.now(),
}: ProgressViewOptions): ProgressView {
  const isLive = isTTY && detail !== 'quiet'
  const running = new Map<string, Running>()
  const beganMs = now()
  let counts: Counts | undefined
  let cachedUntold = 0
  let drawnLines = 0
  let drawnMs = Number.NEGATIVE_INFINITY

  const erase = () => {
    if (drawnLines > 0) stream.write(cursor.up(drawnLines))
    drawnLines = 0
  }

  const draw = () => {
    drawnMs = now()
    const width = (stream.columns ?? 80) - 1
    const shown = [...running.values()].slice(0, MOST_SHOWN)
    const hidden = running.size - shown.length
    const lines = [
      ...shown.map((phase) => phaseLine(phase, now(), width)),
      ...(hidden > 0 ? [color.dim(`  and ${hidden} more`)] : []),
      ...(counts === undefined ? [] : [color.bold(summaryLine(counts, now() - beganMs).slice(0, width))]),
    ]
    erase()
    stream.write(lines.map((line) => `${line}\n`).join(''))
    drawnLines = lines.length
  }

  const redraw = (atOnce: boolean) => {
    if (isLive && (atOnce || now() - drawnMs >= REDRAW_MS)) draw()
  }

  /** A line that stays. */
  const tell = (line: string) => {
    erase()
    stream.write(`${line}\n`)
  }

  const tellCached = () => {
    if (cachedUntold > 0 && detail === 'verbose')
      tell(
        color.dim(`= ${cachedUntold} ${cachedUntold === 1 ? 'phase is' : 'phases are'} in the store already`),
      )
    cachedUntold = 0
  }

  const position = ({ done, cached, total }: Counts) => color.dim(`[${done + cached}/${total}]`)

  /** Says of phases that they run, once it is known that they take long. A live block shows them anyway. */
  const tellLong = () => {
    for (const phase of running.values()) {
      if (phase.isTold || detail !== 'normal' || now() - phase.startedMs < LONG_MS) continue
      phase.isTold = true
      if (!isLive) tell(`> ${phase.name}`)
    }
  }

  const timer = setInterval(() => {
    tellLong()
    if (isLive && running.size > 0) draw()
  }, 1000)
  timer.unref()

  return {
    handle(event) {
      const { phase } = event
      const name = plain(`${phase.operation} ${phase.label}`)
      counts = event.counts
      if (event.type === 'cached') cachedUntold++
      else tellCached()
      tellLong()
      switch (event.type) {
        case 'started':
          running.set(phase.key, { name, startedMs: now(), progress: {}, toldMs: now(), isTold: false })
          if (!isLive && detail === 'verbose') tell(`> ${name}`)
          break
        case 'progress': {
          const entry = running.get(phase.key)
          if (entry === undefined) break
          const { step } = event.progress
          if (step !== undefined) entry.first ??= { step, ms: now() }
          entry.progress = { ...entry.progress, note: undefined, ...event.progress }
          if (!isLive && detail === 'verbose' && now() - entry.toldMs >= PLAIN_MS) {
            tell(`  ${name}: ${describe(entry, now())}`)
            entry.toldMs = now()
          }
          break
        }
        case 'finished':
          if (detail === 'verbose' || running.get(phase.key)?.isTold)
            tell(
              `${color.green('+')} ${position(event.counts)} ${name} ${color.dim(duration(event.seconds))}`,
            )
          break
        case 'retrying':
          tell(
            `${color.yellow('!')} ${name}: ${event.error.message}\n  goes on from its saved state (attempt ${event.attempt})`,
          )
          break
        case 'failed':
          tell(`${color.red('x')} ${name}: ${event.error.message}`)
          break
        case 'skipped':
          if (detail === 'verbose')
            tell(
              color.dim(
                `- ${name}: skipped because ${event.because.operation} ${event.because.label} failed`,
              ),
            )
          break
        case 'interrupted':
          if (detail !== 'quiet') tell(`${color.yellow('!')} ${name}: interrupted, state saved`)
          break
        case 'told':
          tell(`${color.yellow('!')} ${name}: ${plain(event.notice)}`)
          break
        case 'restarting':
          tell(`${color.yellow('!')} ${name}: starts again when what it reads is whole`)
          break
        case 'waiting':
          if (detail !== 'quiet')
            tell(
              color.dim(
                `~ ${name}: process ${event.holder.pid} on ${event.holder.host} works on it; waiting for its result`,
              ),
            )
          break
        case 'cached':
          break
      }
      const goesOn = event.type === 'started' || event.type === 'progress' || event.type === 'told'
      if (!goesOn) running.delete(phase.key)
      redraw(!goesOn && event.type !== 'cached')
    },
    tell(first, ...others) {
      tell([`${color.yellow('!')} ${first}`, ...others].join('\n'))
      redraw(true)
    },
    close() {
      clearInterval(timer)
      erase()
      tellCached()
      if (counts !== undefined && detail !== 'quiet')
        stream.write(`${summaryLine(counts, now() - beganMs)}\n`)
    },
  }
}

function summaryLine({ done, cached, total, failed, skipped }: Counts, ms: number): string {
  const parts = [
    `${done + cached} of ${total} phases`,
    cached > 0 ? `${cached} from the store` : '',
    failed > 0 ? `${failed} failed` : '',
    skipped > 0 ? `${skipped} skipped` : '',
    duration(ms / 1000),
  ]
  return parts.filter(Boolean).join(', ')
}

function phaseLine(phase: Running, nowMs: number, width: number): string {
  const facts = describe(phase, nowMs)
  const room = Math.max(12, width - 4 - facts.length)
  const name = phase.name.length > room ? `${phase.name.slice(0, room - 1)}…` : phase.name
  return `  ${name}  ${facts}`.slice(0, width)
}

/** `1200/7300 16%, loss 1.234, 5.2k tokens/s, 12:31 left` with the parts that are known. */
function describe({ progress, first, startedMs }: Running, nowMs: number): string {
  const { step, total, loss, tokens, seconds, note } = progress
  const parts: string[] = []
  if (note !== undefined) parts.push(plain(note))
  else if (step !== undefined)
    parts.push(
      total === undefined ? `${step}` : `${step}/${total} ${Math.floor((100 * step) / Math.max(1, total))}%`,
    )
  if (loss !== undefined) parts.push(`loss ${loss.toPrecision(4)}`)
  if (tokens !== undefined && seconds) parts.push(`${compact(tokens / seconds)} tokens/s`)
  if (first !== undefined && step !== undefined && total !== undefined && step > first.step) {
    const msPerStep = (nowMs - first.ms) / (step - first.step)
    parts.push(`${duration(((total - step) * msPerStep) / 1000)} left`)
  } else parts.push(duration((nowMs - startedMs) / 1000))
  return parts.join(', ')
}

function compact(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)}M`
  return value >= 1000 ? `${(value / 1000).toFixed(1)}k` : value.toFixed(0)
}

/** `7 s`, `3:21`, `1:02:09`. */
function duration(seconds: number): string {
  if (seconds < 60) return `${seconds < 10 && seconds % 1 !== 0 ? seconds.toFixed(1) : Math.round(seconds)} s`
  const whole = Math.round(seconds)
  const two = (value: number) => String(value).padStart(2, '0')
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`
}
