import type { Exchange } from './exchange.ts'

export const PROBLEM_KINDS = [
  'not-recorded',
  'address',
  'connection',
  'status',
  'stopped',
  'robots',
  'content-type',
  'too-large',
  'body',
] as const
export type ProblemKind = (typeof PROBLEM_KINDS)[number]

/**
 * Why an exchange gave nothing to read. For code of this room: people read its message as a line of the limitations.
 * Neither message nor exchange holds keys or contacts.
 */
export class RequestProblem extends Error {
  readonly kind: ProblemKind
  readonly exchange: Exchange
  constructor(kind: ProblemKind, reason: string, exchange: Exchange) {
    super(reason)
    this.name = 'RequestProblem'
    this.kind = kind
    this.exchange = exchange
  }
}
