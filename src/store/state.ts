/** Unfinished work: what an attempt leaves for the next one, in a folder of its own for each key. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Key } from '#kernel'
import { livingAmong } from './at-work.ts'
import { namesIn } from './files.ts'
import { isKey, type Layout } from './layout.ts'

/** In a state folder: inputs of the work, by role. */
const INPUTS = 'inputs.json'

export const stateFolder = ({ states }: Layout, key: Key) => join(states, key)

/** Makes the folder, or goes on with what is in it. */
export async function enterState(
  layout: Layout,
  key: Key,
  inputs: Readonly<Record<string, Key>>,
): Promise<void> {
  const folder = stateFolder(layout, key)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, INPUTS), JSON.stringify(inputs))
}

/** Removes the folder when the work has put nothing there. */
export async function leaveState(layout: Layout, key: Key): Promise<void> {
  const left = await namesIn(stateFolder(layout, key)).catch(() => [])
  if (left.every((name) => name === INPUTS)) await dropState(layout, key)
}

export async function dropState(layout: Layout, key: Key): Promise<void> {
  await rm(stateFolder(layout, key), { recursive: true, force: true })
}

/** Drops what was begun from one of the artifacts, unless somebody works on it: whoever does looks at its inputs again. */
export async function dropStatesFrom(layout: Layout, artifacts: ReadonlySet<Key>): Promise<void> {
  for (const name of await namesIn(layout.states)) {
    if (!isKey(name)) continue
    const inputs = await readFile(join(stateFolder(layout, name), INPUTS), 'utf8')
      .then((text) => Object.values(JSON.parse(text) as Record<string, Key>))
      .catch(() => undefined) // half-written: nothing was begun
    if (inputs?.some((input) => artifacts.has(input)) && (await livingAmong(layout, [name])).size === 0)
      await dropState(layout, name)
  }
}
