import type { ReviewStep } from '#evidence'
import { color, type Screen } from './terminal.ts'

/** One line a stage, with the time it took; counts in between are told every few seconds. */
export function createReviewView(stream: Screen) {
  const TELL_MS = 5000
  let beganMs = performance.now()
  let toldMs = beganMs
  return {
    handle(event: ReviewStep): void {
      const nowMs = performance.now()
      if ('of' in event) {
        if (nowMs - toldMs < TELL_MS) return
        toldMs = nowMs
        stream.write(`${color.dim(`  ${event.stage} ${event.done} of ${event.of}`)}\n`)
      } else if (event.state === 'begin') {
        beganMs = nowMs
        toldMs = nowMs
      } else {
        const took = event.state === 'kept' ? 'as it was' : `${((nowMs - beganMs) / 1000).toFixed(1)} s`
        stream.write(`${event.stage} ${color.dim(took)}\n`)
      }
    },
  }
}
