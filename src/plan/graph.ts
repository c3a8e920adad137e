import { task as catalogueTask, type TaskEntry, translatedTask } from '#catalog'
import type { Split } from '#data'
import type { Key } from '#kernel'
import { decidingMetrics, type KeyedMetric, metricSet } from '#score'
import type { RandomModel, ScratchModel, Study, Target, Training } from '#study'
import { type DatasetRef, pinDataset, type Subset } from './dataset.ts'
import { TranslationError, TranslationLanguagesError } from './errors.ts'
import { type Architecture, architectureOf, openModel, openTokenizerFolder, usualLayer } from './model.ts'
import type {
  AnyPhase,
  EmbedOutput,
  EmbedPhase,
  InitializePhase,
  TrainPhase,
  TrainTask,
} from './parameters.ts'
import { phaseKey } from './phase.ts'
import {
  developmentLanguage,
  dualEncoderOf,
  expandStage,
  expandTargets,
  haveOneHead,
  selectionMetric,
  type TrainedStage,
  trainedLanguages,
} from './rules.ts'
import { settleTraining, type TrainSettings } from './settings.ts'
import type { Operation } from './versions.ts'

/** One number that the study promises: an arm's checkpoint of one seed, scored on a target in a language. */
export interface PlannedCell {
  readonly arm: string
  readonly target: string
  readonly language: string
  readonly seed: number
  readonly score: Key
}

/** A trained phase in the words of the study. */
export interface PlannedTraining {
  readonly arm: string
  readonly seed: number
  /** Number of the intermediate stage from 1, or the target. */
  readonly step: { readonly stage: number } | { readonly target: string }
  readonly key: Key
  readonly settings: TrainSettings
}

/** Layer and pooling of one encoder, chosen on development data. */
export interface PlannedSelection {
  readonly arm: string
  readonly seed: number
  readonly key: Key
}

/** What the study needs and this machine lacks. */
export interface Absent {
  /** Task id, or model name. */
  readonly name: string
  readonly what: string
  readonly error: Error
}

/** An intermediate task and a target of one study that share material. */
export interface Overlap {
  readonly trained: string
  readonly target: string
  readonly what: string
}

/** A study compiled: which phases there are, what each reads, and which numbers come out. */
export interface Plan {
  /** As written, with recipes of models and the tasks of benchmarks filled in. */
  readonly study: Study
  /** In an order in which every phase comes after its inputs. */
  readonly phases: readonly AnyPhase[]
  readonly cells: readonly PlannedCell[]
  readonly trainings: readonly PlannedTraining[]
  readonly selections: readonly PlannedSelection[]
  /** Folders of models given from outside, by the key they have as input. */
  readonly models: Readonly<Record<string, string>>
  readonly architecture: Architecture
  readonly tasks: Readonly<Record<string, TaskEntry>>
  readonly baseline: string
  readonly seeds: readonly number[]
  /** Not empty: the plan can be counted and priced, not run; keys that depend on it are provisional. */
  readonly absent: readonly Absent[]
  readonly overlaps: readonly Overlap[]
}

/** Where a study's data and models are looked for, in order. */
export interface Places {
  readonly data: readonly string[]
  readonly models: readonly string[]
}

interface Checkpoint {
  readonly key: Key
  readonly label: string
}

/**
 * Compiles a study into its graph of phases. Reads file hashes and model configurations, trains and parses nothing.
 * The same computation asked for by two arms, seeds or targets becomes one phase.
 */
export async function planStudy(study: Study, places: Places): Promise<Plan> {
  return new Planner(study, places).plan()
}

/** What an encoder's vectors are taken from: fixed, or chosen by a `select` phase. */
type VectorChoice = EmbedOutput | { readonly selection: Key }

class Planner {
  private readonly phases = new Map<Key, AnyPhase>()
  private readonly cells: PlannedCell[] = []
  private readonly trainings: PlannedTraining[] = []
  private readonly selections: PlannedSelection[] = []
  private readonly models: Record<string, string> = {}
  private readonly tasks: Record<string, TaskEntry> = {}
  private readonly pins = new Map<string, Promise<DatasetRef>>()
  private readonly absent = new Map<string, Absent>()
  private study: Study
  private readonly places: Places
  private tokenizer!: Key
  private architecture!: Architecture

