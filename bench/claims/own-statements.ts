import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { parseYaml } from '#study'
import type { Label } from '../../src/evidence/bundle/claims.ts'
import { allSentences } from '../../test/support/evidence/mutations/abstracts.ts'
import type { JudgedPair } from './pairs.ts'

const Statements = z.array(
  z.strictObject({
    work: z.string(),
    begins: z.string(),
    true: z.string(),
    false: z.string(),
    open: z.string(),
  }),
)
const LABELS = { true: 'supported', false: 'contradicted', open: 'insufficient' } as const satisfies Record<
  string,
  Label
>

/** The statements of `own-statements.yaml` with their passages, from volumes of the ACL Anthology. */
export function readOwnStatements(papers: string): JudgedPair[] {
  const file = readFileSync(join(import.meta.dirname, 'own-statements.yaml'), 'utf8')
  const sources = allSentences(papers)
  return Statements.parse(parseYaml(file).value).flatMap(({ work, begins, ...said }) => {
    const source = sources.find(({ sentence }) => sentence.startsWith(begins))
    if (source === undefined) throw new Error(`no sentence of ${work} begins with "${begins}"`)
    return Object.entries(LABELS).map(([kind, label]) => ({
      claim: said[kind as keyof typeof said],
      passage: source.passage,
      label,
    }))
  })
}
