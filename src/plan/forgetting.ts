/** What stages make an encoder forget: what is measured on the way of an arm, beside its targets. */
import { kinds, type TaskEntry } from '#catalog'
import type { Key } from '#kernel'
import { Forgetting, scratchRecipe } from '#study'
import type { Checkpoint } from './checkpoint.ts'
import type { Draft, Run } from './draft.ts'
import { ForgettingTextError } from './errors.ts'
import { planEvaluation } from './evaluate/index.ts'
import { planFeatures } from './featurize.ts'
import type { Operations } from './operations.ts'
import type { PlannedCell } from './plan.ts'
import { computingOf, type TrainSettings } from './settings.ts'
import { expandTarget } from './targets.ts'

/**
 * A masked-LM head that an encoder is measured under: the last one before it, or the one that was trained with it, which
 * had been taken over or began new.
 */
export type MeasuringHead = 'before' | 'own' | 'new'

/** One encoder on the way of an arm. The baseline's, after 0 stages, is where every arm starts. */
export interface PlannedEncoder extends Pick<Run, 'arm' | 'seed'> {
  /** Stages that it has behind it. */
  readonly stage: number
  /** Sentence retrieval with it. After the last stage these are cells of the arm, too. */
  readonly retrieval: readonly Pick<PlannedCell, 'target' | 'language' | 'score'>[]
  /** Under which head the masked-LM loss is measured. */
  readonly head: MeasuringHead
  /** Masked-LM loss on the text of each language. */
  readonly maskedLm: readonly { readonly language: string; readonly loss: Key }[]
}

/** All that a study measures of forgetting. */
export interface PlannedForgetting {
  /** Tasks whose development data is the text of the masked-LM loss; none: it is not measured. */
  readonly text: readonly string[]
  /** Share of its tokens that are hidden; null without text. */
  readonly maskProbability: number | null
  readonly encoders: readonly PlannedEncoder[]
}

/** Held-out text by language, and how its tokens are hidden: the same for every encoder. */
interface HeldOutText extends Pick<Operations['masked-lm-loss'], 'parameters'> {
  readonly tasks: readonly string[]
  readonly features: readonly { readonly language: string; readonly key: Key }[]
}

const NO_TEXT: Pick<HeldOutText, 'tasks' | 'features'> = { tasks: [], features: [] }

/** Plans what is measured of each encoder as a plan comes to it. */
export async function newForgettingPlanner(draft: Draft, { encoder }: Checkpoint) {
  const text = await heldOutText(draft, encoder)
  const encoders: PlannedEncoder[] = []

  /** Measures an encoder after so many stages of an arm; where they are its last, its targets have been planned. */
  async function measure(checkpoint: Checkpoint, run: Run, stage: number, isLast: boolean): Promise<void> {
    const cells = isLast ? draft.cells : await betweenStages(draft, checkpoint, run, stage)
    const { arm, seed } = run
    encoders.push({
      arm,
      seed,
      stage,
      retrieval: cells.filter(
        (cell) => cell.arm === arm && cell.seed === seed && isSentenceRetrieval(draft.tasks.of(cell.target)),
      ),
      head: headOf(checkpoint),
      maskedLm: 'parameters' in text ? maskedLmLosses(draft, checkpoint, run, stage, text) : [],
    })
  }
  return {
    measure,
    planned: (): PlannedForgetting => ({
      text: text.tasks,
      maskProbability: 'parameters' in text ? text.parameters.masking.probability : null,
      encoders,
    }),
  }
}

const headOf = ({ key, maskedLmHead: { of, isNew } }: Checkpoint): MeasuringHead =>
  of !== key ? 'before' : isNew ? 'new' : 'own'

/** Targets that are scored with the encoder of an arm as it is, at little cost. */
const isSentenceRetrieval = ({ kind }: TaskEntry) => kinds[kind].evaluation === 'translations'

