import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { encoderType, encoderTypes } from '#catalog'
import { byText, readJsonObject } from '#kernel'
import { VerifierLabelsError, VerifierUnfitError } from './errors.ts'
import { type LabelPlaces, labelPlaces } from './labels.ts'

const Config = z.looseObject({
  model_type: z.string().optional(),
  architectures: z.array(z.string()).nullish(),
  id2label: z.record(z.string(), z.unknown()).nullish(),
  label2id: z.record(z.string(), z.unknown()).nullish(),
  num_labels: z.int().nullish(),
})
type Config = z.infer<typeof Config>

/** Names of the outputs of a classifier in order, and what they mean. */
export interface Outputs {
  readonly names: readonly string[]
  readonly places: LabelPlaces
}

/**
 * Reads in a configuration of the hub what the outputs of its classifier mean; `given` says it in its place.
 * @throws VerifierUnfitError for what is no classifier or of an architecture that the engine does not run;
 * VerifierLabelsError where the meaning is unclear.
 */
export function outputsOf(folder: string, given?: readonly string[]): Outputs {
  const file = join(folder, 'config.json')
  const content = readJsonObject(file)
  const parsed = 'reason' in content ? content : Config.safeParse(content.value)
  if ('reason' in parsed)
    throw new VerifierUnfitError(folder, `its config.json cannot be read: ${parsed.reason}`)
  if (!parsed.success)
    throw new VerifierUnfitError(
      folder,
      `"${parsed.error.issues[0]!.path.join('.')}" of its config.json is odd`,
    )
  checkArchitecture(folder, parsed.data)
  const written = [byPlace(parsed.data.id2label), byName(parsed.data.label2id)].filter(
    (each) => each !== null,
  )
  const usual = Array.from({ length: parsed.data.num_labels ?? 2 }, (_, at) => `LABEL_${at}`)
  const outputs = (written[0] ?? usual).length
  if (outputs < 2 || outputs > 3)
    throw new VerifierUnfitError(folder, `its classifier has ${outputs} outputs, not two or three`)
  if (given !== undefined) {
    const places = given.length === outputs ? labelPlaces(given) : null
    if (places === null) throw new VerifierLabelsError(folder, outputs, { given })
    return { names: given, places }
  }
  const clear = written.flatMap((names) => {
    const places = labelPlaces(names)
    return places === null ? [] : [{ names, places }]
  })
  const [first] = clear
  if (first === undefined || clear.some(({ places }) => !same(places, first.places)))
    throw new VerifierLabelsError(folder, outputs, { found: written[0] ?? usual })
  return first
}

/** Classifiers of entailment in folders of models: `NAME` or `OWNER/NAME` below them, in order. */
export function publishedIn(folders: readonly string[]): string[] {
  const below = (folder: string) =>
    existsSync(folder)
      ? readdirSync(folder, { withFileTypes: true })
          .filter((entry) => !entry.isFile())
          .map(({ name }) => join(folder, name))
          .sort(byText)
      : []
  return folders
    .flatMap((folder) => below(folder).flatMap((owner) => [owner, ...below(owner)]))
    .filter((folder) => existsSync(join(folder, 'config.json')) && isPublished(folder))
}

function isPublished(folder: string): boolean {
  try {
    outputsOf(folder)
    return true
  } catch (thrown) {
    if (thrown instanceof VerifierUnfitError || thrown instanceof VerifierLabelsError) return false
    throw thrown
  }
}

function checkArchitecture(folder: string, { model_type: type, architectures }: Config): void {
  const architecture = architectures?.[0]
  const named = [
    type === undefined ? [] : `"${type}"`,
    architecture === undefined ? [] : `(${architecture})`,
  ].flat()
  if (encoderType(type ?? '') === undefined)
    throw new VerifierUnfitError(
      folder,
      named.length === 0
        ? 'its config.json names no architecture'
        : `the engine does not run its architecture, ${named.join(' ')}`,
      `A published verifier is a classifier over an encoder of one of these types: ${encoderTypes.join(', ')}.`,
    )
  if (architecture !== undefined && !architecture.endsWith('ForSequenceClassification'))
    throw new VerifierUnfitError(
      folder,
      `it is no classifier of sequences but ${architecture}`,
      'Name a model that was trained on natural language inference (NLI): its architecture ends in ForSequenceClassification.',
    )
}

const same = (one: LabelPlaces, other: LabelPlaces) =>
  one.supported === other.supported &&
  one.contradicted === other.contradicted &&
  one.insufficient === other.insufficient

/** Names by ascending output; null where the outputs are not 0, 1, ... */
function byPlace(names: Config['id2label']): string[] | null {
  const found = Object.entries(names ?? {}).map(([at, name]) => [Number(at), String(name)] as const)
  found.sort(([one], [other]) => one - other)
  return found.length > 0 && found.every(([place], at) => place === at) ? found.map(([, name]) => name) : null
}

const byName = (places: Config['label2id']): string[] | null =>
  byPlace(Object.fromEntries(Object.entries(places ?? {}).map(([name, place]) => [String(place), name])))
