import { defineCommand } from 'citty'
import type { Split, TranslatedSplit, TranslateEvent } from '#data'
import { fetchArguments, json, wholeNumber } from '../arguments.ts'
import { interruptible } from '../interrupt.ts'
import { splitAtCommas } from '../split-at-commas.ts'
import { printTable } from '../table.ts'
import { color, printJson, tell } from '../terminal.ts'
import { UsageError } from '../usage.ts'

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
    json,
  },
  run: async ({ args }) => {
    const [{ task }, { parseMarks, translateTask }, { dataFolders }, { intoFolder }] = await Promise.all([
      import('#catalog'),
      import('#data'),
      import('../context.ts'),
      import('../fetching.ts'),
    ])
    const request = {
      entry: task(args.task),
      from: args.from,
      to: splitAtCommas(args.to),
      splits: splitsOf(args.splits),
      command: args.command,
      limit: args.limit === undefined ? undefined : wholeNumber('--limit', args.limit),
      jobs: wholeNumber('--jobs', args.jobs),
      marks: args.mark ? parseMarks(args.marks) : undefined,
      stallMs: 1000 * wholeNumber('--stall-seconds', args['stall-seconds']),
      folders: dataFolders(args.data),
      into: intoFolder(args.into, args.data),
    }
    const made = await interruptible((signal) =>
      translateTask({ ...request, signal, onEvent: createTeller() }),
    )
    if (args.json) printJson(made)
    else printMade(made)
    for (const split of made) warn(split, request.marks !== undefined)
    return 0
  },
})

function splitsOf(given: string): Split[] {
  return splitAtCommas(given).map((name) => {
    const split = SPLITS.find((each) => each === name)
    if (split !== undefined) return split
    throw new UsageError(`There is no split "${name}" to translate`, {
      hint: `Choose of ${SPLITS.join(', ')}.`,
    })
  })
}

/** Between two lines of progress of one language. */
const TELL_MS = 10_000

/** Shows what happens on standard error. */
function createTeller(): (event: TranslateEvent) => void {
  const told = new Map<string, number>()
  return (event) => {
    const name = color.bold(event.language)
    if (event.type === 'message') tell(`${name} ${color.dim('|')} ${event.line}`)
    else if (event.type === 'notice') tell(`${name} ${color.yellow('note')} ${event.text}`)
    else if (event.done === event.total || performance.now() - (told.get(event.language) ?? 0) >= TELL_MS) {
      told.set(event.language, performance.now())
      const percent = Math.floor((100 * event.done) / event.total)
      tell(`${name} ${event.done} of ${event.total} texts (${percent} %)`)
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
    tell(`${color.bold(split.language)} ${split.split}: ${count} dropped, because ${reason}`)
  if (sumOf(split.dropped) * 2 > split.examples)
    tell(
      `${color.yellow('warning')} ${split.language} ${split.split}: more than half is dropped, and what is left is not a fair sample.${marked ? ' Try other --marks.' : ' Try --mark.'}`,
    )
}
