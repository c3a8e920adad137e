import { z } from 'zod'
import { messageOf, readPlainText } from '#kernel'
import { parseYaml, YAML_BYTES, YamlFault } from '#study'
import { ClaimsFileError } from './errors.ts'

/** What a study must measure to decide a claim. Field by field: docs/guide/verify-claims.md. */
export const StudyCheck = z.strictObject({
  intermediate: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .describe(
      'Intermediate task or named stage of the arm; "a or b" where the source leaves it open, "a + b" for one stage with both, "translated a" for its translation; a list is several arms; best-per-target picks anew for each target',
    ),
  against: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .default('none')
    .describe(
      'Intermediate task of the arm it is compared with; none is the baseline; a list goes with the list of `intermediate`',
    ),
  targets: z
    .array(z.string().min(1))
    .min(1)
    .describe('Target tasks, or a benchmark (xtreme, xtreme-r) for all of its tasks'),
  combine: z
    .enum(['mean', 'each'])
    .default('mean')
    .describe('mean: the average over the targets; each: every one of them'),
  metric: z.string().optional().describe('Main metric of the targets; default the one that the study has'),
  languages: z
    .array(z.string())
    .min(1)
    .optional()
    .describe('Default: those that the benchmark scores, or those of the task'),
  model: z.string().default('xlm-roberta-large').describe('Model id of the catalogue'),
  direction: z
    .enum(['better', 'worse', 'not-better'])
    .describe('not-better: no gain above `tolerance`, or a loss'),
  difference: z.number().optional().describe('In points, with its sign'),
  tolerance: z.number().positive().default(1).describe('Points either side of `difference` that count as it'),
  interval: z
    .tuple([z.number(), z.number()])
    .optional()
    .describe('Published interval of the difference, in place of tolerance'),
  split: z.enum(['development', 'test']).optional().describe('Data that the published number is on'),
  share: z
    .number()
    .gt(0)
    .max(1)
    .default(1)
    .describe('Least share of the arms and targets for which it must hold'),
  seeds: z.int().min(1).default(3).describe('Fewest seeds that a study must have to decide'),
})
export type StudyCheck = z.infer<typeof StudyCheck>

const WHOLE = /[.!?]["'”’)\]]*$/

/** A claim as written in a file: a whole sentence, where it is from, and how a study can decide it. */
export const ClaimEntry = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]*$/)
    .optional()
    .describe('Default: claim-1, claim-2, ...'),
  text: z
    .string()
    .min(1)
    .regex(WHOLE, 'a whole sentence that ends in a full stop')
    .describe('A whole sentence; nothing is cut'),
  source: z.string().min(1).describe('Work that says so, such as arxiv:2005.13013'),
  section: z.string().nullable().default(null).describe('Where in it; null where not known'),
  basis: z.string().optional().describe('What the words rest on, where they are not copied from the source'),
  complete: z
    .boolean()
    .default(true)
    .describe('false: the source says more, which could not be read; the sentence ends where support ends'),
  support: z
    .enum(['full', 'weaker', 'reported'])
    .default('full')
    .describe(
      'full: the basis says as much; weaker: the basis says less; reported: only others say that the source says so',
    ),
  seen: z.array(z.string()).default([]).describe('The claim as other reports print it, cut or not'),
  check: StudyCheck.optional(),
})
export type ClaimEntry = z.infer<typeof ClaimEntry>
export type ClaimEntryInput = z.input<typeof ClaimEntry>

export const ClaimsFile = z.strictObject({
  about: z.string().optional(),
  claims: z.array(ClaimEntry).min(1),
})
export type ClaimsFile = z.infer<typeof ClaimsFile>

/** JSON Schema of a file of claims. */
export const claimsFileJsonSchema = (): unknown => z.toJSONSchema(ClaimsFile, { io: 'input' })

/** Reads a file of claims. @throws ClaimsFileError that names every fault. */
export function readClaimsFile(file: string): ClaimsFile {
  let text: string
  try {
    text = readPlainText(file, YAML_BYTES)
  } catch (cause) {
    throw new ClaimsFileError(`Cannot read "${file}": ${messageOf(cause)}`, {
      hint: 'Give the path of a YAML file with `claims`; docs/guide/verify-claims.md has an example.',
      place: { file },
      cause,
    })
  }
  return parseClaimsFile(text, file)
}

/** Validates the text of a file of claims; `file` is for messages only. */
export function parseClaimsFile(text: string, file: string): ClaimsFile {
  let value: unknown
  try {
    value = parseYaml(text).value
  } catch (cause) {
    throw new ClaimsFileError(`Claims file "${file}" cannot be read as YAML: ${messageOf(cause)}`, {
      hint: 'Mend the line named; indentation is by spaces.',
      place: { file, ...(cause instanceof YamlFault && cause.line ? { line: cause.line } : {}) },
      cause,
    })
  }
  const result = ClaimsFile.safeParse(value)
  if (result.success) return result.data
  throw new ClaimsFileError(
    `Claims file "${file}" does not fit the schema:\n${z.prettifyError(result.error)}`,
    {
      hint: 'docs/guide/verify-claims.md lists every field.',
      place: { file, field: result.error.issues[0]!.path.join('.') },
      cause: result.error,
    },
  )
}
