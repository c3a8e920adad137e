import { task as catalogueTask, type TaskEntry } from '#catalog'
import type { Split } from '#data'
import type { Key } from '#kernel'
import type { RandomModel, ScratchModel, Stage, Study, Target, Training } from '#study'
import { type DatasetRef, pinDataset, type Subset } from './dataset.ts'
import { type Architecture, openModel } from './model.ts'
import type { AnyPhase, TrainPhase, TrainTask } from './parameters.ts'
import { phaseKey } from './phase.ts'
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

/** A study compiled: which phases there are, what each reads, and which numbers come out. */
export interface Plan {
  readonly study: Study
  /** In an order in which every phase comes after its inputs. */
  readonly phases: readonly AnyPhase[]
  readonly cells: readonly PlannedCell[]
  readonly trainings: readonly PlannedTraining[]
  /** Folders of models given from outside, by the key they have as input. */
  readonly models: Readonly<Record<string, string>>
  readonly architecture: Architecture
  readonly tasks: Readonly<Record<string, TaskEntry>>
  readonly baseline: string
  readonly seeds: readonly number[]
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

class Planner {
  private readonly phases = new Map<Key, AnyPhase>()
  private readonly cells: PlannedCell[] = []
  private readonly trainings: PlannedTraining[] = []
  private readonly models: Record<string, string> = {}
  private readonly tasks: Record<string, TaskEntry> = {}
  private readonly pins = new Map<string, Promise<DatasetRef>>()
  private readonly study: Study
  private readonly places: Places
  private tokenizer!: Key
  private architecture!: Architecture

  constructor(study: Study, places: Places) {
    this.study = study
    this.places = places
  }

