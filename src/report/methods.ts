import type { Prefixes } from '#catalog'
import { EVALUATIONS, type Evaluation, namedStage } from '#catalog'
import { count, listed, plural } from '#kernel'
import { expandTarget, isFineTuned, targetTask, vectorSettings } from '#plan'
import { replicateIn, stagesOf, type WrittenStage } from '#study'
import type { ReportInput } from './input.ts'
import type { MeasuredReport } from './measured.ts'
import { rough, setting } from './numbers.ts'
import { overlapMethod } from './overlap-words.ts'
import { declared, frozenPart, sharedTrainings, stageTaskIds, taskWords } from './training.ts'

type Measured = Pick<MeasuredReport, 'targets' | 'selections'>

/** What was done, in the words of a paper's methods section, made from the settled plan. */
export function methodsOf(input: ReportInput, measured: Measured, statistics: string): string[] {
  return [
    model(input),
    arms(input),
    targets(input, measured),
    optimisation(input),
    scoring(measured),
    overlapMethod(input),
    statistics,
  ].filter(Boolean)
}

const title = (input: ReportInput, id: string) => taskWords(input.tasks[id], id)

/** `4,439 examples in English`, from the data that was read. */
function size(input: ReportInput, tasks: readonly string[], languages?: readonly string[]): string {
  const read = input.data.filter(
    ({ task, split, language }) =>
      split === 'train' && tasks.includes(task) && (languages === undefined || languages.includes(language)),
  )
  const codes = [...new Set(read.map(({ language }) => language))]
  if (codes.length === 0) return ''
  const examples = read.reduce((sum, each) => sum + each.examples, 0)
  const where =
    codes.length === 1 ? (codes[0] === 'en' ? 'English' : codes[0]!) : plural(codes.length, 'language')
  return `${plural(examples, 'example')} in ${where}`
}

function model(input: ReportInput): string {
  const { study, architecture, parameters } = input
  const shape = `${architecture.modelType} architecture, ${plural(architecture.layers, 'layer')} of width ${count(architecture.hidden)}, vocabulary of ${count(architecture.vocabulary)} pieces${parameters === null ? '' : `, ${rough(parameters)} parameters`}`
  if (typeof study.model === 'string')
    return `We study intermediate-task training for zero-shot cross-lingual transfer (Phang et al. 2020). All arms start from the same pretrained encoder, ${study.model} (${shape}).${input.copy === null ? '' : ` Its weights are not those of its authors: ${input.copy}.`}`
  if (study.model.from === 'random')
    return `All arms start from the architecture of ${study.model.like} with random weights (${shape}), which have read nothing: the study tests the machine and the code, not transfer.`
  const { text, vocabulary } = study.model
  const amount = size(input, text.tasks, text.languages)
  return `We study intermediate-task training for zero-shot cross-lingual transfer (Phang et al. 2020). All arms start from the same encoder, made for this study (${shape}): a Unigram tokenizer of ${count(vocabulary)} pieces, random weights, and ${listed([...new Set(text.tasks.map((id) => declared(input, id)?.title ?? id))])} pretraining on ${listed(text.tasks.map((id) => title(input, id)))}${amount === '' ? '' : ` (${amount})`}.`
}

function stageWords(input: ReportInput, stage: WrittenStage): string {
  const named = typeof stage === 'string' ? namedStage(stage) : undefined
  const { languages, sampling, heads, translated } = {
    languages: undefined,
    sampling: undefined,
    heads: 'own' as const,
    translated: false,
    ...(typeof stage === 'string' ? named : stage),
  }
  const each = stageTaskIds(stage).map((id) => {
    const all = declared(input, id)?.trainedLanguages === 'all'
    const amount = size(input, [id], languages ?? (all ? undefined : ['en']))
    return `${title(input, id)}${amount === '' ? '' : `, ${amount}`}`
  })
  const from = translated ? ', machine-translated' : ''
  if (each.length === 1) return `${each[0]!}${from}`
  const rule = {
    uniform: 'each drawn equally often',
    size:
      sampling?.by === 'size' && sampling.cap !== undefined
        ? `drawn in proportion to size, none counted above ${count(sampling.cap)}`
        : 'drawn in proportion to size',
    temperature:
      sampling?.by === 'temperature'
        ? `drawn by size to the power of 1/${setting(sampling.temperature)}${sampling.cap === undefined ? '' : `, none counted above ${count(sampling.cap)}`}`
        : '',
    weights:
      sampling?.by === 'weights'
        ? `drawn with weights ${listed(Object.entries(sampling.weights).map(([id, weight]) => `${setting(weight)} (${id})`))}`
        : '',
  }[sampling?.by ?? 'size']
  const sharing =
    heads === 'shared'
      ? ', tasks of the same kind and labels with one head'
      : Array.isArray(heads)
        ? `, one head for ${listed(heads)}`
        : ''
  return `${named === undefined ? 'at once' : `${named.title}:`} ${each.join('; ')} (${rule}${sharing})${from}`
}