  constructor(study: Study, places: Places) {
    this.study = study
    this.places = places
  }

  async plan(): Promise<Plan> {
    const seeds =
      typeof this.study.seeds === 'number'
        ? Array.from({ length: this.study.seeds }, (_, at) => at + 1)
        : this.study.seeds
    this.study = { ...this.study, targets: expandTargets(this.study.targets) }
    decidingMetrics(
      this.study.targets.map((target) => this.task(typeof target === 'string' ? target : target.task)),
      this.study.measure,
    )
    const model = await this.openOrMakeModel()
    const { arms, targets } = this.study
    for (const [arm, stages] of Object.entries(arms))
      for (const seed of seeds) {
        let checkpoint = model
        for (const [at, stage] of stages.entries())
          checkpoint = await this.train(checkpoint, expandStage(stage), seed, arm, { stage: at + 1 })
        for (const target of targets)
          await this.evaluate(
            checkpoint,
            typeof target === 'string' ? { task: target, fineTune: true } : target,
            seed,
            arm,
          )
      }
    return {
      study: this.study,
      phases: [...this.phases.values()],
      cells: this.cells,
      trainings: this.trainings,
      selections: this.selections,
      models: this.models,
      architecture: this.architecture,
      tasks: this.tasks,
      baseline: Object.entries(arms).find(([, stages]) => stages.length === 0)![0],
      seeds,
      absent: [...this.absent.values()],
      overlaps: this.overlaps(),
    }
  }

  /** Adds a phase, or a label to the phase that already computes the same. */
  private add(
    operation: Operation,
    inputs: Record<string, Key>,
    parameters: unknown,
    local: unknown,
    label: string,
  ): Key {
    const key = phaseKey(operation, inputs, parameters)
    const known = this.phases.get(key)
    if (known === undefined)
      this.phases.set(key, {
        key,
        operation,
        inputs,
        parameters,
        local,
        labels: [label],
      } as unknown as AnyPhase)
    else if (!known.labels.includes(label)) known.labels.push(label)
    return key
  }

  private task(id: string): TaskEntry {
    this.tasks[id] ??= this.study.tasks.find((own) => own.id === id) ?? catalogueTask(id)
    return this.tasks[id]
  }

  private translated(id: string, languages: readonly string[] = []): TaskEntry {
    const entry = translatedTask(this.task(id), languages)
    if (entry === null) throw new TranslationError(id, this.task(id).kind)
    if (languages.length === 0) throw new TranslationLanguagesError(id)
    this.tasks[entry.id] = entry
    return entry
  }

  private async pin(
    entry: TaskEntry,
    language: string,
    split: Split,
    subset: Subset,
    among?: readonly string[],
  ): Promise<DatasetRef> {
    const name = JSON.stringify([entry.id, language, split, subset, among])
    const pinned = this.pins.get(name) ?? pinDataset(entry, language, split, subset, this.places.data, among)
    this.pins.set(name, pinned)
    const ref = await pinned
    if (ref.absent !== null)
      this.miss({ name: entry.id, what: `${entry.id} ${language} ${split}`, error: ref.absent })
    return ref
  }

  private miss(absent: Absent): void {
    this.absent.set(absent.what, absent)
  }

  private async openOrMakeModel(): Promise<Checkpoint> {
    const { model } = this.study
    if (typeof model !== 'string')
      return model.from === 'random' ? this.randomModel(model) : this.makeModel(model)
    const found = await openModel(model, this.places.models)
    if ('recipe' in found) {
      this.study = { ...this.study, model: found.recipe }
      return this.makeModel(found.recipe)
    }
    if (found.absent !== null) this.miss({ name: model, what: `model ${model}`, error: found.absent })
    this.models[found.key] = found.path
    this.models[found.tokenizer] = found.path
    this.tokenizer = found.tokenizer
    this.architecture = found.architecture
    return { key: found.key, label: model }
  }

