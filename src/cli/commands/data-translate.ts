import process from 'node:process'
import { defineCommand } from 'citty'
import color from 'picocolors'
import { task } from '#catalog'
import {
  parseMarks,
  type Split,
  type TranslatedSplit,
  type TranslateEvent,
  TranslateRequestError,
  translateTask,
} from '#data'
import { dataFolders } from '../context.ts'
import { fetchArguments, intoFolder } from '../fetching.ts'
import { guarded } from '../guard.ts'
import { splitAtCommas } from '../split-at-commas.ts'
import { printTable } from '../table.ts'

const SPLITS: readonly Split[] = ['train', 'development', 'test']

export default defineCommand({
  meta: { name: 'translate', description: 'Translate a task with a translator of yours, to train on it' },
  args: {
    task: { type: 'positional', description: 'Task id', required: true },
    to: { type: 'string', description: 'Languages, separated by commas', required: true, valueHint: 'de,sw' },
    command: {
      type: 'string',
      description:
        'Translator: one text a line in, one translation a line out; {from} and {to} are filled in',
      required: true,
      valueHint: 'COMMAND',
    },
    from: { type: 'string', description: 'Language to translate from', default: 'en' },
    splits: { type: 'string', description: 'train, development, test', default: 'train' },
    limit: { type: 'string', description: 'Most examples of a split, the first ones', valueHint: 'N' },
    jobs: { type: 'string', description: 'Languages at a time, a process each', default: '1' },
    mark: { type: 'boolean', description: 'Span extraction: translate each context with its answer marked' },
    marks: { type: 'string', description: 'The two marks, as "«»" or "<b> </b>"', default: '«»' },
    'stall-seconds': { type: 'string', description: 'Silence after which it is ended', default: '300' },
    ...fetchArguments,
    json: { type: 'boolean', description: 'Print as JSON' },
  },
  run: ({ args }) =>
    guarded(async () => {
      const request = {
        entry: task(args.task),
        from: args.from,
        to: splitAtCommas(args.to),
        splits: splitsOf(args.splits),
        command: args.command,
        limit: args.limit === undefined ? undefined : countOf('limit', args.limit),
        jobs: countOf('jobs', args.jobs),
        marks: args.mark ? parseMarks(args.marks) : undefined,
        stallMs: 1000 * countOf('stall-seconds', args['stall-seconds']),
        folders: dataFolders(args.data),
        into: intoFolder(args.into, args.data),
      }
      const controller = new AbortController()
      const interrupt = () => controller.abort()
      process.once('SIGINT', interrupt)
      process.once('SIGTERM', interrupt)
      try {
        const made = await translateTask({ ...request, signal: controller.signal, onEvent: createTeller() })
        if (args.json) console.log(JSON.stringify(made, null, 2))
        else printMade(made)
        for (const split of made) warn(split, request.marks !== undefined)
        return 0
      } finally {
        process.off('SIGINT', interrupt)
        process.off('SIGTERM', interrupt)
      }
    }),
})

function splitsOf(given: string): Split[] {
  return splitAtCommas(given).map((name) => {
    const split = SPLITS.find((each) => each === name)
    if (split !== undefined) return split
    throw new TranslateRequestError(`There is no split "${name}" to translate`, {
      hint: `Choose of ${SPLITS.join(', ')}.`,
    })
  })
}

function countOf(name: string, given: string): number {
  const count = Number(given)
  if (Number.isInteger(count) && count > 0) return count
  throw new TranslateRequestError(`--${name} is "${given}"`, { hint: 'Give a whole number above 0.' })
}

/** Between two lines of progress of one language. */
const TELL_MS = 10_000

/** Shows what happens on standard error. */
function createTeller(): (event: TranslateEvent) => void {
  const told = new Map<string, number>()
  return (event) => {
    const name = color.bold(event.language)
    if (event.type === 'message') console.error(`${name} ${color.dim('|')} ${event.line}`)
    else if (event.type === 'notice') console.error(`${name} ${color.yellow('note')} ${event.text}`)
    else if (event.done === event.total || performance.now() - (told.get(event.language) ?? 0) >= TELL_MS) {
      told.set(event.language, performance.now())
      const percent = Math.floor((100 * event.done) / event.total)
      console.error(`${name} ${event.done} of ${event.total} texts (${percent} %)`)
    }
  }
}

const sumOf = (counts: Readonly<Record<string, number>>) =>
  Object.values(counts).reduce((sum, count) => sum + count, 0)

const lineEach = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .map(([name, count]) => `${name}: ${count}`)
    .join('\n')

function shareDropped({ dropped, examples }: TranslatedSplit): string {
  const count = sumOf(dropped)
  return count === 0 ? '0' : `${count} (${((100 * count) / examples).toFixed(1)} %)`
}

function printMade(made: readonly TranslatedSplit[]): void {
  printTable(
    [
      'language',
      'split',
      'examples',
      'dropped',
      'answers found by',
      'texts',
      'of them kept from before',
      'file',
    ],
    made.map((split) => [
      split.language,
      split.split,
      split.written,
      shareDropped(split),
      lineEach(split.answers),
      split.texts,
      split.cached,
      split.path,
    ]),
  )
}

function warn(split: TranslatedSplit, marked: boolean): void {
  for (const [reason, count] of Object.entries(split.dropped))
    console.error(`${color.bold(split.language)} ${split.split}: ${count} dropped, because ${reason}`)
  if (sumOf(split.dropped) * 2 > split.examples)
    console.error(
      `${color.yellow('warning')} ${split.language} ${split.split}: more than half is dropped, and what is left is not a fair sample.${marked ? ' Try other --marks.' : ' Try --mark.'}`,
    )
}
