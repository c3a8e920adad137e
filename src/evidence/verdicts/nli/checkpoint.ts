import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { ClassificationExample, Dataset } from '#data'
import { Head } from '#engine'
import { precisionOf } from '#execute'
import { openTokenizer } from '#features'
import { contentKey, type Key, readJsonObject } from '#kernel'
import {
  type DatasetRef,
  type MaterialFolders,
  modelKey,
  type Plan,
  type PlannedPhase,
  type PlannedTraining,
  planStudy,
  readDataset,
} from '#plan'
import { openStore } from '#store'
import type { Study } from '#study'
import { VerifierLabelsError, VerifierMissingError, VerifierUnfitError } from './errors.ts'
import { type LabelledPair, type LabelPlaces, labelPlaces, NLI_LABELS } from './labels.ts'
import { type Outputs, outputsOf } from './published.ts'

/** Trained weights that can verify, and how pairs are made for them. */
export interface NliCheckpoint {
  /** Of the weights, and of what their outputs mean where no study says it. */
  readonly key: Key
  readonly folder: string
  /** Head of ours; null: the folder is a classifier of transformers. */
  readonly head: string | null
  /** Names of its outputs, in order. */
  readonly labels: readonly string[]
  readonly places: LabelPlaces
  /** Most tokens of a pair. */
  readonly maxLength: number
  readonly precision: 'fp32' | 'bf16'
  readonly batching: 'packed' | 'padded'
  /** Labelled pairs that its weights were not trained on. */
  readonly development: () => Promise<LabelledPair[]>
}

/** A study whose verifier is in a store. */
export interface StudyVerifier {
  readonly study: Study
  /** For messages: the study's file. */
  readonly file: string
  readonly places: MaterialFolders
  /** Folder of the store. */
  readonly store: string
  /** Which of the study's trained phases; default see `chooseTraining`. */
  readonly arm?: string
  readonly seed?: number
  readonly step?: PlannedTraining['step']
}

/** A folder of weights: a classifier as the hub has them, or a checkpoint of a store. */
export interface FolderVerifier {
  readonly checkpoint: string
  /** In the order of the head; default as its configuration says, of ours as the NLI tasks of the catalogue have them. */
  readonly labels?: readonly string[]
  /** Default 512, or what the encoder reads. */
  readonly maxLength?: number
}

/** Finds the verifier of a study. Trains nothing. */
export async function checkpointOfStudy(from: StudyVerifier): Promise<NliCheckpoint> {
  const plan = await planStudy(from.study, from.places)
  const { training, head, features } = chooseTraining(plan, from)
  const store = openStore(from.store, { readOnly: true })
  if (!store.has(training.key) && !store.isDropped(training.key))
    throw new VerifierMissingError(from.file, from.store, [...new Set(plan.absent.map(({ name }) => name))])
  const { local } = training
  return {
    key: training.key,
    folder: await store.open(training.key),
    head,
    labels: features.parameters.labels!,
    places: labelPlaces(features.parameters.labels)!,
    maxLength: features.parameters.maxLength,
    precision: precisionOf(training.parameters.computing.precision, store.manifest(training.key)),
    batching: training.parameters.computing.batching,
    development: async () => {
      const refs = local.development.filter(
        (ref, at): ref is DatasetRef => ref !== null && training.parameters.tasks[at]!.head === head,
      )
      const datasets = await Promise.all(refs.map((ref) => readDataset(ref, local.folders)))
      return datasets.flatMap((dataset) => labelledPairs(dataset))
    },
  }
}

/**
 * The classifier of a folder.
 * @throws VerifierUnfitError, VerifierLabelsError; what a folder without weights or tokenizer gives.
 */
export async function checkpointOfFolder(from: FolderVerifier): Promise<NliCheckpoint> {
  const { checkpoint } = from
  const head = ownHead(checkpoint)
  const { names, places } =
    head === null ? outputsOf(checkpoint, from.labels) : ownOutputs(checkpoint, from.labels)
  const { maxLength } = await openTokenizer(checkpoint)
  return {
    key: contentKey({ weights: await modelKey(checkpoint), places }),
    folder: checkpoint,
    head,
    labels: names,
    places,
    maxLength: from.maxLength ?? Math.min(USUAL_LENGTH, maxLength ?? USUAL_LENGTH),
    precision: 'fp32',
    batching: 'padded',
    development: async () => [],
  }
}

