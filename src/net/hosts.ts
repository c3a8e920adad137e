import { setTimeout as sleep } from 'node:timers/promises'

/** What a host wants of its visitors. */
export interface HostRule {
  /** Requests in `perMs` at most. */
  readonly requests: number
  readonly perMs: number
  readonly connections: number
  /** HTTP 403 means: do not come back. */
  readonly stopOn403?: boolean
}

const STRANGER: HostRule = { requests: 1, perMs: 1000, connections: 1 }
/** A server on this machine belongs to the user. */
const OWN: HostRule = { requests: 1000, perMs: 1000, connections: 8 }
/** Longest delay that robots.txt gets. */
const MOST_DELAY_MS = 60_000
const OWN_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]'])

/** The queue before one host (or one group of hosts): so many connections, so many requests a time. */
export class HostQueue {
  readonly stopOn403: boolean
  /** The host refused us; it is left alone until the process ends. */
  refused = false
  #free: number
  readonly #waiting: (() => void)[] = []
  #requests: number
  #perMs: number
  /** When the latest requests went out, or will. */
  #turns: number[] = []

  constructor({ requests, perMs, connections, stopOn403 = false }: HostRule) {
    this.stopOn403 = stopOn403
    this.#free = connections
    this.#requests = requests
    this.#perMs = perMs
  }

  /** Runs it as soon as a connection is free. */
  async connected<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await task()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#free++
      else next()
    }
  }

  /** Resolves when the next request may be sent. The signal ends the wait. */
  async turn(signal?: AbortSignal): Promise<void> {
    const now = performance.now()
    const turn = Math.max(now, (this.#turns.at(-this.#requests) ?? -Infinity) + this.#perMs)
    this.#turns = [...this.#turns, turn].slice(-this.#requests)
    await sleep(turn - now, undefined, { signal })
  }

  /** What the host's robots.txt asks for, if it is slower than the rule. */
  slowDown(perRequestMs: number): void {
    if (perRequestMs <= this.#perMs / this.#requests) return
    this.#requests = 1
    this.#perMs = Math.min(perRequestMs, MOST_DELAY_MS)
    this.#turns = []
  }
}

/** One a host and process, however many clients there are. */
const queues = new Map<string, HostQueue>()

/** Rules by host name, perhaps with its port; each for all hosts below its name together. */
export type HostRules = Readonly<Record<string, HostRule>>

/** Name of the rule that an address falls under. */
export const ruleName = (url: URL, rules: HostRules = {}): string | undefined =>
  Object.keys(rules).find(
    (name) => url.host === name || url.hostname === name || url.hostname.endsWith(`.${name}`),
  )

/** The queue of an address; what its first visitor says of the host counts. */
export function queueFor(url: URL, rules: HostRules = {}): HostQueue {
  const ruled = ruleName(url, rules)
  const name = ruled ?? url.host
  const rule = ruled === undefined ? (OWN_HOSTS.has(url.hostname) ? OWN : STRANGER) : rules[ruled]!
  const queue = queues.get(name) ?? new HostQueue(rule)
  queues.set(name, queue)
  return queue
}