  /** The architecture of a public model around its own tokenizer, with random weights. */
  private async randomModel(recipe: RandomModel): Promise<Checkpoint> {
    const { architecture, heads } = architectureOf(recipe.like)
    const folder = await openTokenizerFolder(recipe.tokenizer, this.places.models)
    this.architecture = architecture
    this.models[folder.key] = folder.path
    this.tokenizer = folder.key
    const key = this.initialize(
      { ...architecture, heads, dropout: 0.1, initializerRange: 0.02 },
      recipe.seed,
      `random weights in the architecture of ${recipe.like}`,
    )
    return { key, label: `random ${recipe.like}` }
  }

  private async makeModel(recipe: ScratchModel): Promise<Checkpoint> {
    // A recipe stands for itself: the study's training settings are not its own.
    const text = await this.stageText(recipe.text, {})
    const { layers, hidden, feedForward, heads, maxLength, dropout, initializerRange, vocabulary, seed } =
      recipe
    this.architecture = { layers, hidden, feedForward, vocabulary, maxLength, modelType: 'xlm-roberta' }
    this.tokenizer = this.add(
      'tokenizer',
      {},
      { text: text.map((each) => each.content), vocabulary },
      { folders: this.places.data, text },
      'tokenizer of the scratch model',
    )
    const key = this.initialize(
      { ...this.architecture, heads, dropout, initializerRange },
      seed,
      'random weights of the scratch model',
    )
    let made = await this.train({ key, label: 'scratch' }, recipe.text, seed, 'pretraining', { stage: 0 }, {})
    for (const [at, stage] of recipe.stages.entries())
      made = await this.train(made, stage, seed, 'pretraining', { stage: at + 1 }, {})
    return made
  }

  /** Random weights around the tokenizer, whose pieces decide the size of the vocabulary. */
  private initialize(
    { vocabulary: _, ...architecture }: InitializePhase['parameters']['architecture'] & Architecture,
    seed: number,
    label: string,
  ): Key {
    return this.add('initialize', { tokenizer: this.tokenizer }, { architecture, seed }, {}, label)
  }

  private async stageText(stage: TrainedStage, defaults: Training): Promise<DatasetRef[]> {
    const entries = stage.tasks.map((id) => this.task(id)).filter((entry) => entry.kind === 'masked-lm')
    const limit = stage.training?.limit ?? defaults.limit
    const subset = limit === undefined ? null : { drawn: limit }
    const pinned = entries.flatMap((entry) =>
      (stage.languages ?? entry.languages)
        .filter((language) => entry.languages.includes(language))
        .map((language) => this.pin(entry, language, 'train', subset, stage.languages)),
    )
    return Promise.all(pinned)
  }

  private featurize(
    datasets: readonly DatasetRef[],
    lengths: Lengths,
    side: 'text' | 'english' | null,
    label: string,
  ): Key {
    const { kind, labels } = datasets[0]!.entry
    // 128 as BERT, XTREME and jiant; shorter windows advance by half their length.
    const stride = kind === 'span-extraction' ? Math.min(128, Math.floor(lengths.maxLength / 2)) : null
    return this.add(
      'featurize',
      { tokenizer: this.tokenizer },
      {
        datasets: datasets.map((each) => each.content),
        kind,
        labels: labels ?? null,
        maxLength: lengths.maxLength,
        ...(kind === 'passage-retrieval' ? { queryLength: lengths.queryLength } : {}),
        stride,
        side,
      },
      { folders: this.places.data, datasets, tokenizer: this.models[this.tokenizer] ?? '' },
      label,
    )
  }