/** Published classifiers of pairs were trained on pairs of up to so many tokens. */
const USUAL_LENGTH = 512

/** The head that tells three labels apart in a checkpoint of a store; null for a folder of another making. */
function ownHead(checkpoint: string): string | null {
  const file = join(checkpoint, 'heads.json')
  if (!existsSync(file)) return null
  const content = readJsonObject(file)
  const heads = z.record(z.string(), Head).safeParse('reason' in content ? null : content.value).data ?? {}
  const [first] = Object.entries(heads).filter(
    ([, head]) => head.type === 'classification' && head.labels === 3,
  )
  if (first === undefined) throw new VerifierUnfitError(checkpoint, 'it has no head with three labels')
  return first[0]
}

const CATALOGUE_ORDER = [NLI_LABELS.contradicted, NLI_LABELS.supported, NLI_LABELS.insufficient]

function ownOutputs(checkpoint: string, given: readonly string[] = CATALOGUE_ORDER): Outputs {
  const places = given.length === 3 ? labelPlaces(given) : null
  if (places === null) throw new VerifierLabelsError(checkpoint, 3, { given })
  return { names: given, places }
}

interface Chosen {
  readonly training: PlannedPhase<'train'>
  readonly head: string
  readonly features: PlannedPhase<'featurize'>
}

/**
 * The trained phase that verifies: of those with an NLI head, the one trained on most of the study's targets; of several,
 * that of the last arm and the first seed, and the later one of its chain.
 */
export function chooseTraining(
  plan: Plan,
  wanted: Pick<StudyVerifier, 'file' | 'arm' | 'seed' | 'step'>,
): Chosen {
  const phases = new Map(plan.phases.map((phase) => [phase.key, phase]))
  const arms = Object.keys(plan.study.arms)
  const targets = new Set(
    plan.study.targets.map((target) => (typeof target === 'string' ? target : target.task)),
  )
  const fits = plan.trainings
    .filter(
      ({ arm, seed, step }) =>
        (wanted.arm ?? arm) === arm &&
        (wanted.seed ?? seed) === seed &&
        (wanted.step === undefined || JSON.stringify(wanted.step) === JSON.stringify(step)),
    )
    .flatMap(({ arm, seed, key }, place) => {
      const training = phases.get(key) as PlannedPhase<'train'>
      const at = training.parameters.tasks.findIndex((_, index) => {
        const features = phases.get(training.inputs[`features${index}`]!) as PlannedPhase<'featurize'>
        return labelPlaces(features.parameters.labels)?.contradicted != null
      })
      if (at < 0) return []
      const { head } = training.parameters.tasks[at]!
      const features = phases.get(training.inputs[`features${at}`]!) as PlannedPhase<'featurize'>
      const trained = new Set(training.local.training.flatMap((refs) => refs.map(({ entry }) => entry.id)))
      const scored = [...trained].filter((id) => targets.has(id)).length
      return [
        { training, head, features, rank: [scored, arms.indexOf(arm), -plan.seeds.indexOf(seed), place] },
      ]
    })
  const best = fits.sort((a, b) => byRank(b.rank, a.rank))[0]
  if (best === undefined)
    throw new VerifierUnfitError(wanted.file, 'none of its trained phases has these three labels')
  return best
}

function byRank(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index])
  return at < 0 ? 0 : a[at]! - b[at]!
}

function labelledPairs({ examples }: Dataset): LabelledPair[] {
  return (examples as readonly ClassificationExample[]).flatMap(({ text, pair, label }) => {
    const found = (['supported', 'contradicted', 'insufficient'] as const).find(
      (each) => NLI_LABELS[each] === label,
    )
    return found === undefined || pair === undefined
      ? []
      : [{ premise: text, hypothesis: pair, label: found }]
  })
}
