/**
 * The sign of life of all leases of this process: a thread of its own writes it, so that a phase that keeps the main
 * thread busy for minutes (features of a large task, say) does not look dead.
 */
import { Worker } from 'node:worker_threads'

// The text is rewritten in place, so a full disk does not matter and a reader never sees half of it.
const CODE = `
const { parentPort } = require('node:worker_threads')
const { fsyncSync, writeSync } = require('node:fs')
const timers = new Map()
parentPort.on('message', ({ fd, text, everyMs }) => {
  if (text === undefined) {
    clearInterval(timers.get(fd))
    timers.delete(fd)
    parentPort.postMessage(fd)
    return
  }
  const beat = () => {
    try {
      writeSync(fd, text, 0)
      fsyncSync(fd)
    } catch {
      // A hiccup of the server is no reason to stop the work.
    }
  }
  timers.set(fd, setInterval(beat, everyMs))
})
`

let thread: Worker | undefined
const stopping = new Map<number, () => void>()

function heart(): Worker {
  if (thread === undefined) {
    thread = new Worker(CODE, { eval: true, execArgv: [] })
    thread.on('message', (fd: number) => stopping.get(fd)?.())
    thread.unref()
  }
  return thread
}

/** Writes `text` into an open file again and again. Resolves, once the returned function is called, when it no longer does. */
export function beat(fd: number, text: string, everyMs: number): () => Promise<void> {
  heart().postMessage({ fd, text, everyMs })
  return () =>
    new Promise((resolve) => {
      // Held by a reference until the answer is here: the file's number must not be reused before.
      heart().ref()
      stopping.set(fd, () => {
        stopping.delete(fd)
        if (stopping.size === 0) heart().unref()
        resolve()
      })
      heart().postMessage({ fd })
    })
}
