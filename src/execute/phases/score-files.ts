import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readSafetensors, writeSafetensors } from '#kernel'
import type { Dependence, Outcomes, Score } from '#score'

const OUTCOMES = 'outcomes.safetensors'
/** Not there where every example stands alone. */
const DEPENDENCE = 'dependence.safetensors'

/** Writes a score into an artifact. */
export async function writeScore(folder: string, { outcomes, dependence, ...score }: Score): Promise<void> {
  await writeFile(join(folder, 'score.json'), `${JSON.stringify(score, null, 2)}\n`)
  await writeColumns(join(folder, OUTCOMES), outcomes)
  if (dependence !== undefined) await writeColumns(join(folder, DEPENDENCE), { ...dependence })
}

/** Reads back what `writeScore` wrote. */
export function readScore(folder: string): Score {
  const score = JSON.parse(readFileSync(join(folder, 'score.json'), 'utf8')) as Omit<
    Score,
    'outcomes' | 'dependence'
  >
  const outcomes = readColumns(join(folder, OUTCOMES))
  const dependence = join(folder, DEPENDENCE)
  if (!existsSync(dependence)) return { ...score, outcomes }
  return { ...score, outcomes, dependence: readColumns(dependence) as unknown as Dependence }
}

const writeColumns = (path: string, columns: Outcomes) =>
  writeSafetensors(
    path,
    Object.fromEntries(
      Object.entries(columns).map(([column, data]) => [column, { data, shape: [data.length] }]),
    ),
  )

const readColumns = (path: string) =>
  Object.fromEntries(
    Object.entries(readSafetensors(path)).map(([column, { data }]) => [column, data as Outcomes[string]]),
  )
