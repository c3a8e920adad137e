import { z } from 'zod'
import type { ExampleForm } from '#catalog'
import { FormatError } from './errors.ts'
import type { Example, ExamplesByForm } from './examples.ts'
import { linesOf, type TextFile } from './text-file.ts'

/** What a parser is given: all its files, decoded, and what they are meant to be. */
export interface Material {
  /** Role -> files; several where a pattern matched several, or where it has one file a language. */
  readonly files: Readonly<Record<string, readonly TextFile[]>>
  readonly language: string
  readonly split: string
  /** The closed label set, where the task has one. */
  readonly labels: readonly string[] | undefined
}

export interface Parsed<F extends ExampleForm = ExampleForm> {
  readonly examples: ExamplesByForm[F][]
  readonly gold: boolean
  readonly skipped: Record<string, number>
}

/** One file format: what examples it makes, file roles, options, and how its text becomes examples. */
export interface Format {
  readonly id: string
  readonly makes: ExampleForm
  /** Raises when any file of the format would read differently: content keys of datasets change with it. */
  readonly version: number
  readonly options: z.ZodType
  parse(material: Material, options: unknown): Parsed
  /** What parts of a dataset go by, where it is not what `subject` says of their form. */
  readonly subject?: (example: Example) => string
  /** Formats of one record a line whose files can be larger than a string: the same, line by line. */
  readonly reader?: (meant: Meant, options: unknown) => LineReader
}

/** What data is meant to be. */
export type Meant = Omit<Material, 'files'>

/** Takes the lines of all files in order, then gives their examples. */
export interface LineReader {
  line(file: string, line: number, text: string): void
  end(): Parsed
}

/** Ties the type of the options to their schema. */
export function defineFormat<F extends ExampleForm, S extends z.ZodType>(format: {
  readonly id: string
  readonly makes: F
  readonly version: number
  readonly options: S
  subject?(example: Example): string
  parse(material: Material, options: z.infer<S>): Parsed<F>
}): Format {
  return {
    ...format,
    parse: (material, options) => format.parse(material, checkOptions(format, options)) as Parsed,
  }
}

/** A format of one record a line in the role `examples`, whose files need not fit into a string. */
export function defineLineFormat<F extends ExampleForm, S extends z.ZodType>(format: {
  readonly id: string
  readonly makes: F
  readonly version: number
  readonly options: S
  reader(meant: Meant, options: z.infer<S>): LineReader
}): Format {
  const whole = defineFormat({
    ...format,
    parse(material, options) {
      const reader = format.reader(material, options)
      for (const file of filesOf(material, 'examples', format.id))
        for (const [at, text] of linesOf(file.text).entries()) reader.line(file.path, at + 1, text)
      return reader.end() as Parsed<F>
    },
  })
  return { ...whole, reader: (meant, options) => format.reader(meant, checkOptions(format, options)) }
}

function checkOptions<S extends z.ZodType>(
  format: { readonly id: string; readonly options: S },
  options: unknown,
): z.infer<S> {
  const result = format.options.safeParse(options)
  if (result.success) return result.data
  throw new FormatError(`Options of format "${format.id}" are wrong:\n${z.prettifyError(result.error)}`, {
    hint: 'Correct "options" of the task entry.',
    cause: result.error,
  })
}

/** Files of a role. Throws FORMAT_INVALID when the entry does not name it. */
export function filesOf(material: Material, role: string, format: string): readonly TextFile[] {
  const files = material.files[role]
  if (files === undefined || files.length === 0)
    throw new FormatError(
      `Format "${format}" needs files in the role "${role}"; the task names ${Object.keys(material.files).join(', ') || 'none'}`,
      {
        hint: `Add "${role}" to "files" of the task entry.`,
      },
    )
  return files
}

/** Files of a role, or of several that begin with it (`examples1`, ...) in the order of their names. */
export function filesOfRoles(material: Material, role: string, format: string): readonly TextFile[] {
  const roles = Object.keys(material.files)
    .filter((name) => name.startsWith(role))
    .sort()
  return (roles.length === 0 ? [role] : roles).flatMap((name) => filesOf(material, name, format))
}

/** The one file of a role. */
export function fileOf(material: Material, role: string, format: string): TextFile {
  const files = filesOf(material, role, format)
  if (files.length > 1)
    throw new FormatError(
      `Format "${format}" reads one file in the role "${role}", here are ${files.map((file) => file.path).join(', ')}`,
      {
        hint: 'Make the pattern match one file.',
      },
    )
  return files[0]!
}

/** Tally of what was left out. */
export function tally(): { readonly skipped: Record<string, number>; skip(reason: string): void } {
  const skipped: Record<string, number> = {}
  return {
    skipped,
    skip: (reason) => {
      skipped[reason] = (skipped[reason] ?? 0) + 1
    },
  }
}
