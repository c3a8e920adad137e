/** Arguments that several commands share. */
import { UsageError } from './usage.ts'

const data = {
  type: 'string',
  description: 'Data folder; several are separated by commas',
  valueHint: 'DIR',
} as const

/** Of the commands that work on a study. */
export const studyArguments = {
  data,
  store: { type: 'string', description: 'Folder of artifacts (default: .polyvia here)', valueHint: 'DIR' },
} as const

/** Of the commands that fetch. */
export const fetchArguments = {
  into: {
    type: 'string',
    description: 'Data folder to put files into (default: the first data folder, else the cache folder)',
    valueHint: 'DIR',
  },
  data,
} as const

export const study = {
  type: 'positional',
  description: 'Study file, or the name of a shipped study',
  required: true,
} as const

/** Of the commands for which it matters what a study leaves. */
export const keep = {
  type: 'string',
  description:
    'What the store keeps of the study once it is used: all, needed (no checkpoints and vectors), scores (nothing that reports do not show)',
  valueHint: 'all|needed|scores',
} as const

/** Of the commands that run a study. */
export const runArguments = {
  verbose: { type: 'boolean', description: 'Tell of every phase, not only of those that take long' },
  quiet: { type: 'boolean', description: 'Tell only what goes wrong, and the answer' },
  json: { type: 'boolean', description: 'Print the outcome as JSON, for scripts' },
} as const

/** Of the commands that tell of tasks; without any, of all. */
export const taskArguments = {
  tasks: {
    type: 'positional',
    description: 'Task ids or study files; default all tasks',
    required: false,
    several: true,
  },
  data,
} as const

export const json = { type: 'boolean', description: 'Print as JSON' } as const

/** A whole number of at most seven digits, from `from` on. Throws USAGE_INVALID. */
export function wholeNumber(option: string, text: string, from = 1): number {
  if (/^\d{1,7}$/.test(text) && Number(text) >= from) return Number(text)
  throw new UsageError(`${option} is "${text}"`, {
    hint: `Give a whole number from ${from} on.`,
    place: { field: option },
  })
}
