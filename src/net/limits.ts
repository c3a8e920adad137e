/** What a request may cost. Each request keeps to all of them. */
export interface Limits {
  /** Attempts in a row that bring nothing new. */
  readonly attempts: number
  /** Pause after the first failure; it doubles. */
  readonly firstPauseMs: number
  /** Longest pause, and longest wait that a server may ask for. */
  readonly mostPauseMs: number
  /** Silence after which a connection is given up. */
  readonly stallMs: number
  /** An answer with all its attempts, pauses and redirects. A file has no such bound: its lowest speed is one. */
  readonly totalMs: number
  /** Lowest speed of a body, over each `windowMs`. */
  readonly bytesPerSecond: number
  readonly windowMs: number
  readonly redirects: number
  /** An answer that is kept in memory, unpacked. */
  readonly answerBytes: number
  /** A file whose size neither the caller nor the source states. */
  readonly fileBytes: number
  /** Pages of one list, and the bytes of all of them. */
  readonly pages: number
  readonly listBytes: number
}

export const LIMITS: Limits = {
  attempts: 6,
  firstPauseMs: 1000,
  mostPauseMs: 300_000,
  stallMs: 120_000, // a language model may think for a minute before its first byte
  totalMs: 600_000,
  bytesPerSecond: 4000, // four files at a time then fill a line of 128 kbit/s
  windowMs: 60_000,
  redirects: 8,
  answerBytes: 64 * 2 ** 20,
  fileBytes: 4 * 2 ** 30,
  pages: 1000, // of 1000 files each on the hub
  listBytes: 256 * 2 ** 20,
}
