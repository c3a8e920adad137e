import robotsParser from 'robots-parser'
import type { Http } from './http.ts'
import { RequestProblem } from './problem.ts'

/** What a host lets programs read. */
export interface Robots {
  /** Why an address must not be read, or null. */
  refusal(url: string): string | null
  readonly crawlDelayMs: number | null
}

const NAME = 'polyvia'
const OPEN: Robots = { refusal: () => null, crawlDelayMs: null }

/** Reads robots.txt as RFC 9309 has it: none or a refusal of it (4xx) opens the host, a broken one closes it. */
export async function readRobots(
  http: Http,
  origin: string,
  publicOnly: boolean,
  signal?: AbortSignal,
): Promise<Robots> {
  const address = `${origin}/robots.txt`
  try {
    const { status, body } = await http.request({
      url: address,
      accept: ['*/*'],
      maxBytes: 2 ** 19,
      api: true,
      publicOnly,
      signal,
    })
    if (status !== 200) return OPEN
    const rules = robotsParser(address, body.toString('utf8'))
    const delay = rules.getCrawlDelay(NAME)
    return {
      refusal: (url) =>
        rules.isAllowed(url, NAME) === false ? `robots.txt of ${origin} does not allow it` : null,
      crawlDelayMs: delay === undefined ? null : delay * 1000,
    }
  } catch (thrown) {
    if (!(thrown instanceof RequestProblem)) throw thrown
    const { status } = thrown.exchange
    if (status !== null && status >= 400 && status < 500 && status !== 429) return OPEN
    return { refusal: () => `robots.txt of ${origin} cannot be read: ${thrown.message}`, crawlDelayMs: null }
  }
}