  /** One trained phase: an intermediate stage, a target's fine-tuning, or the pretraining of a scratch model. */
  private async train(
    from: Checkpoint,
    stage: TrainedStage,
    seed: number,
    arm: string,
    step: PlannedTraining['step'],
    defaults: Training = this.study.training,
  ): Promise<Checkpoint> {
    const entries = stage.tasks.map((id) =>
      stage.translated ? this.translated(id, stage.languages) : this.task(id),
    )
    const settings = settleTraining(entries, stage.training, defaults, this.architecture.maxLength)
    const subset = settings.limit.value === null ? null : { drawn: settings.limit.value }
    const inputs: Record<string, Key> = { checkpoint: from.key }
    const tasks: TrainTask[] = []
    const metrics: (KeyedMetric | null)[] = []
    const training: DatasetRef[][] = []
    const development: (DatasetRef | null)[] = []
    const weights: number[] = []
    const addTask = (entry: TaskEntry, data: DatasetRef[], dev: DatasetRef | null, weight: number) => {
      const at = tasks.length
      const name = data.map((each) => `${each.entry.id} ${each.language}`)
      const lengths = lengthsOf(settings, entry.id)
      inputs[`features${at}`] = this.featurize(
        data,
        lengths,
        null,
        `${name.length > 3 ? `${name.slice(0, 2).join(', ')} and ${name.length - 2} more` : name.join(', ')} train`,
      )
      if (dev)
        inputs[`development${at}`] = this.featurize(
          [dev],
          lengths,
          null,
          `${entry.id} ${dev.language} development`,
        )
      const shared = training.findIndex(([first]) => haveOneHead(first!.entry, entry, stage.heads))
      const before = new Set(tasks.filter((task) => task.kind === entry.kind).map((task) => task.head)).size
      tasks.push({
        head: shared >= 0 ? tasks[shared]!.head : before === 0 ? entry.kind : `${entry.kind}-${before + 1}`,
        kind: entry.kind,
        labels: entry.labels?.length ?? null,
        development: dev !== null,
        ...(entry.kind === 'passage-retrieval' ? { dualEncoder: dualEncoderOf(entry) } : {}),
      })
      metrics.push(selectionMetric(entry))
      training.push(data)
      development.push(dev)
      weights.push(weight)
    }
    const weightOf = (id: string) =>
      stage.sampling?.by === 'weights' ? (stage.sampling.weights[id] ?? 0) : 1
    const text = entries.filter((entry) => entry.kind === 'masked-lm')
    if (text.length > 0)
      addTask(
        text[0]!,
        await this.stageText(stage, defaults),
        null,
        text.reduce((sum, entry) => sum + weightOf(entry.id), 0),
      )
    for (const entry of entries.filter((each) => each.kind !== 'masked-lm')) {
      const languages = trainedLanguages(entry, stage.languages, text.length > 0)
      const data = await Promise.all(languages.map((language) => this.pin(entry, language, 'train', subset)))
      const dev =
        settings.evaluations.value > 0 && entry.splits.development && entry.kind !== 'passage-retrieval'
          ? await this.pin(entry, developmentLanguage(entry, languages), 'development', null)
          : null
      addTask(entry, data, dev, weightOf(entry.id))
    }
    const parameters: TrainPhase['parameters'] = {
      tasks,
      metrics,
      sampling:
        stage.sampling?.by === 'weights' ? { by: 'weights', weights } : (stage.sampling ?? { by: 'size' }),
      batch: settings.batch.value,
      length: settings.length.value,
      learningRate: settings.learningRate.value,
      warmup: settings.warmup.value,
      weightDecay: settings.weightDecay.value,
      clipNorm: settings.clipNorm.value,
      dropout: settings.dropout.value,
      evaluations: development.some((dev) => dev !== null) ? settings.evaluations.value : 0,
      maskProbability: text.length > 0 ? settings.maskProbability.value : null,
      precision: settings.precision.value,
      // DeBERTa and RemBERT compute attention of their own and cannot take packed rows.
      batching: /^(deberta|rembert)/.test(this.architecture.modelType) ? 'padded' : 'packed',
      seed,
    }
    const label = `${arm} › ${'target' in step ? step.target : step.stage === 0 ? 'masked-lm' : stage.tasks.join(' + ')}`
    const key = this.add(
      'train',
      inputs,
      parameters,
      { folders: this.places.data, development, training },
      `${label}, seed ${seed}`,
    )
    this.trainings.push({ arm, seed, step, key, settings })
    return { key, label }
  }

