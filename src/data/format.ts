import { z } from 'zod'
import { FormatError } from './errors.ts'
import type { Example, ExamplesByType, TaskType } from './examples.ts'
import type { TextFile } from './text-file.ts'

/** What a parser is given: all its files, decoded, and what they are meant to be. */
export interface Material {
  /** Role -> files; several where a pattern matched several, or where it has one file a language. */
  readonly files: Readonly<Record<string, readonly TextFile[]>>
  readonly language: string
  readonly split: string
  /** The closed label set, where the task has one. */
  readonly labels: readonly string[] | undefined
}

export interface Parsed<T extends TaskType = TaskType> {
  readonly examples: ExamplesByType[T][]
  readonly gold: boolean
  readonly skipped: Record<string, number>
}

/** One file format: task type, file roles, options, and how its text becomes examples. */
export interface Format {
  readonly id: string
  readonly type: TaskType
  /** Raises when any file of the format would read differently: content keys of datasets change with it. */
  readonly version: number
  readonly options: z.ZodType
  parse(material: Material, options: unknown): Parsed
}

/** Ties the type of the options to their schema. */
export function defineFormat<T extends TaskType, S extends z.ZodType>(format: {
  readonly id: string
  readonly type: T
  readonly version: number
  readonly options: S
  parse(material: Material, options: z.infer<S>): Parsed<T>
}): Format {
  return {
    ...format,
    parse: (material, options) => {
      const result = format.options.safeParse(options)
      if (!result.success)
        throw new FormatError(
          `Options of format "${format.id}" are wrong:\n${z.prettifyError(result.error)}`,
          {
            hint: 'Correct "options" of the task entry.',
            cause: result.error,
          },
        )
      return format.parse(material, result.data) as Parsed
    },
  }
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

/**
 * What examples about the same thing share: a context, a premise, a sentence. Raw text goes by its name (line, verse,
 * concept), so that a sentence and its translations fall into the same part.
 */
export function subject(type: TaskType, example: Example): string {
  if (type === 'masked-lm') return example.id.replace(/#\d+$/, '')
  if ('context' in example) return example.context
  return 'words' in example ? example.words.join(' ') : example.text
}
