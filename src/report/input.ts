import type { TaskEntry } from '#catalog'
import type { Comparison, Results } from '#compare'
import type { MaskedLmLoss, TestOverlap } from '#execute'
import type { Architecture, MeasuringHead, TrainSettings } from '#plan'
import type { Study } from '#study'

/** One trained phase as an arm and seed of the study use it. Arms that share a phase give the same key. */
export interface TrainingRecord {
  readonly arm: string
  readonly seed: number
  /** Stage 0 is the pretraining of a scratch model. */
  readonly step: { readonly stage: number } | { readonly target: string }
  readonly key: string
  readonly settings: TrainSettings
  readonly steps: number
  readonly tokens: number
  readonly seconds: number
  /** Few enough to draw: a long run is averaged within stretches. */
  readonly losses: readonly { readonly step: number; readonly loss: number }[]
  readonly evaluations: readonly { readonly step: number; readonly score: number; readonly kept: boolean }[]
  /** Tensors of the checkpoint that were taken over, made new, and left behind. */
  readonly handover: { readonly loaded: number; readonly created: number; readonly dropped: number }
}

/** One dataset that was read: a task in a language and split. */
export interface DataRecord {
  readonly task: string
  readonly language: string
  readonly split: 'train' | 'development' | 'test'
  /** Examples used, after any limit. */
  readonly examples: number
  readonly files: readonly { readonly path: string; readonly sha256: string }[]
  /** Reason -> examples that the parser left out. */
  readonly skipped: Readonly<Record<string, number>>
  /** What a reader of the results must know. */
  readonly notes: readonly string[]
}

/** A machine that computed phases of the study, as manifests record it. */
export interface HostRecord {
  readonly system: string
  readonly processor: string
  readonly cores: number
  readonly memoryBytes: number
  /** `cpu`, `cuda`, or a device's name, where known. */
  readonly device?: string
}

/** Layer and pooling chosen for one encoder, with everything that was tried. */
export interface SelectionRecord {
  readonly arm: string
  readonly seed: number
  readonly layer: number
  readonly pooling: string
  /** Mean retrieval accuracy over the development languages, percent. */
  readonly score: number
  /** Task and languages whose development data decided. */
  readonly task: string
  readonly languages: readonly string[]
  readonly table: readonly { readonly layer: number; readonly pooling: string; readonly score: number }[]
}

/** One encoder on the way of an arm; the baseline's, after 0 stages, is where every arm starts. */
export interface EncoderRecord {
  readonly arm: string
  readonly seed: number
  /** Stages that it has behind it. */
  readonly stage: number
  readonly retrieval: readonly {
    readonly target: string
    readonly language: string
    readonly metrics: Readonly<Record<string, number>>
  }[]
  /** Under which the masked-LM loss is measured. */
  readonly head: MeasuringHead
  readonly maskedLm: readonly ({ readonly language: string } & MaskedLmLoss)[]
}

/** What was measured of forgetting. */
export interface ForgettingRecord {
  /** Tasks of the text. */
  readonly text: readonly string[]
  /** Share of the tokens that are hidden; null without text. */
  readonly maskProbability: number | null
  readonly encoders: readonly EncoderRecord[]
  /** Measurements that the store lacks. */
  readonly missing: number
}

/** What of the test sets of a target is in the data of some trainings. */
export interface OverlapRecord {
  readonly target: string
  /** Trainings that read this data, of all arms and seeds. */
  readonly trainings: readonly Pick<TrainingRecord, 'arm' | 'step' | 'settings'>[]
  /** Null where it was not compared yet. */
  readonly sets:
    | readonly (Pick<TestOverlap, 'scored' | 'items' | 'seen'> & {
        readonly language: string
        readonly quotes: readonly (Pick<TestOverlap['quotes'][number], 'id' | 'how' | 'text' | 'share'> & {
          readonly by: { readonly task: string; readonly language: string; readonly id: string }
        })[]
      })[]
    | null
}

/** All that a report is made from: plain data, no clock and no files. */
export interface ReportInput {
  /** Name of the study, as in its file name. */
  readonly name: string
  /** Path of the study file as the user gave it. */
  readonly file: string
  readonly studyText: string
  readonly study: Study
  /** ISO date and time. */
  readonly created: string
  /** Every task of the study, by id. */
  readonly tasks: Readonly<Record<string, TaskEntry>>
  readonly architecture: Architecture
  /** What is said of the model's weights where they are a copy, not those of its authors. */
  readonly copy: string | null
  /** Parameters of the encoder without heads; null when nothing has counted them. */
  readonly parameters: number | null
  readonly trainings: readonly TrainingRecord[]
  readonly data: readonly DataRecord[]
  readonly results: Results
  readonly comparison: Comparison
  /** Empty where the study fixes layer and pooling. */
  readonly selections: readonly SelectionRecord[]
  readonly forgetting: ForgettingRecord
  readonly overlaps: readonly OverlapRecord[]
  readonly phases: {
    /** Trained phases of the graph. */
    readonly trained: number
    /** Trained phases if every arm, seed and target were run on its own. */
    readonly withoutSharing: number
    /** All phases of the graph. */
    readonly total: number
    /** Phases of this run that were in the store already. */
    readonly cached: number
  }
  readonly versions: Readonly<Record<string, string>>
  readonly hosts: readonly HostRecord[]
}
