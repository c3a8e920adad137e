import { defineCommand } from 'citty'
import type { ModelEntry } from '#catalog'
import { fetchArguments, json } from '../arguments.ts'
import { field } from '../fields.ts'
import { printTable } from '../table.ts'
import { print, printJson } from '../terminal.ts'
import { UsageError } from '../usage.ts'

export default defineCommand({
  meta: { name: 'models', description: 'List pretrained encoders, show one, or fetch one from the hub' },
  args: {
    what: {
      type: 'positional',
      description: 'ID to show, or "fetch" and ids',
      required: false,
      several: true,
    },
    json,
    ...fetchArguments,
  },
  run: async ({ args }) => {
    const [first, ...names] = args._
    if (first === 'fetch') {
      if (names.length === 0)
        throw new UsageError('"polyvia models fetch" needs an id', { hint: '"polyvia models" lists them.' })
      const { fetchModelNamed, intoFolder, startFetching } = await import('../fetching.ts')
      const { context, view } = startFetching(intoFolder(args.into, args.data))
      try {
        for (const name of names) print((await fetchModelNamed(name, context)).folder)
      } finally {
        view.close()
      }
      return 0
    }
    if (names.length > 0)
      throw new UsageError(`"polyvia models" shows one model, here is "${names[0]}" beside`, {
        hint: '"polyvia models fetch" takes several.',
      })
    const { model, models } = await import('#catalog')
    if (first !== undefined) {
      const entry = model(first)
      if (args.json) printJson(entry)
      else print(describeModel(entry, (await import('#data')).sizeText))
      return 0
    }
    if (args.json) {
      printJson(models())
      return 0
    }
    printTable(
      ['model', 'layers', 'width', 'vocabulary', 'size', 'languages', 'retrieval'],
      models().map(({ id, architecture, languages, retrieval }) => [
        id,
        architecture.layers,
        architecture.hidden,
        architecture.vocabulary,
        `${Math.round(architecture.parameters / 1e6)} M`,
        languages,
        `layer ${retrieval.layer}`,
      ]),
      [30, 8, 7, 12, 8, 11, 11],
    )
    print('"polyvia models ID" shows one in full, "polyvia models fetch ID" brings it here.')
    return 0
  },
})

function describeModel(entry: ModelEntry, sizeText: (bytes: number) => string): string {
  const { architecture, retrieval, notes, files, copy } = entry
  return [
    `${entry.title} (${entry.id})`,
    '',
    field('hub', `${entry.repository}${entry.revision === undefined ? '' : ` at ${entry.revision}`}`),
    field('files', files.map((names) => [names].flat().join(' or ')).join(', ')),
    field(
      'architecture',
      `${architecture.modelType}: ${architecture.layers} layers of width ${architecture.hidden}, ${architecture.heads} heads, feed-forward ${architecture.feedForward}, vocabulary ${architecture.vocabulary}, up to ${architecture.maxLength} tokens, ${architecture.parameters} parameters`,
    ),
    field('retrieval', `layer ${retrieval.layer}, ${retrieval.pooling} (${retrieval.source})`),
    field('pretraining', entry.pretraining),
    field('languages', String(entry.languages)),
    field('licence', entry.licence),
    field('citation', entry.citation),
    ...(copy === undefined
      ? []
      : [
          field(
            'where the hub is not reached',
            `${copy.quality}; ${sizeText(copy.weights.bytes + copy.tokenizer.bytes)} of packages of the index of pip`,
          ),
        ]),
    ...(notes.length === 0 ? [] : [field('notes', ...notes.map((note) => `- ${note}`))]),
  ].join('\n')
}
