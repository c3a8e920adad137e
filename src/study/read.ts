import { z } from 'zod'
import { type Place, PolyviaError, readPlainText, UnreadableFileError } from '#kernel'
import { ScratchModel, Study } from './schema.ts'
import { parseYaml, YAML_BYTES, YamlFault, type YamlText } from './yaml.ts'

/** The study file cannot be read, is not YAML, or does not fit the schema. */
export class StudyError extends PolyviaError {
  readonly code = 'STUDY_INVALID'
  readonly exitCode = 2
}

/**
 * Reads and validates a study file.
 * @throws StudyError with file, line and field of the first fault, and every fault in the message.
 */
export function readStudy(file: string): Study {
  return parseStudy(readStudyText(file), file)
}

/** Text of a study file: a plain file in UTF-8 of at most 4 MiB. Throws StudyError. */
export function readStudyText(file: string): string {
  try {
    return readPlainText(file, YAML_BYTES)
  } catch (cause) {
    if (!(cause instanceof UnreadableFileError)) throw cause
    throw new StudyError(`Cannot read "${file}": ${cause.message}`, {
      hint: 'Give the path of a study file; "polyvia init" writes one.',
      place: { file },
      cause,
    })
  }
}

/** Validates the text of a study file; `file` is for messages only. */
export function parseStudy(text: string, file: string): Study {
  return readAs(Study, text, file, 'Study')
}

/** Reads how a scratch model is made: a `model` block in a file of its own. */
export function readRecipe(file: string): ScratchModel {
  return readAs(ScratchModel, readStudyText(file), file, 'Model recipe')
}

/** Faults that are told one by one. */
const FAULTS_SHOWN = 20

function readAs<T>(schema: z.ZodType<T>, text: string, file: string, what: string): T {
  const yaml = yamlOf(text, file, what)
  const result = schema.safeParse(yaml.value)
  if (result.success) return result.data

  const placeOf = (path: PropertyKey[]): Place => {
    const line = yaml.lineOf(path)
    return { file, ...(line === undefined ? {} : { line }), field: path.join('.') }
  }
  const faults = result.error.issues.flatMap(deepest)
  const shown = faults.slice(0, FAULTS_SHOWN).map(({ path, message }) => {
    const place = placeOf(path)
    return `  line ${place.line ?? 1}, ${place.field || 'top level'}: ${message}`
  })
  if (faults.length > shown.length) shown.push(`  and ${faults.length - shown.length} more`)
  throw new StudyError(`${what} "${file}" does not fit the schema:\n${shown.join('\n')}`, {
    hint: 'Run "polyvia schema" for every field, or "polyvia init" for a commented example.',
    place: placeOf(faults[0]?.path ?? []),
    cause: result.error,
  })
}

function yamlOf(text: string, file: string, what: string): YamlText {
  let yaml: YamlText
  try {
    yaml = parseYaml(text)
  } catch (cause) {
    if (!(cause instanceof YamlFault)) throw cause
    throw new StudyError(`${what} "${file}" cannot be read as YAML: ${cause.message}`, {
      hint: 'Mend the line named; indentation is by spaces.',
      place: { file, ...(cause.line === undefined ? {} : { line: cause.line }) },
      cause,
    })
  }
  if (yaml.value !== null) return yaml
  throw new StudyError(`${what} "${file}" is empty`, {
    hint: '"polyvia init" writes a study to start from.',
    place: { file },
  })
}

interface Fault {
  readonly path: PropertyKey[]
  readonly message: string
}

/** A fault inside a union is told by the branch that got furthest, not as "invalid input". */
function deepest(issue: z.core.$ZodIssue): Fault[] {
  const at = issue.path as PropertyKey[]
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...at, key], message: 'no such field' }))
  if (issue.code === 'invalid_key')
    return issue.issues.map(({ message }) => ({ path: at, message: `a name is made of ${message}` }))
  if (issue.code !== 'invalid_union' || issue.errors.length === 0)
    return [{ path: at, message: issue.message }]
  const branches = issue.errors.map((errors) =>
    errors.flatMap(deepest).map((fault) => ({ ...fault, path: [...at, ...fault.path] })),
  )
  const depth = (faults: Fault[]) => Math.max(...faults.map((fault) => fault.path.length))
  return branches.reduce((best, branch) => (depth(branch) > depth(best) ? branch : best))
}

/** JSON Schema of the study file, for editors. */
export function studyJsonSchema(): unknown {
  return z.toJSONSchema(Study, { io: 'input', target: 'draft-2020-12' })
}