/** The intermediate stages of an arm, short: titles only. */
export function pathOf(input: ReportInput, arm: string): string {
  const again = replicateIn(input.study, arm) === undefined ? '' : ', trained again with other seeds'
  const stages = stagesOf(input.study, arm)
  if (stages.length === 0) return `no intermediate stage${again}`
  const path = stages
    .map((stage) => {
      const named = typeof stage === 'string' ? namedStage(stage) : undefined
      const translated = typeof stage !== 'string' && stage.translated ? ', machine-translated' : ''
      const languages =
        typeof stage !== 'string' && stage.languages ? `, in ${stage.languages.join(' ')}` : ''
      return `${
        named?.title ??
        stageTaskIds(stage)
          .map((id) => title(input, id))
          .join(' + ')
      }${translated}${languages}`
    })
    .join(', then ')
  return `${path}${again}`
}

function arms(input: ReportInput): string {
  const { baseline } = input.results
  const paths = Object.keys(input.study.arms)
    .filter((name) => name !== baseline)
    .map((name) => {
      const replicate = replicateIn(input.study, name)
      return replicate === undefined
        ? `${name} trains on ${stagesOf(input.study, name)
            .map((stage) => stageWords(input, stage))
            .join(', then ')}`
        : `${name} is a replicate of ${replicate.replicateOf}: the same trainings on the same examples with other seeds, so that what differs between the two is chance`
    })
  return `The ${baseline} arm goes to the targets directly. ${paths.join('. ')}${paths.length > 0 ? '. ' : ''}From one phase to the next only the encoder is carried over; every task head starts new.`
}

type Target = Measured['targets'][number]

/** How targets are scored, where more is to say than that their head answers. */
const SCORED: { readonly [E in Evaluation]: (names: string, some: readonly Target[]) => string } = {
  predictions: () => '',
  translations: (names, some) =>
    `In ${names} the English sentence is the query and all sentences of the other language are the candidates (${listed(some.map((target) => plural(target.languages.length, 'language')))}).`,
  mining: (names) =>
    `In ${names} translations are mined from two collections: pairs are ranked by the ratio of their cosine to the mean cosine of their 4 nearest neighbours (Artetxe and Schwenk 2019), taken greedily one to one, and kept above the threshold that is best on development pairs.`,
  passages: (names) =>
    `In ${names} all candidates of the pool are ranked for each query, whatever their language.`,
}

function targets(input: ReportInput, measured: Measured): string {
  const scored = EVALUATIONS.map((evaluation) => ({
    evaluation,
    some: measured.targets.filter(({ id }) => declared(input, id)?.evaluation === evaluation),
  }))
  const written = new Map(input.study.targets.map((target) => [targetTask(target), expandTarget(target)]))
  const isTuned = ({ id }: Target) => isFineTuned(input.tasks[id]!.kind, written.get(id)!)
  const untrained = scored.flatMap(({ some }) => some.filter((target) => !isTuned(target)))
  const tuned = measured.targets.filter(isTuned)
  const names = (some: readonly Target[]) => listed(some.map((target) => title(input, target.id)))
  return [
    tuned.length > 0
      ? `Each arm is then fine-tuned on the English training data of ${listed(tuned.map((target) => `${title(input, target.id)}${amountOf(input, target.id)}`))} and scored, without training in any other language, in ${listed(tuned.map((target) => `${plural(target.languages.length, 'language')}${tuned.length > 1 ? ` (${target.id})` : ''}`))}.`
      : '',
    ...tuned.map((target) => dualEncoder(input, target)),
    untrained.length > 0
      ? `${names(untrained)} ${untrained.length === 1 ? 'is' : 'are'} not trained on: texts are compared by the cosine of ${vectors(input, measured)}.`
      : '',
    ...scored.map(({ evaluation, some }) => (some.length === 0 ? '' : SCORED[evaluation](names(some), some))),
    `Everything is repeated with ${plural(input.results.seeds.length, 'seed')} (${listed(input.results.seeds.map(String))}), which decide the initial heads, the order of the data and dropout; the encoder before the first stage is the same in all.`,
  ]
    .filter(Boolean)
    .join(' ')
}

