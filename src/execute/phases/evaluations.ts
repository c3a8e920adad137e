import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sha256, writeWhole } from '#kernel'

/** One development evaluation. `kept` = its weights were the best so far. */
export interface DevelopmentScore {
  readonly step: number
  /** Mean over the tasks of their main metric on English development data. */
  readonly score: number
  readonly kept: boolean
}

const fileIn = (state: string) => join(state, 'evaluations')

/** Keeps the evaluations of a training that is not finished, under a hash: they decide which weights are kept. */
export async function saveEvaluations(
  state: string,
  evaluations: readonly DevelopmentScore[],
): Promise<void> {
  const text = JSON.stringify(evaluations)
  await writeWhole(fileIn(state), `${sha256(text)}\n${text}`)
}

/** The evaluations so far; undefined when the file is not as it was written. */
function read(state: string): DevelopmentScore[] | undefined {
  if (!existsSync(fileIn(state))) return []
  const [hash, text = ''] = readFileSync(fileIn(state), 'utf8').split('\n')
  return hash === sha256(text) ? (JSON.parse(text) as DevelopmentScore[]) : undefined
}

/**
 * The evaluations of a training whose state `dropDamagedState` has looked at.
 * @throws TypeError when they changed meanwhile
 */
export function readEvaluations(state: string): DevelopmentScore[] {
  const evaluations = read(state)
  if (evaluations === undefined) throw new TypeError(`"${fileIn(state)}" changed while a training used it`)
  return evaluations
}

/** Makes sure that what a training will continue from is as it was written; else it starts anew. True: it does. */
export async function dropDamagedState(state: string): Promise<boolean> {
  if (read(state) !== undefined) return false
  await rm(fileIn(state))
  await rm(join(state, 'worker'), { recursive: true, force: true })
  return true
}
