import { type BigIntStats, lstatSync } from 'node:fs'

/** Failures that say something about us or the machine, not about the artifact. */
const NOT_DAMAGE = new Set(['EACCES', 'EPERM', 'EMFILE', 'ENFILE', 'ENOMEM'])

export const codeOf = (thrown: unknown) => (thrown as NodeJS.ErrnoException).code ?? ''

export const isDamage = (thrown: unknown) => !NOT_DAMAGE.has(codeOf(thrown))

/** What tells that a file is the same and was not touched: any write, rename, copy or new link changes it. */
export const stampOf = ({ ino, size, mtimeNs, ctimeNs }: BigIntStats) =>
  `${ino} ${size} ${mtimeNs} ${ctimeNs}`

/** The part of a stamp that a new link to the file leaves as it is. */
export const contentStamp = (mark: string) => mark.slice(0, mark.lastIndexOf(' '))

/** Stamp of the file or folder itself, undefined when there is none. */
export function stamp(path: string): string | undefined {
  try {
    return stampOf(lstatSync(path, { bigint: true }))
  } catch (thrown) {
    if (!isDamage(thrown)) throw thrown
    return undefined
  }
}
