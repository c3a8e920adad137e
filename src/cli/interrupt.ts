import process from 'node:process'

/** Signals that follow each other faster are one: a terminal and a parent process may both send it. */
const SAME_MS = 1000

/**
 * Runs a body that can be asked to stop: Ctrl-C or SIGTERM aborts its signal, so that it ends as it should; another one,
 * later, ends the process at once.
 */
export async function interruptible<T>(body: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController()
  let firstMs: number | undefined
  const leave = () => process.off('SIGINT', stop).off('SIGTERM', stop)
  function stop(signal: NodeJS.Signals) {
    firstMs ??= performance.now()
    if (performance.now() - firstMs > SAME_MS) {
      leave()
      process.kill(process.pid, signal)
    } else controller.abort()
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  try {
    return await body(controller.signal)
  } finally {
    leave()
  }
}
