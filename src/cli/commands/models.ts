import { defineCommand } from 'citty'
import { type ModelEntry, model, models } from '#catalog'
import { fetchArguments, fetchModelNamed, intoFolder, startFetching } from '../fetching.ts'
import { field } from '../fields.ts'
import { guarded } from '../guard.ts'
import { printTable } from '../table.ts'

export default defineCommand({
  meta: { name: 'models', description: 'List pretrained encoders, show one, or fetch one from the hub' },
  args: {
    what: { type: 'positional', description: 'ID to show, or "fetch" and an id', required: false },
    json: { type: 'boolean', description: 'Print as JSON' },
    ...fetchArguments,
  },
  run: ({ args }) =>
    guarded(async () => {
      const [first, ...names] = args._
      if (first === 'fetch' && names.length > 0) {
        const { context, view } = startFetching(intoFolder(args.into, args.data))
        try {
          for (const name of names) console.log(await fetchModelNamed(name, context))
        } finally {
          view.close()
        }
        return 0
      }
      if (first !== undefined) {
        const entry = model(first)
        console.log(args.json ? JSON.stringify(entry, null, 2) : describeModel(entry))
        return 0
      }
      if (args.json) {
        console.log(JSON.stringify(models(), null, 2))
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
      console.log('"polyvia models ID" shows one in full, "polyvia models fetch ID" brings it here.')
      return 0
    }),
})

function describeModel(entry: ModelEntry): string {
  const { architecture, retrieval, notes, files } = entry
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
    field('languages', String(entry.languages)),
    field('licence', entry.licence),
    field('citation', entry.citation),
    ...(notes.length === 0 ? [] : [field('notes', ...notes.map((note) => `- ${note}`))]),
  ].join('\n')
}
