import { execa } from 'execa'
import { findPython } from './python.ts'

const PYPI = 'https://pypi.org/simple'

/**
 * Addresses of the Python package indexes that pip is configured for, by its files and environment: where a site has a
 * mirror, pip knows it. Folders (`file:`) are left out. Throws SETUP_MISSING.
 */
export async function packageIndexes(): Promise<readonly string[]> {
  const { stdout } = await execa(await findPython(), ['-m', 'pip', 'config', 'list'])
  return configuredIndexes(stdout)
}

/** What `pip config list` says of indexes: lines `place.option='value'`, of several places the later one counts. */
export function configuredIndexes(listed: string): readonly string[] {
  const options = new Map<string, string>()
  const lines = [...listed.matchAll(/^(:env:|global|download|install)\.([a-z-]+)=(['"])(.*)\3$/gm)]
  // pip lets the environment overrule its commands, and these what is global.
  const order = ['global', 'install', 'download', ':env:']
  lines.sort((a, b) => order.indexOf(a[1]!) - order.indexOf(b[1]!))
  for (const [, , option, , value] of lines) options.set(option!, value!)
  const isOn = (option: string) => /^(1|true|yes|on)$/i.test(options.get(option) ?? '')
  const named = `${options.get('index-url') ?? PYPI} ${options.get('extra-index-url') ?? ''}`
  // pip writes a line break of a value as \n.
  const addresses = named.split(/\s+|\\n/).filter((address) => /^https?:/.test(address))
  return isOn('no-index') ? [] : [...new Set(addresses)]
}
