import { Document, isCollection, visit } from 'yaml'
import { designArms } from './design-arms.ts'
import { languageNamed, type Part, type ReadQuestion, ROLES, readForDesign } from './design-question.ts'
import { designTargets } from './design-targets.ts'

/** A proposed study, or what is missing for one. */
export interface StudyDesign {
  /** Text of a study file; null where the catalogue cannot measure the question. */
  readonly study: string | null
  /** Why these arms, targets and settings, one sentence each. */
  readonly why: readonly string[]
  /** What of the question the study leaves out, because the catalogue does not have it. */
  readonly missing: readonly string[]
}

const MODEL = 'xlm-roberta-large'
const SEEDS = 3
/** "What is the effect of vitamin D on bone density in older adults?" has 58 %, and is told word by word what is missing. */
const LEAST_UNDERSTOOD = 0.4
/** Of the question of a study. */
const LEAST_CHARACTERS = 8

/**
 * Proposes the study that would settle a question: arms out of what it trains on and compares with, targets, languages and
 * metrics out of what it measures, each found by its name in the catalogue. What the catalogue does not have is told, and a
 * question of which nothing can be trained or measured gets no study.
 */
export function designStudy(asked: string): StudyDesign {
  const question = asked
    .replace(/\s+/g, ' ')
    .replace(/\?[.\s]+$/, '?')
    .trim()
  const read = readForDesign(question)
  if (read.understood < LEAST_UNDERSTOOD || question.length < LEAST_CHARACTERS)
    return {
      study: null,
      why: [],
      missing: [
        'Too little of the question is understood: it is read in English, by names of tasks, languages and metrics.',
      ],
    }
  const arms = designArms(read)
  const targets = designTargets(read)
  const missing = [
    ...ROLES.flatMap((role) => unknownIn(role, read.parts[role])),
    ...arms.missing,
    ...targets.missing,
  ]
  const nothingToTrain = arms.arms.length === 0 && asksForTraining(read)
  if (targets.targets.length === 0 || nothingToTrain)
    return {
      study: null,
      why: [],
      missing: [
        ...missing,
        ...(nothingToTrain ? ['Nothing that the question would train on is in the catalogue.'] : []),
        ...(targets.targets.length === 0 && targets.missing.length === 0 ? ['No target is left.'] : []),
      ],
    }
  const model = modelOf(read)
  const why = [
    ...arms.why,
    ...(arms.arms.length === 0
      ? ['No intermediate training is asked about: the baseline alone is measured.']
      : []),
    ...targets.why,
    `${SEEDS} seeds, so that the spread between runs is known; ${model ?? MODEL}${model === undefined ? ', which published results start from' : ', as the question names it'}.`,
  ]
  const study = {
    question,
    model: model ?? MODEL,
    arms: { baseline: [], ...Object.fromEntries(arms.arms.map(({ name, stage }) => [name, [stage]])) },
    targets: targets.targets,
    ...(targets.measure.length === 0 ? {} : { measure: targets.measure }),
    ...(arms.compare.length === 0 ? {} : { compare: arms.compare }),
    seeds: SEEDS,
    groups: targets.groups,
  }
  return { study: studyFile(study, [...why, ...missing.map((each) => `Missing: ${each}`)]), why, missing }
}

/** Whether a detour is asked about at all, known or not. */
const asksForTraining = ({ parts: { detour }, open }: ReadQuestion) =>
  open || detour.unknown.length > 0 || /intermediate|training|fine-?tun/i.test(detour.text)

const modelOf = ({ parts }: ReadQuestion): string | undefined =>
  Object.values(parts)
    .flatMap(({ named }) => named)
    .flatMap((each) => (each.type === 'model' ? [each.id] : []))[0]

const LACKING: Readonly<Record<(typeof ROLES)[number], string>> = {
  detour: 'training task, language or domain',
  comparator: 'training task, language or domain',
  outcome: 'target, language or metric',
}

const unknownIn = (role: (typeof ROLES)[number], { unknown }: Part): string[] =>
  unknown.map((phrase) => {
    const other = languageNamed(phrase)
    return other === null
      ? `The catalogue has no ${LACKING[role]} "${phrase}".`
      : `The catalogue has no data in ${other}.`
  })

/** As the shipped studies are written: reasons on top, one line an arm. */
function studyFile(study: object, why: readonly string[]): string {
  const document = new Document(study, { aliasDuplicateObjects: false })
  document.commentBefore = why.map((line) => ` ${line}`).join('\n')
  for (const field of ['arms', 'targets'])
    visit(document.get(field) as Parameters<typeof visit>[0], {
      Collection: (key, node) => {
        if (isCollection(node) && key !== null) node.flow = true
      },
    })
  for (const field of ['measure', 'groups']) {
    const list = document.get(field)
    if (isCollection(list)) list.flow = true
  }
  return document.toString({ lineWidth: 120, flowCollectionPadding: true })
}
