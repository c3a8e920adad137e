import { Document, isCollection, visit } from 'yaml'
import type { Facet, Protocol } from '../bundle/protocol.ts'
import type { Stance, Synthesis } from '../bundle/synthesis.ts'
import { type ArmIdea, armIdeas } from './design-arms.ts'
import { targetIdea } from './design-targets.ts'

/** A proposed study, or what is missing for one. */
export interface StudyDesign {
  /** Text of a study file; null where the catalogue cannot measure the question. */
  readonly study: string | null
  /** Why these arms, targets and settings, one sentence each. */
  readonly why: readonly string[]
  /** What of the question no study of the catalogue would measure. */
  readonly missing: readonly string[]
  /** Facets that the literature leaves open, with its stance. */
  readonly open: readonly { readonly facet: string; readonly label: string; readonly stance: Stance }[]
}

const OPEN: readonly Stance[] = ['mixed', 'unclear', 'no-evidence-found']
const MODEL = 'xlm-roberta-large'
const SEEDS = 3

/**
 * Proposes the study that would settle what the literature leaves open: arms out of what the question changes and compares,
 * targets out of what it asks about, each from the catalogue. A question that the catalogue cannot measure gets no study,
 * and is told what is missing. `synthesis` null: nothing has been reviewed, so everything is open.
 */
export function designStudy(protocol: Protocol, synthesis: Synthesis | null): StudyDesign {
  const { facets, question } = protocol
  const themes = facets.filter(({ role }) => role === 'intervention' || role === 'comparator')
  const changed = facets.filter(({ role, label }) => role !== 'outcome' && !/low-resource/i.test(label))
  const found = themes.map((facet) => ({ facet, ideas: armIdeas(facet) }))
  const ideas = merged(found.flatMap(({ ideas: some }) => some ?? []))
  const target = targetIdea([
    ...facets.filter((facet) => !themes.includes(facet)),
    ...changed.filter((facet) => themes.includes(facet) && /morpholog/i.test(facet.label)),
  ])
  const missing = [
    ...found.flatMap(({ facet, ideas: some }) =>
      some !== null && some.length === 0
        ? [`No intermediate task of the catalogue is "${facet.label}".`]
        : [],
    ),
    ...(ideas.length === 0 ? ['The question names no intermediate task that an arm could train on.'] : []),
    ...target.unknown.map(({ label }) => `No target of the catalogue measures "${label}".`),
    ...(target.targets.length === 0 ? ['The question names no outcome that a target measures.'] : []),
  ]
  const open = openFacets(facets, synthesis)
  const possible = ideas.length > 0 && target.targets.length > 0
  if (!possible) return { study: null, why: [], missing, open }
  const retrieval = target.targets.some((each) =>
    JSON.stringify(each).match(/tatoeba|bucc|lareqa|mewsli|xtreme/),
  )
  const study = {
    question,
    model: MODEL,
    arms: { baseline: [], ...Object.assign({}, ...ideas.map(({ arms }) => arms)) },
    targets: target.targets,
    ...(target.measure.length === 0 ? {} : { measure: target.measure }),
    compare: comparisons(ideas),
    seeds: SEEDS,
    ...(retrieval ? { retrieval: { layer: 14, pooling: 'mean' } } : {}),
    groups: target.groups,
  }
  const why = [
    ...open.map(({ label, stance }) => `The literature is ${STANCES[stance]} on "${label}".`),
    ...ideas.map(({ why }) => why),
    ...target.why,
    `${SEEDS} seeds, so that the spread between runs is known; ${MODEL}, which published results start from.`,
  ]
  return { study: studyFile(study, why), why, missing, open }
}

/** As the shipped studies are written: reasons on top, one line an arm. */
function studyFile(study: object, why: readonly string[]): string {
  const document = new Document(study)
  document.commentBefore = why.map((line) => ` ${line}`).join('\n')
  visit(document.get('arms') as Parameters<typeof visit>[0], {
    Collection: (key, node) => {
      if (isCollection(node) && key !== null) node.flow = true
    },
  })
  return document.toString({ lineWidth: 120, flowCollectionPadding: true })
}

const STANCES: Readonly<Record<Stance, string>> = {
  yes: 'agreed',
  no: 'agreed',
  mixed: 'divided',
  unclear: 'unclear',
  'no-evidence-found': 'silent',
}

function openFacets(facets: readonly Facet[], synthesis: Synthesis | null): StudyDesign['open'] {
  const stances = new Map(synthesis?.facets.map(({ facet, stance }) => [facet, stance]))
  return facets
    .filter(({ distinguishing }) => distinguishing)
    .map(({ id, label }) => ({ facet: id, label, stance: stances.get(id) ?? 'no-evidence-found' }))
    .filter(({ stance }) => synthesis !== null && OPEN.includes(stance))
}

/** One idea a set of arms: two facets about the same theme lead to it once. */
function merged(ideas: readonly ArmIdea[]): ArmIdea[] {
  const seen = new Set<string>()
  return ideas.filter(({ arms }) => {
    const name = JSON.stringify(Object.keys(arms))
    return !seen.has(name) && seen.add(name)
  })
}

/** The pairs of the ideas; an arm that would only be compared with the baseline is also compared with the general ones. */
function comparisons(ideas: readonly ArmIdea[]): string[] {
  const pairs = ideas.flatMap(({ compare }) => compare)
  const unpaired = ideas
    .filter(({ compare }) => compare.length === 0)
    .flatMap(({ arms }) => Object.keys(arms))
  const own = ideas
    .filter(({ compare }) => compare.length > 0)
    .flatMap(({ arms }) => Object.keys(arms).slice(0, 1))
  const beside = own.flatMap((arm) => unpaired.map((other) => `${arm} vs ${other}`))
  return [...new Set([...pairs, ...beside])]
}