  private async evaluate(encoder: Checkpoint, target: Target, seed: number, arm: string): Promise<void> {
    const entry = this.task(target.task)
    const languages = target.languages ?? entry.splits.test?.languages ?? entry.languages
    const subset = target.limit === undefined ? null : { first: target.limit }
    const settings = settleTraining(
      [entry],
      target.training,
      this.study.training,
      this.architecture.maxLength,
    )
    const use = { entry, settings, arm, seed }
    const cell = async (
      language: string,
      evaluated: Record<string, Key>,
      gold: DatasetRef,
      more: Partial<Record<'training' | 'development', DatasetRef | null>> & {
        pool?: readonly DatasetRef[]
      } = {},
    ) => {
      const { training = null, development = null, pool = [] } = more
      const score = this.add(
        'score',
        evaluated,
        {
          kind: entry.kind,
          metrics: metricSet(entry),
          gold: gold.content,
          training: training?.content ?? null,
          ...(development === null ? {} : { development: development.content }),
          ...(pool.length === 0 ? {} : { pool: pool.map((each) => each.content) }),
        },
        { folders: this.places.data, gold, training, development, pool },
        labelOf(use, language),
      )
      this.cells.push({ arm, target: entry.id, language, seed, score })
    }

    switch (entry.kind) {
      case 'sentence-retrieval': {
        const vectors = await this.vectorChoice(encoder, arm, seed)
        for (const language of languages) {
          const gold = await this.pin(entry, language, 'test', subset)
          await cell(language, { neighbours: this.searchBothWays(encoder, gold, vectors, use, 10) }, gold)
        }
        return
      }
      case 'mining': {
        const vectors = await this.vectorChoice(encoder, arm, seed)
        for (const language of languages) {
          const gold = await this.pin(entry, language, 'test', null)
          const development = await this.pin(entry, language, 'development', null)
          // 4 neighbours as XTREME and LASER mine.
          const search = (ref: DatasetRef) => this.searchBothWays(encoder, ref, vectors, use, 4)
          await cell(language, { neighbours: search(gold), development: search(development) }, gold, {
            development,
          })
        }
        return
      }
      case 'passage-retrieval': {
        const trained = target.fineTune ? await this.fineTune(encoder, target, entry, seed, arm) : encoder
        const vectors: VectorChoice = target.fineTune
          ? { layer: this.architecture.layers, pooling: dualEncoderOf(entry).pooling }
          : await this.vectorChoice(encoder, arm, seed)
        const pool = await Promise.all(
          (entry.splits.candidates?.languages ?? languages).map((language) =>
            this.pin(entry, language, 'candidates', null),
          ),
        )
        const candidates = this.embed(trained, pool, null, vectors, use, 'candidates')
        for (const language of languages) {
          const gold = await this.pin(entry, language, 'test', subset)
          const queries = this.embed(trained, [gold], null, vectors, use, 'queries')
          const neighbours = this.add(
            'neighbours',
            { queries, candidates },
            { k: 20, similarity: 'cosine', backward: false },
            {},
            labelOf(use, language),
          )
          await cell(language, { neighbours }, gold, { pool })
        }
        return
      }
      default: {
        const trained = await this.fineTune(encoder, target, entry, seed, arm)
        const drawn = settings.limit.value === null ? null : { drawn: settings.limit.value }
        const training = await this.pin(entry, 'en', 'train', drawn)
        for (const language of languages) {
          const gold = await this.pin(entry, language, 'test', subset)
          const features = this.featurize(
            [gold],
            lengthsOf(settings, entry.id),
            null,
            `${entry.id} ${language} test`,
          )
          const predictions = this.add(
            'predict',
            { checkpoint: trained.key, features },
            { head: entry.kind, precision: settings.precision.value },
            {},
            labelOf(use, language),
          )
          await cell(language, { predictions, features }, gold, { training })
        }
      }
    }
  }

  /** Trains on the English data of a target, after the tasks that it is always trained on first. */
  private async fineTune(
    encoder: Checkpoint,
    target: Target,
    entry: TaskEntry,
    seed: number,
    arm: string,
  ): Promise<Checkpoint> {
    let checkpoint = encoder
    for (const id of entry.trainFirst)
      checkpoint = await this.train(checkpoint, { tasks: [id] }, seed, arm, { target: entry.id })
    return this.train(checkpoint, { tasks: [entry.id], training: target.training }, seed, arm, {
      target: entry.id,
    })
  }

