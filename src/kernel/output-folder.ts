import { accessSync, constants, lstatSync, type Stats, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { messageOf, PolyviaError } from './error.ts'

export class OutputUnusableError extends PolyviaError {
  readonly code = 'OUTPUT_UNUSABLE'
  readonly exitCode = 2
}

/**
 * Refuses a folder for results that could not be made or written, before the work that fills it. Makes nothing.
 * Throws OUTPUT_UNUSABLE.
 */
export function checkOutputFolder(path: string): void {
  const folder = resolve(path)
  const place = nearest(folder)
  try {
    if (!statSync(place).isDirectory()) throw new Error(`"${place}" is no folder`)
    accessSync(place, constants.W_OK | constants.X_OK)
  } catch (cause) {
    throw new OutputUnusableError(`Cannot write into "${path}": ${messageOf(cause)}`, {
      hint: 'Name a folder that you may write, or one that is not there yet.',
      place: { file: folder },
      cause,
    })
  }
}

/** The path, or else the first of those above it that is there; a link that leads nowhere is there too. */
function nearest(path: string): string {
  let found: Stats | undefined
  try {
    found = lstatSync(path)
  } catch {
    // Not there, or below something that is no folder: what is above it tells.
  }
  return found === undefined && dirname(path) !== path ? nearest(dirname(path)) : path
}
