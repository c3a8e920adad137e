/** How much runs differ, by study: a report leaves it in the store, for studies that are planned later. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '#kernel'
import type { Plan } from '#plan'
import { type KnownNoise, measureNoise, NoiseRecord, type ReportInput, scoresKey, storedNoise } from '#report'
import type { Store } from '#store'
import type { OpenStudy } from './context.ts'
import { placeOf } from './report-folder.ts'
import { tell } from './terminal.ts'

/** Reading a score takes some milliseconds, and a plan is to be there in seconds. */
const MOST_SCORES = 1000

const folderOf = (store: Store) => join(store.root, 'noise')

const fileOf = (opened: OpenStudy) => `${opened.name}-${placeOf(opened)}.json`

/** Keeps what the runs of a study tell, where there is something. */
export async function rememberNoise(
  store: Store,
  opened: OpenStudy,
  { study, results, comparison }: ReportInput,
): Promise<void> {
  const record = measureNoise(opened.name, study, results, comparison)
  if (record.targets.length > 0)
    await writeWhole(join(folderOf(store), fileOf(opened)), `${JSON.stringify(record)}\n`)
}

/** What the store tells of noise. Scores of the plan itself that no report was made of yet are measured now. */
export async function knownNoise(store: Store, opened: OpenStudy, plan: Plan): Promise<KnownNoise> {
  const records = recordsIn(folderOf(store))
  const scored = plan.cells.filter(({ score }) => store.has(score))
  const key = scoresKey(scored.map(({ score }) => score))
  const kept = records.find(({ scores }) => scores === key)
  const others = records.filter((record) => record !== kept)
  if (kept !== undefined) return { own: kept, others }
  if (new Set(scored.map(({ seed }) => seed)).size < 2) return { own: null, others }
  if (scored.length > MOST_SCORES) {
    tell(
      `${scored.length} scores of this study have no report in the store, too many to measure for a plan: "polyvia run" reports them, and then their noise is used here.`,
    )
    return { own: null, others }
  }
  return { own: await storedNoise(opened.name, plan, store), others }
}

/** Those of other releases are left out. */
function recordsIn(folder: string): NoiseRecord[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .flatMap((name) => {
      const record = NoiseRecord.safeParse(JSON.parse(readFileSync(join(folder, name), 'utf8')))
      return record.success ? [record.data] : []
    })
}
