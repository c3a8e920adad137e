import { existsSync } from 'node:fs'
import { stringify } from 'yaml'
import { z } from 'zod'
import { messageOf, readPlainText, writeWhole } from '#kernel'
import { parseYaml } from '#study'
import { Asked, FORMS } from '../bundle/protocol.ts'
import { ProtocolFileError } from './errors.ts'

const MOST_BYTES = 2 ** 20

const HEAD = `# How this review reads its question. Change it and run the same command again: only what depends on it is made anew.
#   form       ${FORMS.join(', ')}
#   statement  of does, compare and claim: the statement that passages may support or contradict; or null
#   parts      what the question speaks of. role: intervention (what is done), comparator, outcome (what it changes),
#              population (for whom, in which languages), setting (on what); names: other ways to say it
`

/** Writes what is asked, with notes for who changes it; a file that says the same already stays as it is. */
export async function writeAsked(file: string, asked: Asked): Promise<void> {
  if (existsSync(file) && JSON.stringify(readAsked(file)) === JSON.stringify(asked)) return
  await writeWhole(file, `${HEAD}${stringify(asked, { lineWidth: 110 })}`)
}

/** What a file says is asked; null where there is no file. Throws PROTOCOL_FILE for one that cannot be read as such. */
export function readAsked(file: string): Asked | null {
  if (!existsSync(file)) return null
  let value: unknown
  try {
    value = parseYaml(readPlainText(file, MOST_BYTES)).value
  } catch (cause) {
    throw new ProtocolFileError(file, messageOf(cause), cause)
  }
  const parsed = Asked.safeParse(value)
  if (!parsed.success) throw new ProtocolFileError(file, z.prettifyError(parsed.error))
  return parsed.data
}
