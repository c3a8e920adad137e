/** Where the report of a study goes, so that no other study's report is overwritten. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { checkOutputFolder, PolyviaError, sha256, writeWhole } from '#kernel'
import type { OpenStudy } from './context.ts'
import { tell } from './terminal.ts'

export class OtherReportError extends PolyviaError {
  readonly code = 'REPORT_OF_OTHER_STUDY'
  readonly exitCode = 2
}

/** In a folder of a report: says of which study it is, without the paths of this machine. */
const OWNER = '.study.json'

/** Tells studies of the same name apart: by where their files lie. */
export const placeOf = ({ file }: Pick<OpenStudy, 'file'>): string => sha256(resolve(file)).slice(0, 8)

type Named = Pick<OpenStudy, 'file' | 'name' | 'text'>

/**
 * The folder for a study's report: `out`, else `report-<name>`, else, where that is the report of another study of the
 * same name, one with the place of the study in its name. Throws REPORT_OF_OTHER_STUDY for an `out` with another's, and
 * OUTPUT_UNUSABLE for one that cannot be written.
 */
export function reportFolder(study: Named, out: string | undefined): string {
  const folder = resolve(out ?? `report-${study.name}`)
  checkOutputFolder(folder)
  if (isFree(folder, study)) return folder
  if (out !== undefined)
    throw new OtherReportError(`"${out}" holds the report of another study`, {
      hint: 'Name another folder with --out, or remove this one.',
      place: { file: folder },
    })
  const own = `${folder}-${placeOf(study)}`
  tell(`"${folder}" holds the report of another study called "${study.name}"; this one goes to "${own}".`)
  return own
}

/** Marks a folder as that of a study's report. */
export async function claimReportFolder(folder: string, study: Named): Promise<void> {
  await writeWhole(join(folder, OWNER), `${JSON.stringify(ownerOf(study))}\n`)
}

const ownerOf = (study: Named) => ({ place: placeOf(study), content: sha256(study.text) })

/** A study is the same where it lies in the same place, or says the same in another. */
function isFree(folder: string, study: Named): boolean {
  if (!existsSync(join(folder, 'report.json'))) return true
  const { place, content } = ownerOf(study)
  try {
    const owner = JSON.parse(readFileSync(join(folder, OWNER), 'utf8'))
    return owner.place === place || owner.content === content
  } catch {
    return false
  }
}
