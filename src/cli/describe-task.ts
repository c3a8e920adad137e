import { type Cluster, type Download, kinds, type Parallel, type TaskEntry, type TaskSplit } from '#catalog'
import { field } from './fields.ts'

const count = (number: number) => number.toLocaleString('en-US').replaceAll(',', ' ')

/** An entry of the catalogue for a person to read, at 100 columns. */
export function describeTask(entry: TaskEntry): string {
  const { id, title, kind, measures, labels, metrics, languages, splits, standsInFor, part } = entry
  const lines = [
    `${title} (${id})`,
    '',
    field('measures', measures),
    ...(standsInFor === undefined
      ? []
      : part === undefined
        ? [field('stands in for', `${standsInFor}, where its data is not at hand`)]
        : [field('a part of', `${standsInFor}: ${part}`)]),
    field('kind', labels === undefined ? kind : `${kind}, ${labelText(labels)}`),
    field('metrics', metrics.join(', ')),
    field('languages', `${languages.length}: ${languages.join(' ')}`),
    field('splits', ...Object.entries(splits).map(([name, split]) => splitText(entry, name, split!))),
    ...(kinds[kind].evaluation === null ? [] : [field('test', dependenceText(entry))]),
    ...(entry.meanTokens === undefined
      ? []
      : [field('length', `${entry.meanTokens.value} tokens on average; ${entry.meanTokens.source}`)]),
    ...(entry.trainFirst.length === 0 ? [] : [field('trained after', entry.trainFirst.join(', '))]),
    field('defaults', ...defaultsOf(entry)),
    ...(entry.downloads.length === 0 ? [] : [field('to be had', ...entry.downloads.map(downloadText))]),
    field('licence', entry.licence),
    field('citation', entry.citation),
    ...overlapsOf(entry),
    ...(entry.traps.length === 0 ? [] : [field('traps', ...entry.traps.map((trap) => `- ${trap}`))]),
  ]
  return lines.join('\n')
}

const labelText = (labels: readonly string[]) =>
  labels.length > 20 ? `${labels.length} labels` : `labels ${labels.join(', ')}`

const CLUSTERS: Readonly<Record<Cluster, string>> = {
  example: 'each example is independent of the others in its language',
  sentence: 'pairs that share a sentence are not independent',
  premise: 'examples of one premise are not independent',
  paragraph: 'questions about one paragraph are not independent',
  context: 'questions about one context are not independent',
  article: 'questions about one article are not independent',
  document: 'sentences of one document, where the files tell it, are not independent',
  claim: 'passages about one claim are not independent',
  concept: 'examples of one concept, in all languages, are not independent',
  entity: 'mentions of one entity, in all languages, are not independent',
}
const PARALLELS: Readonly<Record<Parallel, string>> = {
  id: 'the languages are translations of the same examples',
  english: 'languages share some examples, those with the same English sentence',
}

const dependenceText = ({ kind, cluster = kinds[kind].cluster, parallel }: TaskEntry) =>
  [CLUSTERS[cluster], ...(parallel === undefined ? [] : [PARALLELS[parallel]])].join('; ')

function splitText({ sizes, languages }: TaskEntry, name: string, split: TaskSplit): string {
  const own = split.languages ?? languages
  const published = sizes[name as keyof TaskEntry['sizes']]
  const where = own.length > 3 ? `${own.length} languages` : own.join(', ')
  if (published === undefined) return `${name}: ${where}; size not published`
  const listed = Object.entries(published)
    .filter(([key]) => key !== 'each')
    .map(([key, number]) => `${key} ${count(number)}`)
  const each = published.each === undefined ? [] : [`${count(published.each)} each`]
  return `${name}: ${where}; ${[...each, ...listed].join(', ')} examples`
}

/** Training settings; those of one source are named together. */
function defaultsOf({ defaults }: TaskEntry): string[] {
  const bySource = new Map<string, string[]>()
  for (const [name, setting] of Object.entries(defaults)) {
    if (setting === undefined) continue
    bySource.set(setting.source, [...(bySource.get(setting.source) ?? []), `${name} ${setting.value}`])
  }
  return [...bySource].map(([source, settings]) => `${settings.join(', ')} (${source})`)
}

function overlapsOf({ overlaps }: TaskEntry): string[] {
  const listed = Object.entries(overlaps)
  return listed.length === 0 ? [] : [field('overlaps', ...listed.map(([id, what]) => `${id}: ${what}`))]
}

function downloadText(download: Download): string {
  const serves = download.splits === undefined ? '' : ` [${download.splits.join(', ')}]`
  const note = download.note === undefined ? '' : `. ${download.note}`
  return `${placeText(download)}${serves}${note}`
}

function placeText(download: Download): string {
  switch (download.from) {
    case 'hub': {
      const { repository, revision, files } = download
      const more = files.length > 3 ? ` and ${files.length - 3} more` : ''
      return `hub dataset ${repository}${revision === undefined ? '' : ` at ${revision.slice(0, 7)}`}: ${files.slice(0, 3).join(', ')}${more}`
    }
    case 'url':
      return `${download.urls.join(' or ')}${download.bytes === undefined ? '' : `, ${count(download.bytes)} bytes`}`
    case 'git':
      return `GitHub ${download.repository} at ${download.commit.slice(0, 7)}`
    case 'hand':
      return `by hand: ${download.how}`
  }
}
