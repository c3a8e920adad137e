import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { messageOf } from './error.ts'

/** Configurations have a few kilobytes, indexes of weights up to a few megabytes. */
const MOST_BYTES = 64 * 2 ** 20

/** What a file of somebody else's holds, or in words why that cannot be told. */
export type FileContent<T> = { readonly value: T } | { readonly reason: string }

/** Reads a file that must hold a JSON object. A folder, a pipe and an endless file are refused unread. */
export function readJsonObject(path: string, mostBytes = MOST_BYTES): FileContent<Record<string, unknown>> {
  const text = readText(path, mostBytes)
  if ('reason' in text) return text
  try {
    const value: unknown = JSON.parse(text.value)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return { value: value as Record<string, unknown> }
    return {
      reason: `it holds ${Array.isArray(value) ? 'an array' : value === null ? 'null' : `a ${typeof value}`}, not an object`,
    }
  } catch (error) {
    return {
      reason: text.value.trim() === '' ? 'it is empty' : `it is not JSON (${messageOf(error).slice(0, 100)})`,
    }
  }
}

/** Reads a file of at most `mostBytes` bytes as UTF-8. */
export function readText(path: string, mostBytes: number): FileContent<string> {
  const status = statSync(path, { throwIfNoEntry: false })
  if (status === undefined) return { reason: 'it is not there' }
  if (!status.isFile()) return { reason: 'it is no file' }
  if (isGitLfsPointer(path)) return { reason: GIT_LFS }
  if (status.size > mostBytes) return { reason: `it has ${status.size} bytes; at most ${mostBytes} are read` }
  try {
    return { value: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)) }
  } catch (error) {
    const isDecoding = error instanceof TypeError
    return { reason: isDecoding ? 'it is not in UTF-8' : messageOf(error) }
  }
}

/** Why a Git LFS pointer cannot be used, and what gets the file. */
export const GIT_LFS =
  'it is a Git LFS pointer, not the file itself; "git lfs pull" in its repository gets it'

const POINTER = Buffer.from('version https://git-lfs.github.com/spec/')

/** Whether a file is the small text that Git leaves in place of a large one. */
export function isGitLfsPointer(path: string): boolean {
  const file = openSync(path, 'r')
  try {
    const start = Buffer.alloc(POINTER.length)
    readSync(file, start, 0, start.length, 0)
    return start.equals(POINTER)
  } finally {
    closeSync(file)
  }
}
