/** Parameters and headers that carry keys or contacts wherever they occur. */
const SECRET_NAMES = ['api_key', 'apikey', 'api-key', 'x-api-key', 'authorization', 'mailto', 'email']

export const secretNames = (more: readonly string[] = []): ReadonlySet<string> =>
  new Set([...SECRET_NAMES, ...more].map((name) => name.toLowerCase()))

/** Address with sorted parameters, without secrets, user names and fragments. Throws TypeError for what is none. */
export function canonicalUrl(url: string, secret: ReadonlySet<string> = secretNames()): string {
  const canonical = new URL(url)
  canonical.username = ''
  canonical.password = ''
  canonical.hash = ''
  const parameters = [...canonical.searchParams].filter(([name]) => !secret.has(name.toLowerCase()))
  parameters.sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
  canonical.search = new URLSearchParams(parameters).toString()
  return canonical.href
}

/** Shorter values are no secrets: to replace them would damage texts. */
const SHORTEST_SECRET = 4

/** Values of the secret parameters and headers of a request, in the forms in which a server may repeat them. */
export function secretValues(
  url: string,
  headers: Readonly<Record<string, string>>,
  secret: ReadonlySet<string>,
  contact?: string,
): string[] {
  const address = new URL(url)
  const values = [...address.searchParams, ...Object.entries(headers)]
    .filter(([name]) => secret.has(name.toLowerCase()))
    .flatMap(([, value]) => [value, value.replace(/^Bearer /, '')])
  const all = [...values, address.username, address.password, contact ?? '']
    .flatMap((value) => [value, encodeURIComponent(value)])
    .filter((value) => value.length >= SHORTEST_SECRET)
  return [...new Set(all)].sort((a, b) => b.length - a.length)
}

const MARK = '[redacted]'

/** A text without these values. */
export const redactText = (text: string, values: readonly string[]): string =>
  values.reduce((rest, value) => rest.replaceAll(value, MARK), text)

/** Bytes without these values; the same buffer where none occurs. */
export function redactBytes(bytes: Buffer, values: readonly string[]): Buffer {
  const found = values.filter((value) => bytes.includes(value))
  if (found.length === 0) return bytes
  const latin1 = found.map((value) => Buffer.from(value).toString('latin1'))
  return Buffer.from(redactText(bytes.toString('latin1'), latin1), 'latin1')
}