  async plan(): Promise<Plan> {
    const { study } = this
    const seeds =
      typeof study.seeds === 'number' ? Array.from({ length: study.seeds }, (_, at) => at + 1) : study.seeds
    const targets = study.targets.map((target) =>
      typeof target === 'string' ? { task: target, fineTune: true } : target,
    )
    const model = await this.openOrMakeModel()
    for (const [arm, stages] of Object.entries(study.arms))
      for (const seed of seeds) {
        let checkpoint = model
        for (const [at, stage] of stages.entries())
          checkpoint = await this.train(
            checkpoint,
            typeof stage === 'string' ? { tasks: [stage] } : stage,
            seed,
            arm,
            { stage: at + 1 },
          )
        for (const target of targets) await this.evaluate(checkpoint, target, seed, arm)
      }
    return {
      study,
      phases: [...this.phases.values()],
      cells: this.cells,
      trainings: this.trainings,
      models: this.models,
      architecture: this.architecture,
      tasks: this.tasks,
      baseline: Object.entries(study.arms).find(([, stages]) => stages.length === 0)![0],
      seeds,
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

  private pin(
    entry: TaskEntry,
    language: string,
    split: Split,
    subset: Subset,
    among?: readonly string[],
  ): Promise<DatasetRef> {
    const name = JSON.stringify([entry.id, language, split, subset, among])
    const pinned = this.pins.get(name) ?? pinDataset(entry, language, split, subset, this.places.data, among)
    this.pins.set(name, pinned)
    return pinned
  }

  private async openOrMakeModel(): Promise<Checkpoint> {
    const { model } = this.study
    if (typeof model !== 'string')
      return model.from === 'random' ? this.randomModel(model) : this.makeModel(model)
    const folder = await openModel(model, this.places.models)
    this.models[folder.key] = folder.path
    this.models[folder.tokenizer] = folder.path
    this.tokenizer = folder.tokenizer
    this.architecture = folder.architecture
    return { key: folder.key, label: model }
  }

  private async randomModel(_recipe: RandomModel): Promise<Checkpoint> {
    throw new TypeError('random models come with the catalogue of models')
  }

  private async makeModel(recipe: ScratchModel): Promise<Checkpoint> {
    const text = await this.stageText(recipe.text)
    const { layers, hidden, feedForward, heads, maxLength, dropout, initializerRange, vocabulary, seed } =
      recipe
    this.architecture = { layers, hidden, feedForward, vocabulary, modelType: 'xlm-roberta' }
    this.tokenizer = this.add(
      'tokenizer',
      {},
      { text: text.map((each) => each.content), vocabulary },
      { folders: this.places.data, text },
      'tokenizer of the scratch model',
    )
    const architecture = {
      layers,
      hidden,
      feedForward,
      modelType: 'xlm-roberta',
      heads,
      maxLength,
      dropout,
      initializerRange,
    }
    const key = this.add(
      'initialize',
      { tokenizer: this.tokenizer },
      { architecture, seed },
      {},
      'random weights of the scratch model',
    )
    return this.train({ key, label: 'scratch' }, recipe.text, seed, 'pretraining', { stage: 0 })
  }

  private async stageText(
    stage: Pick<Stage, 'tasks' | 'languages'> & { readonly training?: Training | undefined },
  ): Promise<DatasetRef[]> {
    const entries = stage.tasks.map((id) => this.task(id)).filter((entry) => entry.type === 'masked-lm')
    const limit = stage.training?.limit ?? this.study.training.limit
    const subset = limit === undefined ? null : { drawn: limit }
    const pinned = entries.flatMap((entry) =>
      (stage.languages ?? entry.languages)
        .filter((language) => entry.languages.includes(language))
        .map((language) => this.pin(entry, language, 'train', subset, stage.languages)),
    )
    return Promise.all(pinned)
  }

  private featurize(
    datasets: DatasetRef[],
    maxLength: number,
    side: 'text' | 'english' | null,
    label: string,
  ): Key {
    const { type, labels } = datasets[0]!.entry
    // 128 as BERT, XTREME and jiant; shorter windows advance by half their length.
    const stride = type === 'span-extraction' ? Math.min(128, Math.floor(maxLength / 2)) : null
    return this.add(
      'featurize',
      { tokenizer: this.tokenizer },
      {
        datasets: datasets.map((each) => each.content),
        type,
        labels: labels ?? null,
        maxLength,
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
    stage: Pick<Stage, 'tasks' | 'languages' | 'sampling'> & { readonly training?: Training | undefined },
    seed: number,
    arm: string,
    step: PlannedTraining['step'],
  ): Promise<Checkpoint> {
    const entries = stage.tasks.map((id) => this.task(id))
    const settings = settleTraining(entries, stage.training, this.study.training)
    const subset = settings.limit.value === null ? null : { drawn: settings.limit.value }
    const inputs: Record<string, Key> = { checkpoint: from.key }
    const tasks: TrainTask[] = []
    const metrics: string[] = []
    const training: DatasetRef[][] = []
    const development: (DatasetRef | null)[] = []
    const weights: number[] = []
    const addTask = (entry: TaskEntry, data: DatasetRef[], dev: DatasetRef | null, weight: number) => {
      const at = tasks.length
      const before = tasks.filter((task) => task.type === entry.type).length
      const name = data.map((each) => `${each.entry.id} ${each.language}`)
      const maxLength = settings.maxLength[entry.id]!.value
      inputs[`features${at}`] = this.featurize(
        data,
        maxLength,
        null,
        `${name.length > 3 ? `${name.slice(0, 2).join(', ')} and ${name.length - 2} more` : name.join(', ')} train`,
      )
      if (dev)
        inputs[`development${at}`] = this.featurize(
          [dev],
          maxLength,
          null,
          `${entry.id} ${dev.language} development`,
        )
      tasks.push({
        head: before === 0 ? entry.type : `${entry.type}-${before + 1}`,
        type: entry.type,
        labels: entry.labels?.length ?? null,
        development: dev !== null,
      })
      metrics.push(entry.metrics[0]!)
      training.push(data)
      development.push(dev)
      weights.push(weight)
    }
    const weightOf = (id: string) =>
      stage.sampling?.by === 'weights' ? (stage.sampling.weights[id] ?? 0) : 1
    const text = entries.filter((entry) => entry.type === 'masked-lm')
    if (text.length > 0)
      addTask(
        text[0]!,
        await this.stageText(stage),
        null,
        text.reduce((sum, entry) => sum + weightOf(entry.id), 0),
      )
    for (const entry of entries.filter((each) => each.type !== 'masked-lm')) {
      const languages = stage.languages?.filter((language) => entry.languages.includes(language)) ?? ['en']
      const data = await Promise.all(languages.map((language) => this.pin(entry, language, 'train', subset)))
      const dev =
        settings.evaluations.value > 0 && entry.splits.development
          ? await this.pin(entry, 'en', 'development', null)
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
    const retrieval = entry.type === 'sentence-retrieval'
    const settings = settleTraining([entry], target.training, this.study.training)
    const checkpoint = retrieval
      ? encoder
      : await this.train(encoder, { tasks: [entry.id], training: target.training }, seed, arm, {
          target: entry.id,
        })
    const maxLength = settings.maxLength[entry.id]!.value
    const precision = settings.precision.value
    const chanceFrom = retrieval
      ? null
      : await this.pin(
          entry,
          'en',
          'train',
          settings.limit.value === null ? null : { drawn: settings.limit.value },
        )
    for (const language of languages) {
      const gold = await this.pin(entry, language, 'test', subset)
      const label = `${arm} › ${entry.id} ${language}, seed ${seed}`
      const inputs = retrieval
        ? this.search(checkpoint, gold, maxLength, precision, label)
        : this.predict(checkpoint, entry, gold, maxLength, precision, label)
      const score = this.add(
        'score',
        inputs,
        {
          type: entry.type,
          metrics: entry.metrics,
          gold: gold.content,
          training: chanceFrom?.content ?? null,
        },
        { folders: this.places.data, gold, training: chanceFrom },
        label,
      )
      this.cells.push({ arm, target: entry.id, language, seed, score })
    }
  }

  private predict(
    checkpoint: Checkpoint,
    entry: TaskEntry,
    gold: DatasetRef,
    maxLength: number,
    precision: 'fp32' | 'bf16',
    label: string,
  ) {
    const features = this.featurize([gold], maxLength, null, `${entry.id} ${gold.language} test`)
    const predictions = this.add(
      'predict',
      { checkpoint: checkpoint.key, features },
      { head: entry.type, precision },
      {},
      label,
    )
    return { predictions, features }
  }

  /** Sentence retrieval as XTREME does it: the English sentence is the query, the other language the database. */
  private search(
    checkpoint: Checkpoint,
    gold: DatasetRef,
    maxLength: number,
    precision: 'fp32' | 'bf16',
    label: string,
  ) {
    const { pooling, layer = Math.round((this.architecture.layers * 14) / 24) } = this.study.retrieval
    const embed = (side: 'text' | 'english') => {
      const features = this.featurize(
        [gold],
        maxLength,
        side,
        `${gold.entry.id} ${gold.language} ${side === 'english' ? 'English side' : 'sentences'}`,
      )
      return this.add(
        'embed',
        { checkpoint: checkpoint.key, features },
        { layer, pooling, precision },
        {},
        `${label}, ${side === 'english' ? 'queries' : 'database'}`,
      )
    }
    const neighbours = this.add(
      'neighbours',
      { queries: embed('english'), candidates: embed('text') },
      { k: 10, similarity: 'cosine' },
      {},
      label,
    )
    return { neighbours }
  }
}
