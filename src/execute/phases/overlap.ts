import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as pause } from 'node:timers/promises'
import { kinds } from '#catalog'
import { type Dataset, OverlapSearch, type Seen, type SeenItem, scoredBy, textsOf } from '#data'
import { readDataset } from '#plan'
import type { NodeBody } from '../body.ts'

/** Seen items of a set that are quoted. */
const QUOTED = 5
/** Characters of a text that are quoted. */
const QUOTED_CHARACTERS = 200
/** Items between two pauses, in which the process does what else it has to do. */
const WITHOUT_PAUSE = 200

/** What of a test set was seen in training. It names datasets by their places in the phase, since names are in no key. */
export interface TestOverlap {
  /** Place of the test set. */
  readonly test: number
  /** Items that have outcomes, one a place and in their order; else candidates, which are searched and stay in any score. */
  readonly scored: boolean
  readonly items: number
  /** Places of the items that were seen, each by one way. */
  readonly seen: Readonly<Record<Seen, readonly number[]>>
  readonly quotes: readonly {
    readonly id: string
    readonly how: Seen
    readonly text: string
    readonly share: number | null
    /** Place of the training data, and the example there. */
    readonly training: number
    readonly by: string
  }[]
}

/** Items of a test set by their ids; `first`: the place of the first one in the search. */
interface TestSet extends Pick<TestOverlap, 'test' | 'scored'> {
  readonly first: number
  readonly ids: string[]
}

/** Looks for the items of test sets in training data. */
export const overlapBody: NodeBody<'overlap'> = async ({ phase, output, report }) => {
  const { test, training, folders } = phase.local
  const search = new OverlapSearch()
  const sets: TestSet[] = []
  let items = 0
  for (const [place, ref] of test.entries())
    for (const { scored, dataset } of partsOf(await readDataset(ref, folders))) {
      const ids: string[] = []
      sets.push({ test: place, scored, first: items, ids })
      await withPauses(textsOf(dataset), (item) => {
        ids.push(item.id)
        search.add(item)
      })
      items += ids.length
    }
  let examples = 0
  for (const [place, ref] of training.entries()) {
    report({ note: `reading ${ref.entry.id} ${ref.language}` })
    await withPauses(textsOf(await readDataset(ref, folders)), (example) => {
      search.read(place, example)
      examples++
    })
  }
  const found: SeenItem[] = []
  await withPauses(search.found(), (each) => {
    if (each !== null) found.push(each)
  })
  const overlaps = sets.map(({ test: place, scored, first, ids }): TestOverlap => {
    const own = found
      .filter(({ item }) => item >= first && item < first + ids.length)
      .map((seen) => ({ ...seen, item: seen.item - first }))
    const placesOf = (how: Seen) => own.filter((each) => each.how === how).map(({ item }) => item)
    return {
      test: place,
      scored,
      items: ids.length,
      seen: { whole: placesOf('whole'), text: placesOf('text'), ngrams: placesOf('ngrams') },
      quotes: own
        .toSorted(byHow)
        .slice(0, QUOTED)
        .map(({ item, how, text, share, by }) => ({
          id: ids[item]!,
          how,
          text: Array.from(text).slice(0, QUOTED_CHARACTERS).join(''),
          share,
          training: by.from,
          by: by.id,
        })),
    }
  })
  await writeFile(join(output, 'overlap.json'), `${JSON.stringify(overlaps)}\n`)
  return { items, examples, seen: found.length }
}

/** What was seen most plainly first. */
const HOW: readonly Seen[] = ['whole', 'text', 'ngrams']
const byHow = (one: { readonly how: Seen }, other: { readonly how: Seen }) =>
  HOW.indexOf(one.how) - HOW.indexOf(other.how)

/** Reads back what `overlapBody` wrote into an artifact. */
export const readOverlap = (folder: string): TestOverlap[] =>
  JSON.parse(readFileSync(join(folder, 'overlap.json'), 'utf8')) as TestOverlap[]

/** What is scored, and what is only searched: English sentences in mining, the pool of passage retrieval. */
function partsOf(
  dataset: Dataset,
): { readonly scored: boolean; readonly dataset: Pick<Dataset, 'kind' | 'examples'> }[] {
  if (kinds[dataset.kind].evaluation !== 'mining')
    return [{ scored: dataset.split !== 'candidates', dataset }]
  const { kind, examples } = scoredBy(dataset, 'mining')
  return [true, false].map((scored) => ({
    scored,
    dataset: { kind, examples: examples.filter(({ side }) => (side === 'text') === scored) },
  }))
}

async function withPauses<T>(items: Iterable<T>, each: (item: T) => void): Promise<void> {
  let count = 0
  for (const item of items) {
    each(item)
    if (++count % WITHOUT_PAUSE === 0) await pause()
  }
}
