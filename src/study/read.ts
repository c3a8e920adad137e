import { readFileSync } from 'node:fs'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { messageOf, type Place, PolyviaError } from '#kernel'
import { ScratchModel, Study } from './schema.ts'

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
  return parseStudy(readText(file), file)
}

/** Validates the text of a study file; `file` is for messages only. */
export function parseStudy(text: string, file: string): Study {
  return parseYaml(Study, text, file, 'Study')
}

/** Reads how a scratch model is made: a `model` block in a file of its own. */
export function readRecipe(file: string): ScratchModel {
  return parseYaml(ScratchModel, readText(file), file, 'Model recipe')
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new StudyError(`Cannot open "${file}": ${messageOf(cause)}`, {
      hint: 'Give the path of a study file; "polyvia init" writes one.',
      place: { file },
      cause,
    })
  }
}

function parseYaml<T>(schema: z.ZodType<T>, text: string, file: string, what: string): T {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true })
  const fault = document.errors[0]
  if (fault !== undefined)
    throw new StudyError(`${what} "${file}" is not YAML: ${fault.message}`, {
      hint: 'Mend the line named; indentation is by spaces.',
      place: { file, line: lines.linePos(fault.pos[0]).line },
      cause: fault,
    })
  const result = schema.safeParse(document.toJS())
  if (result.success) return result.data

  const placeOf = (path: PropertyKey[]): Place => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = document.getIn(path.slice(0, depth), true) as
        | { range?: [number, number, number] }
        | undefined
      if (node?.range) return { file, line: lines.linePos(node.range[0]).line, field: path.join('.') }
    }
    return { file, field: path.join('.') }
  }
  const faults = result.error.issues.flatMap(deepest)
  const described = faults.map(({ path, message }) => {
    const place = placeOf(path)
    return `  line ${place.line ?? 1}, ${place.field || 'top level'}: ${message}`
  })
  throw new StudyError(`${what} "${file}" does not fit the schema:\n${described.join('\n')}`, {
    hint: 'Run "polyvia schema" for every field, or "polyvia init" for a commented example.',
    place: placeOf(faults[0]?.path ?? []),
    cause: result.error,
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
