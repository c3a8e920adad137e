import { intoPrivate, looksPrivate } from './private.ts'
import { Problem } from './problem.ts'
import { type Hop, isRedirect, type Reply, WIRE, type Wire } from './send.ts'

/** Where a request begins. */
interface Start extends Omit<Hop, 'url'> {
  readonly url: string
  readonly method?: 'GET' | 'POST' | undefined
  /** Names of headers that only the first origin may see. */
  readonly secret: ReadonlySet<string>
  /** Most redirects. */
  readonly redirects: number
  readonly wire?: Wire
}

/**
 * One address after the other, until one does not redirect. Secret headers stay with the first origin; a public host leads
 * to public ones only. Not undici's redirects: they ask nobody between two hosts, and take keys along in other headers than
 * Authorization. Throws a Problem, and what `sendTo` throws.
 */
export async function follow<A extends Pick<Reply, 'status' | 'headers'>>(
  { method = 'GET', url: start, headers, secret, redirects, publicOnly, wire = WIRE }: Start,
  sendTo: (hop: Hop) => Promise<A>,
): Promise<A> {
  const first = webAddress(start)
  const seen = new Set<string>()
  let outside = publicOnly
  for (let url = first; ; ) {
    if (seen.has(url.href))
      throw new Problem('circle', `it redirects in a circle (${url.origin}${url.pathname})`)
    if (seen.size > redirects) throw new Problem('circle', `it redirects more than ${redirects} times`)
    seen.add(url.href)
    if (url.host !== first.host) outside ||= !(await wire.isPrivate(first.hostname))
    // What a name stands for is seen when it is connected to; what is no name has no such moment.
    if (outside && looksPrivate(url.hostname)) throw intoPrivate(url.hostname)
    const same = url.origin === first.origin
    const shown = Object.entries(headers).filter(([name]) => same || !secret.has(name.toLowerCase()))
    const answer = await sendTo({ url, headers: Object.fromEntries(shown), publicOnly: outside })
    if (!isRedirect(answer.status)) return answer
    const { location = '' } = answer.headers
    if (method !== 'GET' || location === '' || !URL.canParse(location, url.href))
      throw new Problem('status', `HTTP ${answer.status} leads nowhere`, {
        arrived: { status: answer.status, headers: answer.headers, body: Buffer.alloc(0) },
      })
    url = webAddress(new URL(location, url).href)
  }
}

/** Throws a Problem for what is no address of the web. */
function webAddress(address: string): URL {
  if (!URL.canParse(address)) throw new Problem('address', 'what should be an address is none')
  const url = new URL(address)
  if (!/^https?:$/.test(url.protocol))
    throw new Problem('address', `only http and https addresses are read, not ${url.protocol}`)
  url.hash = ''
  return url
}
