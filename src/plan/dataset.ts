import { kinds, type TaskEntry } from '#catalog'
import { DataNotFoundError, type Dataset, loadDataset, locateDataset, type Split } from '#data'
import { contentKey, type Key, randomStream } from '#kernel'

/** Which examples of a dataset: all, the first ones (tests), or a drawn part (training). */
export type Subset = { readonly first: number } | { readonly drawn: number } | null

/** One task's data in one language and split, pinned by content. */
export interface DatasetRef {
  /** Key of the content: hashes of the files, parser, its version and options, subset. Names and paths do not enter. */
  readonly content: Key
  readonly entry: TaskEntry
  readonly language: string
  readonly split: Split
  readonly subset: Subset
  /** Languages that multilingual text may draw its second segments from. */
  readonly among: readonly string[] | undefined
  /** Which examples these are: of two languages with the same ones, an id means the same. */
  readonly items: string
  /** Why its files cannot be pinned: they are in no data folder. Then `content` is provisional. */
  readonly absent: Error | null
}

/** Finds and hashes the files of a dataset, without parsing them. Files that are in no data folder are marked absent. */
export async function pinDataset(
  entry: TaskEntry,
  language: string,
  split: Split,
  subset: Subset,
  folders: readonly string[],
  among?: readonly string[],
): Promise<DatasetRef> {
  const { kind, labels } = entry
  const ref = { entry, language, split, subset, among }
  let located: Awaited<ReturnType<typeof locateDataset>>
  try {
    located = await locateDataset(entry, language, split, options(folders, among))
  } catch (error) {
    if (!(error instanceof DataNotFoundError)) throw error
    // By the files that would be read, so that tasks with the same training files still share phases.
    const { format, options: own } = entry
    const absent = { kind, labels: labels ?? null, format, options: own, source: entry.splits[split] ?? null }
    const content = contentKey({ absent, language, split, subset })
    return { ...ref, content, items: split, absent: error }
  }
  const content = contentKey({
    kind,
    labels: labels ?? null,
    language,
    // The two collections of a mining task are the same texts whether they are mined or the threshold is chosen on them.
    split: kinds[kind].evaluation === 'mining' ? null : split,
    subset,
    recipe: located.recipe,
  })
  return { ...ref, content, items: located.items ?? split, absent: null }
}

const options = (folders: readonly string[], among: readonly string[] | undefined) =>
  among === undefined ? { folders } : { folders, among }

/** Reads the examples of a pinned dataset. */
export async function readDataset(ref: DatasetRef, folders: readonly string[]): Promise<Dataset> {
  const dataset = await loadDataset(ref.entry, ref.language, ref.split, options(folders, ref.among))
  return { ...dataset, examples: select(dataset.examples, ref.subset) } as Dataset
}

/** The drawn subset is the same for all arms and seeds, and keeps the order of the file. */
function select<E>(examples: readonly E[], subset: Subset): readonly E[] {
  if (subset === null) return examples
  if ('first' in subset) return examples.slice(0, subset.first)
  if (subset.drawn >= examples.length) return examples
  const order = randomStream(0, 'subset').shuffle(Int32Array.from(examples.keys()))
  return Array.from(order.slice(0, subset.drawn).sort(), (at) => examples[at]!)
}
