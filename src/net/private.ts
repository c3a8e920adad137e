import type { lookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { Problem } from './problem.ts'

/** Addresses that lead to this machine, into a network of its owner, or nowhere (IANA special-purpose registries). */
const PRIVATE = new BlockList()
for (const subnet of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '224.0.0.0/3',
  '::/127',
  'fc00::/7',
  'fe80::/10',
  'ff00::/8',
]) {
  const [address, bits] = subnet.split('/') as [string, string]
  PRIVATE.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/** Whether an IP address is one of them, also as IPv4 inside of IPv6. */
export const isPrivateAddress = (address: string): boolean =>
  isIP(address) !== 0 && PRIVATE.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')

const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '')

/** Whether a host is inside by its look: an address, or this machine. */
export const looksPrivate = (hostname: string): boolean =>
  isPrivateAddress(bare(hostname)) || /(^|\.)localhost\.?$/i.test(hostname)

/** Whether a host is inside, also by what its name stands for. A name that is not known here is not. */
export async function isPrivateHost(hostname: string, find: typeof lookup): Promise<boolean> {
  if (looksPrivate(hostname) || isIP(bare(hostname)) !== 0) return looksPrivate(hostname)
  return new Promise((resolve) => {
    find(hostname, { all: true }, (error, found) =>
      resolve(error === null && found.some(({ address }) => isPrivateAddress(address))),
    )
  })
}

/** Finds addresses of names as usual, but none that lead inside: checked at the moment of connecting. */
export const publicLookup =
  (find: typeof lookup): LookupFunction =>
  (hostname, options, done) => {
    find(hostname, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, [])
      if (found.some(({ address }) => isPrivateAddress(address))) return done(intoPrivate(hostname), [])
      if (options.all) return done(null, found)
      done(null, found[0]!.address, found[0]!.family)
    })
  }

export const intoPrivate = (hostname: string): Problem =>
  new Problem('address', `it leads into a private network (${hostname})`)
