import { kinds, namedStage } from '#catalog'
import { CONTROLS } from '#compare'
import { stagesOf, type WrittenStage } from '#study'
import type { EncoderRecord, ReportInput } from './input.ts'
import type { Report } from './schema.ts'
import { fourDecimals, stageTaskIds } from './training.ts'

type Told = Report['forgetting']
type Step = Told['steps'][number]
type Change = Step['changes'][number]['languages'][number]

/** A value before and after. */
type Pair = readonly [before: number, after: number]

/** What is asked of two encoders: a retrieval target by its metric, or (null) the masked-LM loss. */
interface Measure {
  readonly target: string | null
  readonly read: (encoder: EncoderRecord, language: string) => number | undefined
  readonly languages: readonly string[]
}

/** What retrieval and masked-LM loss were before and after every stage, and before and after all stages of an arm. */
export function forgettingOf(input: ReportInput): Told {
  const { text, maskProbability, encoders, missing } = input.forgetting
  const losses = encoders.flatMap(({ maskedLm }) => maskedLm)
  const tokens = losses.flatMap((each) => (each.loss === null ? [] : [each.tokens]))
  return {
    text: [...text],
    hidden:
      maskProbability === null || tokens.length === 0
        ? null
        : { share: maskProbability, tokens: Math.round(mean(tokens)) },
    withoutHead: losses.filter(({ loss }) => loss === null).length,
    missing,
    steps: Object.keys(input.study.arms).flatMap((arm) =>
      stepsOf(stagesOf(input.study, arm)).map((step) => ({
        arm,
        ...step,
        head: headOf(encoders, arm, step),
        changes: changesOf(input, arm, step),
      })),
    ),
  }
}

/** Each stage, and where there are several, all of them together first. */
function stepsOf(stages: readonly WrittenStage[]): Omit<Step, 'arm' | 'head' | 'changes'>[] {
  const single = stages.map((stage, at) => ({ from: at, to: at + 1, stage: titleOf(stage) }))
  return stages.length > 1 ? [{ from: 0, to: stages.length, stage: null }, ...single] : single
}

/** The head that the loss after a step is measured under: new where it began anew in any stage of the step. */
function headOf(
  encoders: readonly EncoderRecord[],
  arm: string,
  { from, to }: Pick<Step, 'from' | 'to'>,
): Step['head'] {
  const heads = encoders
    .filter((each) => each.arm === arm && each.stage > from && each.stage <= to)
    .map(({ head }) => head)
  return heads.includes('new') ? 'new' : (heads.at(-1) ?? null)
}

const titleOf = (stage: WrittenStage): string =>
  (typeof stage === 'string' ? namedStage(stage)?.title : undefined) ?? stageTaskIds(stage).join(' + ')

function changesOf(
  input: ReportInput,
  arm: string,
  { from, to }: Pick<Step, 'from' | 'to'>,
): Step['changes'] {
  const { baseline, seeds } = input.results
  const encoderOf = (seed: number, stage: number) =>
    input.forgetting.encoders.find(
      (each) => each.arm === (stage === 0 ? baseline : arm) && each.seed === seed && each.stage === stage,
    )
  const pairs = seeds.flatMap((seed) => {
    const [before, after] = [encoderOf(seed, from), encoderOf(seed, to)]
    return before === undefined || after === undefined ? [] : [{ before, after }]
  })
  return measuresOf(input).flatMap(({ target, read, languages }) => {
    /** By seed: language -> value before and after, of those that have both. */
    const bySeed = pairs
      .map(
        ({ before, after }) =>
          new Map(
            languages.flatMap((code) => {
              const [first, second] = [read(before, code), read(after, code)]
              return first === undefined || second === undefined
                ? []
                : [[code, [first, second] as Pair] as const]
            }),
          ),
      )
      .filter(({ size }) => size > 0)
    if (bySeed.length === 0) return []
    // Zero-shot: controls stand beside. In the mean are languages that every seed has.
    const averaged = languages.filter(
      (code) => !CONTROLS.includes(code) && bySeed.every((values) => values.has(code)),
    )
    const meanOf = (values: (typeof bySeed)[number], at: 0 | 1) =>
      mean(averaged.map((code) => values.get(code)![at]))
    return [
      {
        target,
        mean:
          averaged.length === 0
            ? null
            : changeOf(bySeed.map((values) => [meanOf(values, 0), meanOf(values, 1)])),
        averaged,
        languages: languages.flatMap((language) => {
          const values = bySeed.flatMap((each) => (each.has(language) ? [each.get(language)!] : []))
          return values.length === 0 ? [] : [{ language, ...changeOf(values) }]
        }),
      },
    ]
  })
}

/** Mean over seeds, with the standard deviation of the change between them. */
function changeOf(seeds: readonly Pair[]): Omit<Change, 'language'> {
  const changes = seeds.map(([before, after]) => after - before)
  const change = mean(changes)
  const squares = changes.reduce((sum, each) => sum + (each - change) ** 2, 0)
  return {
    before: fourDecimals(mean(seeds.map(([before]) => before))),
    after: fourDecimals(mean(seeds.map(([, after]) => after))),
    change: fourDecimals(change),
    spread: seeds.length < 2 ? null : fourDecimals(Math.sqrt(squares / (seeds.length - 1))),
    seeds: seeds.length,
  }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

function measuresOf({ comparison, forgetting, tasks }: ReportInput): Measure[] {
  const retrieval = comparison.targets
    .filter(({ target }) => kinds[tasks[target]!.kind].evaluation === 'translations')
    .map(
      ({ target, metric, languages }): Measure => ({
        target,
        languages,
        read: ({ retrieval: scores }, language) =>
          scores.find((each) => each.target === target && each.language === language)?.metrics[metric.id],
      }),
    )
  const languages = [
    ...new Set(forgetting.encoders.flatMap(({ maskedLm }) => maskedLm.map(({ language }) => language))),
  ]
  const loss: Measure = {
    target: null,
    languages,
    read: ({ maskedLm }, language) => maskedLm.find((each) => each.language === language)?.loss ?? undefined,
  }
  return [...retrieval, loss]
}
