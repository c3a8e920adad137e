import { capital, count, listed, plural } from '#kernel'
import { type Block, type ColumnOf, type Section, section, table } from '../../document/model.ts'
import { decimal } from '../../numbers.ts'
import type { Report } from '../../schema.ts'

/** Layers, poolings and thresholds that development data decided; null where nothing was left to decide. */
export function choicesSection(report: Report): Section | null {
  const { selections, details } = report
  if (selections.length === 0 && details.length === 0) return null
  const thresholds = () =>
    section('Thresholds', [
      'What had to be settled before test data could be scored; it was settled on development data alone.',
      section({ title: 'All thresholds', fold: 'closed', note: plural(details.length, 'score') }, [
        detailTable(report),
      ]),
    ])
  return section({ title: 'Chosen on development data', id: 'chosen' }, [
    selections.length === 0 ? null : selectionPart(selections),
    details.length === 0 ? null : thresholds(),
  ])
}

function selectionPart(selections: Report['selections']): Section {
  const { task, languages, table: tried } = selections[0]!
  return section('Layer and pooling of retrieval', [
    `Every encoder was tried with ${plural(tried.length, 'combination')} of layer and pooling on the development data of ${task} (${listed(languages)}); the one that finds most translations of English sentences there was used on all targets that are not trained on. Test data took no part. Layer 0 are the embeddings.`,
    selectionTable(selections),
  ])
}

const POOLINGS: Readonly<Record<string, string>> = { mean: 'mean', 'first-token': 'first token' }

/** One row an encoder: the layer and pooling chosen for it, and how close the choice was. */
function selectionTable(selections: Report['selections']): Block {
  const nameOf = (pooling: string) => POOLINGS[pooling] ?? pooling
  const nextBest = ({ table: tried, layer, pooling }: Report['selections'][number]) => {
    const next = tried
      .filter((each) => each.layer !== layer || each.pooling !== pooling)
      .toSorted((a, b) => b.score - a.score)[0]
    return next ? `${decimal(next.score)} at layer ${next.layer}, ${nameOf(next.pooling)}` : 'none'
  }
  const head = {
    title: 'Layer and pooling',
    caption: 'Layer and pooling of each encoder, chosen on development data.',
    paper: 'layers',
  }
  return table(head, selections, [
    ['Arm', ({ arm }) => arm],
    ['Seed', ({ seed }) => String(seed), 'number'],
    ['Layer', ({ layer }) => String(layer), 'number'],
    ['Pooling', ({ pooling }) => nameOf(pooling)],
    ['Development accuracy', ({ score }) => decimal(score), 'number'],
    ['Next best', nextBest],
    ['Tried', ({ table: tried }) => count(tried.length), 'number'],
  ])
}

/** One row a score that needed something settled first, such as a mining threshold. */
function detailTable({ details, targets }: Report): Block {
  const keys = [...new Set(details.flatMap(({ values }) => Object.keys(values)))]
  const print = (value: string | number | undefined) =>
    value === undefined ? 'none' : typeof value === 'number' ? decimal(value, 3) : value
  return table('Thresholds', details, [
    ['Target', ({ target }) => targets.find(({ id }) => id === target)?.title ?? target],
    ['Language', ({ language }) => language],
    ['Arm', ({ arm }) => arm],
    ['Seed', ({ seed }) => String(seed), 'number'],
    ...keys.map(
      (key): ColumnOf<Report['details'][number]> => [
        capital(key),
        ({ values }) => print(values[key]),
        details.some(({ values }) => typeof values[key] === 'number') ? 'number' : 'text',
      ],
    ),
  ])
}