/** Retrieval scores of an encoder that has further stages before it: no cells of the study. */
async function betweenStages(
  draft: Draft,
  checkpoint: Checkpoint,
  run: Run,
  stage: number,
): Promise<readonly PlannedCell[]> {
  const aside: Draft = { ...draft, cells: [], selections: new Map() }
  const { arm } = run
  const between = { ...run, arm: `${arm} after stage ${stage}` }
  for (const target of draft.study.targets.map(expandTarget))
    if (isSentenceRetrieval(draft.tasks.of(target.task)))
      await planEvaluation(aside, checkpoint, target, between)
  return aside.cells.map((cell) => ({ ...cell, arm }))
}

function maskedLmLosses(
  { phases }: Draft,
  { key, maskedLmHead }: Checkpoint,
  { arm, seed }: Run,
  stage: number,
  { features, parameters }: HeldOutText,
): PlannedEncoder['maskedLm'] {
  return features.map(({ language, key: text }) => ({
    language,
    loss: phases.add(
      {
        operation: 'masked-lm-loss',
        inputs: { checkpoint: key, head: maskedLmHead.of, features: text },
        parameters,
        local: {},
      },
      `${arm} after ${stage === 0 ? 'no stage' : `stage ${stage}`} › masked-LM loss ${language}, seed ${seed}`,
    ),
  }))
}

/**
 * The text that the study names, else that of its model's recipe. It is cut and hidden as in the pretraining of the recipe,
 * else by the training settings of the study.
 */
async function heldOutText(
  draft: Draft,
  encoder: Checkpoint['encoder'],
): Promise<HeldOutText | typeof NO_TEXT> {
  const { study, tasks } = draft
  const { text, languages, limit } = study.forgetting ?? Forgetting.parse({})
  const recipe = scratchRecipe(study)
  const entries = text === undefined ? recipeText(draft) : text.map((id) => checked(tasks.of(id)))
  if (entries.length === 0) return NO_TEXT
  const settings = draft.settle(
    entries,
    recipe?.text.training,
    recipe === null ? study.training : {},
    encoder.architecture,
  )
  const asked = languages ?? [...new Set(['en', ...targetLanguages(draft)])]
  const read = recipe?.text.languages
  const wanted = read === undefined ? asked : asked.filter((language) => read.includes(language))
  const features: HeldOutText['features'][number][] = []
  for (const language of wanted) {
    const own = entries.filter((entry) => languagesOf(entry).includes(language))
    if (own.length === 0) continue
    const datasets = await Promise.all(
      own.map((entry) => draft.pins.pin(entry, language, 'development', { drawn: limit }, read ?? wanted)),
    )
    const lengths = { settings, task: own[0]!.id }
    features.push({
      language,
      key: planFeatures(draft, encoder, datasets, lengths, null, `${language} held-out text`),
    })
  }
  if (features.length === 0 && text !== undefined)
    throw new ForgettingTextError(entries[0]!.id, `has none of the languages ${asked.join(', ')}`)
  return { tasks: entries.map(({ id }) => id), features, parameters: parametersOf(settings) }
}

const parametersOf = (settings: TrainSettings): HeldOutText['parameters'] => ({
  masking: { probability: settings.maskProbability.value, replacement: settings.maskReplacement.value },
  seed: 0,
  computing: computingOf(settings),
})

/** Text of the recipe that has a part which was kept out of pretraining. */
const recipeText = ({ study, tasks }: Draft): TaskEntry[] =>
  (scratchRecipe(study)?.text.tasks ?? []).map(tasks.of).filter(({ splits }) => splits.development)

function checked(entry: TaskEntry): TaskEntry {
  if (!kinds[entry.kind].masksTokens) throw new ForgettingTextError(entry.id, `is ${kinds[entry.kind].title}`)
  if (entry.splits.development === undefined)
    throw new ForgettingTextError(entry.id, 'has no development data')
  return entry
}

const languagesOf = ({ splits, languages }: TaskEntry) => splits.development?.languages ?? languages

function targetLanguages({ study, tasks }: Draft): string[] {
  return study.targets.map(expandTarget).flatMap(({ task, languages }) => {
    const entry = tasks.of(task)
    return languages ?? entry.splits.test?.languages ?? entry.languages
  })
}
