/** The encoder of a study. Only a `published` one can stand for the encoder of a paper. */
export interface StudyModel {
  /** As the study names it. */
  readonly name: string
  /** Id of the catalogue where it is one of its models. */
  readonly id: string | null
  readonly kind: 'published' | 'folder' | 'scratch' | 'random'
  /** Of the encoder without heads; null where not known. */
  readonly parameters: number | null
}

export interface StudyStage {
  readonly tasks: readonly string[]
  /** Named stage of the catalogue, such as `anli-plus`. */
  readonly named: string | null
  readonly languages: readonly string[]
  readonly translated: boolean
}

export interface StudyArm {
  readonly name: string
  /** Its stages in words. */
  readonly path: string
  readonly stages: readonly StudyStage[]
  /** Task -> the one that it stands in for. */
  readonly standIns: Readonly<Record<string, string>>
  /** What its training has less or other than the published data: stand-ins, limits, missing examples. */
  readonly gaps: readonly string[]
}

export interface StudyTarget {
  readonly task: string
  readonly title: string
  /** Task that it stands in for, where it is not itself. */
  readonly standsInFor: string | null
  readonly metric: { readonly id: string; readonly title: string }
  /** Those that differences are means over: without English, which targets are trained in. */
  readonly languages: readonly string[]
  /** English, where it is scored too: differences over it as well are `withControls`. */
  readonly controls: readonly string[]
  /** false: at chance, so that a difference on it says nothing. */
  readonly decides: boolean
  /** What its test data has less or other than the published data. */
  readonly gaps: readonly string[]
}

/** A measured difference, in points: `arm` minus `against`, mean over languages and seeds, with its interval. */
export interface StudyDifference {
  readonly arm: string
  readonly against: string
  /** null: mean over `targets`. */
  readonly target: string | null
  readonly targets: readonly string[]
  /** Over the controls of the target too, as published means are. */
  readonly withControls: boolean
  readonly value: number
  readonly low: number
  readonly high: number
  readonly clear: boolean
}

/** What a finished study measured and with what, as far as claims can rest on it. */
export interface StudyResults {
  /** Content key of the study as written, names and comments aside. */
  readonly study: string
  readonly name: string
  readonly question: string
  readonly model: StudyModel
  /** Confidence level of the intervals, percent. */
  readonly level: number
  readonly seeds: readonly number[]
  readonly baseline: string
  readonly arms: readonly StudyArm[]
  readonly targets: readonly StudyTarget[]
  readonly differences: readonly StudyDifference[]
  /** Cells without a score. */
  readonly missing: readonly { readonly arm: string; readonly target: string; readonly reason: string }[]
  /** Limits as the study's report has them. */
  readonly limits: readonly string[]
}