  /** Layer and pooling of untrained retrieval: as the study says, as is usual for the model, or chosen. */
  private async vectorChoice(encoder: Checkpoint, arm: string, seed: number): Promise<VectorChoice> {
    const { layer, pooling, sweep } = this.study.retrieval
    if (sweep === undefined)
      return { layer: layer ?? usualLayer(this.study.model, this.architecture), pooling }
    const entry = this.task(sweep.task)
    const languages = sweep.languages ?? entry.splits.development?.languages ?? entry.languages
    const layers =
      sweep.layers === 'all'
        ? Array.from({ length: this.architecture.layers + 1 }, (_, at) => at)
        : sweep.layers
    const outputs = layers.flatMap((each) => sweep.poolings.map((way) => ({ layer: each, pooling: way })))
    const settings = settleTraining([entry], undefined, this.study.training, this.architecture.maxLength)
    const use = { entry, settings, arm, seed }
    const inputs: Record<string, Key> = {}
    for (const [at, language] of languages.entries()) {
      const ref = await this.pin(entry, language, 'development', null)
      inputs[`queries${at}`] = this.embed(encoder, [ref], 'english', outputs, use, 'development queries')
      inputs[`candidates${at}`] = this.embed(encoder, [ref], 'text', outputs, use, 'development sentences')
    }
    const selection = this.add(
      'select',
      inputs,
      { outputs, languages: languages.length },
      { task: entry.id, languages },
      `${arm} › layer and pooling, seed ${seed}`,
    )
    // Every retrieval target of an arm and seed has the same encoder, so the same choice.
    if (!this.selections.some((each) => each.arm === arm && each.seed === seed && each.key === selection))
      this.selections.push({ arm, seed, key: selection })
    return { selection }
  }

  /** Embeds texts with one layer and pooling, or with many in one pass. */
  private embed(
    checkpoint: Checkpoint,
    datasets: readonly DatasetRef[],
    side: 'text' | 'english' | null,
    vectors: VectorChoice | readonly EmbedOutput[],
    { entry, settings, ...use }: Use,
    what: string,
  ): Key {
    const languages =
      datasets.length > 2 ? `${datasets.length} languages` : datasets.map((each) => each.language).join(', ')
    const lengths = lengthsOf(settings, entry.id)
    const features = this.featurize(datasets, lengths, side, `${entry.id} ${languages} ${what}`)
    const chosen = 'selection' in vectors
    return this.add(
      'embed',
      {
        checkpoint: checkpoint.key,
        features,
        ...(chosen ? { selection: vectors.selection } : {}),
      },
      {
        outputs: chosen ? 'selected' : [vectors].flat(),
        precision: settings.precision.value,
      } satisfies EmbedPhase['parameters'],
      {},
      `${labelOf({ entry, ...use }, languages)}, ${what}`,
    )
  }

  /**
   * Both sides of translations against each other. XTREME's Tatoeba asks with the English sentence; that is the forward
   * direction here.
   */
  private searchBothWays(
    checkpoint: Checkpoint,
    ref: DatasetRef,
    vectors: VectorChoice,
    use: Use,
    k: number,
  ): Key {
    const queries = this.embed(checkpoint, [ref], 'english', vectors, use, 'English sentences')
    const candidates = this.embed(checkpoint, [ref], 'text', vectors, use, 'sentences')
    return this.add(
      'neighbours',
      { queries, candidates },
      { k, similarity: 'cosine', backward: true },
      {},
      labelOf(use, ref.language),
    )
  }

  /** Intermediate tasks and targets that share material, by what their entries say. */
  private overlaps(): Overlap[] {
    const trained = new Set(
      Object.values(this.study.arms).flatMap((stages) => stages.flatMap((stage) => expandStage(stage).tasks)),
    )
    const targets = this.study.targets.map((target) => (typeof target === 'string' ? target : target.task))
    return [...trained].flatMap((id) =>
      targets.flatMap((target) => {
        const what = this.task(id).overlaps[target] ?? this.task(target).overlaps[id]
        return what === undefined ? [] : [{ trained: id, target, what }]
      }),
    )
  }
}

interface Use {
  readonly entry: TaskEntry
  readonly settings: TrainSettings
  readonly arm: string
  readonly seed: number
}

interface Lengths {
  readonly maxLength: number
  readonly queryLength: number
}

const labelOf = ({ entry, arm, seed }: Pick<Use, 'entry' | 'arm' | 'seed'>, language: string) =>
  `${arm} › ${entry.id} ${language}, seed ${seed}`

const lengthsOf = ({ maxLength, queryLength }: TrainSettings, id: string): Lengths => ({
  maxLength: maxLength[id]!.value,
  queryLength: queryLength[id]?.value ?? maxLength[id]!.value,
})