/** How queries and passages are trained to meet. */
function dualEncoder(input: ReportInput, { id }: Target): string {
  const how = input.tasks[id]?.dualEncoder
  if (how === undefined) return ''
  return `On ${title(input, id)} one encoder is trained for both queries and passages (a dual encoder): ${how.pooling === 'mean' ? 'the mean of the token vectors' : 'the first token vector'} of each, their cosine times ${setting(how.scale)}${how.learnScale ? ' (learned from there)' : ''}, and cross-entropy over the passages of the batch.`
}

const POOLINGS: Readonly<Record<string, string>> = {
  mean: 'the mean of their token vectors',
  'first-token': 'their first token vectors',
}

/** Which vectors of an encoder stand for a text where it is not trained to give any. */
function vectors(input: ReportInput, measured: Measured): string {
  const { sweep } = input.study.retrieval
  const { layer, pooling, prefixes } = vectorSettings(input.study, input.architecture)
  const depth = input.architecture.layers
  if (sweep !== undefined) {
    const tried = measured.selections[0]?.table.length
    return `vectors whose layer and pooling were chosen for each encoder${tried === undefined ? '' : `, among ${tried},`} on the development data of ${title(input, sweep.task)}, by retrieval accuracy from English${prefixed(prefixes.value)}`
  }
  const why =
    layer.source !== 'study' && layer.value === Math.round((depth * 14) / 24)
      ? ' (14/24 of the depth, as in Phang et al. 2020)'
      : ''
  return `${POOLINGS[pooling.value]} after layer ${layer.value} of ${depth}${why}${prefixed(prefixes.value)}`
}

/** What stands before texts that are embedded. */
function prefixed({ query, passage }: Prefixes): string {
  if (query === '' && passage === '') return ''
  return `, with "${query}" before each sentence or query and "${passage}" before each passage`
}

const amountOf = (input: ReportInput, id: string) => {
  const amount = size(input, [id], ['en'])
  return amount === '' ? '' : `, ${amount.replace(' in English', '')}`
}

function optimisation(input: ReportInput): string {
  const evaluated = input.trainings.filter((training) => training.evaluations.length > 0)
  const times = [...new Set(evaluated.map((training) => training.evaluations.length))].sort((a, b) => a - b)
  const selection =
    evaluated.length === 0
      ? 'The weights after the last step are used; nothing was selected.'
      : `Where a task has English development data, the weights with the best English development score among ${listed(times.map(String), 'or')} evenly spaced points are kept; elsewhere those after the last step. ${othersWords(input)}`
  return `Training uses AdamW with a learning rate that rises linearly and then falls linearly to 0. ${frozenWords(input)}${selection} The table below lists every setting, and the one after it where each comes from.`
}

/** Which training steps leave a part of the encoder as it is. */
function frozenWords(input: ReportInput): string {
  const steps = new Map<string, Set<string>>()
  for (const { record, title } of sharedTrainings(input)) {
    const part = frozenPart(record.settings)
    if (part !== null) steps.set(part, (steps.get(part) ?? new Set()).add(title))
  }
  return [...steps]
    .map(
      ([part, titles]) => `Frozen, with dropout as in training, are ${part} in: ${[...titles].join('; ')}. `,
    )
    .join('')
}

/** Whether anything was chosen on other languages than English. */
function othersWords({ selections, results }: ReportInput): string {
  const mined = results.cells.some(({ score }) => score.details !== undefined)
  const chosen = [
    ...(selections.length > 0 ? ['layer and pooling of retrieval'] : []),
    ...(mined ? ['mining thresholds'] : []),
  ]
  return chosen.length === 0
    ? 'No data in other languages and no test label is used to select anything.'
    : `Development data in other languages decides ${listed(chosen)} and nothing else; no test label is used to select anything.`
}

function scoring({ targets }: Measured): string {
  const metrics = new Map<string, string[]>()
  for (const target of targets)
    metrics.set(target.metric.title, [...(metrics.get(target.metric.title) ?? []), target.title])
  const words = [...metrics].map(([metric, names]) => `${metric} (${listed(names)})`)
  const apart = targets.some(({ languages, averaged }) => languages.length > averaged.length)
  const only = targets.filter(({ averaged }) => averaged.join() === 'en').map((target) => target.title)
  return [
    `Scores are ${listed(words)}, in percent or, for correlations, times 100. A target's value is the unweighted mean over its languages.`,
    apart
      ? 'English, which targets are trained in, stands beside the other languages as a control and is in no mean (XTREME averages it in).'
      : '',
    only.length === 0 ? '' : `On ${listed(only)} there is English alone, so nothing zero-shot is measured.`,
  ]
    .filter(Boolean)
    .join(' ')
}
