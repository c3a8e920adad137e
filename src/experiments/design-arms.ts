import { groupOf, kinds, language, type TaskEntry, task } from '#catalog'
import { listed } from '#kernel'
import {
  ABILITIES,
  type Ability,
  abilityOf,
  domainOf,
  GENERAL,
  trainedLanguages,
  trainingTasks,
  trains,
} from './design-abilities.ts'
import type { Part, ReadQuestion } from './design-question.ts'
import type { LanguagesNamed } from './design-vocabulary.ts'

/** An intermediate stage as a study file writes it. */
export interface DesignedStage {
  readonly tasks: readonly string[]
  readonly languages?: readonly string[]
  readonly training?: { readonly limit: number }
}

/** An arm of one stage, and what it is for. */
interface DesignedArm {
  readonly name: string
  readonly stage: DesignedStage
  readonly side: 'detour' | 'comparator'
  /** Arms are compared within what they share: an ability, or everything. */
  readonly ability: string
}

export interface DesignedArms {
  readonly arms: readonly DesignedArm[]
  readonly compare: readonly string[]
  readonly why: readonly string[]
  readonly missing: readonly string[]
}

/** What a part of the question says of training. */
interface Wanted {
  readonly abilities: readonly Ability[]
  readonly tasks: readonly TaskEntry[]
  readonly languages: readonly LanguagesNamed[]
  readonly domains: readonly string[]
}

function wantedOf({ named }: Part): Wanted {
  const wanted = { abilities: [] as Ability[], tasks: [] as TaskEntry[] }
  const languages: LanguagesNamed[] = []
  const domains: string[] = []
  for (const meaning of named) {
    if (meaning.type === 'ability') wanted.abilities.push(meaning.ability)
    if (meaning.type === 'general')
      wanted.abilities.push(...ABILITIES.filter(({ id }) => GENERAL.includes(id)))
    if (meaning.type === 'task') wanted.tasks.push(usualForm(meaning.tasks))
    if (meaning.type === 'languages') languages.push(meaning)
    if (meaning.type === 'domain') domains.push(meaning.domain)
  }
  return { ...wanted, languages, domains }
}

/** Of several forms of a task that a name stands for: the usual one, else the first that trains, the whole before a part. */
function usualForm(forms: readonly TaskEntry[]): TaskEntry {
  const usual = (entry: TaskEntry) => ABILITIES.some(({ first }) => first.includes(entry.id))
  return (
    forms.find(usual) ??
    forms.find((entry) => trains(entry) && entry.standsInFor === undefined) ??
    forms.find(trains) ??
    forms[0]!
  )
}

/** Arms for what a question trains on and compares with; each pair differs in one thing, with as many examples on both sides. */
export function designArms({ parts, open }: ReadQuestion): DesignedArms {
  const [detour, comparator] = [wantedOf(parts.detour), wantedOf(parts.comparator)]
  if (detour.domains.length > 0 || comparator.domains.length > 0) return armsOfDomains(detour, comparator)
  if (detour.languages.length > 0 || comparator.languages.length > 0)
    return armsOfLanguages(detour, comparator)
  return armsOfTasks(open ? { ...detour, abilities: ABILITIES.filter(each) } : detour, comparator)
}

/** Abilities that a "which" question without a detour is about. */
const each = ({ id, first }: Ability) =>
  first.length > 0 && !['ner', 'text', 'translation-ranking', 'retrieval'].includes(id)

const stage = (id: string, languages: readonly string[], limit?: number): DesignedStage => {
  const own = trainedLanguages(task(id))
  const all = languages.length === own.length && own.length === 1
  return {
    tasks: [id],
    ...(all ? {} : { languages }),
    ...(limit === undefined ? {} : { training: { limit } }),
  }
}

/** A task in the language that stages train on by default. */
function plainStage(entry: TaskEntry): DesignedStage {
  const own = trainedLanguages(entry)
  if (own.length === 1 || kinds[entry.kind].trainedLanguages === 'all') return { tasks: [entry.id] }
  return { tasks: [entry.id], languages: [own.includes('en') ? 'en' : own[0]!] }
}

const titles = (ids: readonly string[]) => listed(ids.map((id) => task(id).title))

/** Arms of named tasks and of the tasks that stand for named abilities. */
function armsOfTasks(detour: Wanted, comparator: Wanted): DesignedArms {
  const missing: string[] = []
  const armsOf = (wanted: Wanted, side: DesignedArm['side']): DesignedArm[] => [
    ...wanted.tasks.flatMap((entry) => {
      if (trains(entry)) return [{ name: entry.id, stage: plainStage(entry), side, ability: 'any' }]
      missing.push(`${entry.title} has no training data, so that no stage can train on it.`)
      return []
    }),
    ...wanted.abilities.flatMap((ability) => {
      const named = wanted.tasks.some((entry) => ability.has(entry))
      if (named) return []
      if (ability.first.length === 0) missing.push(`No task of the catalogue trains ${ability.terms[0]}.`)
      return ability.first.map((id) => ({
        name: ability.first.length === 1 ? ability.id : `${ability.id}-${kinds[task(id).kind].objective}`,
        stage: plainStage(task(id)),
        side,
        ability: 'any',
      }))
    }),
  ]
  const arms = unlike([...armsOf(detour, 'detour'), ...armsOf(comparator, 'comparator')])
  const why = arms.map(({ name, stage: { tasks } }) => `Arm ${name}: ${titles(tasks)}.`)
  return { arms, compare: comparisons(arms), why, missing }
}

const MANY_CASES = ['10 or more cases', '6 to 9 cases']
const MOST_LANGUAGES = 10

/** A name of languages and those of them that arms train on together, or one by one. */
interface Variant {
  readonly name: string
  readonly codes: readonly string[]
  readonly side: DesignedArm['side']
}

/** Abilities whose training data is in many languages, where the question names none. */
const IN_MANY_LANGUAGES = ['tagging', 'qa', 'nli', 'sts']
/** Those of them with sets in single languages of every morphology: each language is an arm, so that there are few. */
const IN_SINGLE_LANGUAGES = ['tagging', 'nli']

/** The same task in English and in the languages that are asked about, in every ability that has both. */
function armsOfLanguages(detour: Wanted, comparator: Wanted): DesignedArms {
  const asked = unique(
    [detour, comparator].flatMap(({ abilities, tasks }) => [...abilities, ...tasks.flatMap(abilityOf)]),
  )
  const apart = [detour, comparator].some(({ languages }) =>
    languages.some(({ name }) => name === 'non-english'),
  )
  const usual = apart ? IN_SINGLE_LANGUAGES : IN_MANY_LANGUAGES
  const abilities = asked.length > 0 ? asked : ABILITIES.filter(({ id }) => usual.includes(id))
  const sides = [
    ...detour.languages.map((given) => ({ given, side: 'detour' as const })),
    ...comparator.languages.map((given) => ({ given, side: 'comparator' as const })),
  ]
  const found = abilities.map((ability) => ({
    ability,
    variants: sides.map(({ given, side }) => ({ given, variants: variantsOf(ability, given, side) })),
  }))
  const missing = found.flatMap(({ ability, variants }) =>
    variants
      .filter(({ variants: own }) => asked.length > 0 && own.length === 0)
      .map(
        ({ given }) =>
          `No training data of ${ability.terms[0]} in ${languageWords(given)} is in the catalogue.`,
      ),
  )
  const matched = found.flatMap(({ ability, variants }) => {
    const own = variants.flatMap((each) => each.variants)
    const isEnglish = ({ codes }: Variant) => codes.join() === 'en'
    if (own.every(isEnglish) && (asked.length === 0 || own.length === 0)) return []
    const english: Variant[] = own.some(isEnglish) ? [] : [{ name: 'en', codes: ['en'], side: 'comparator' }]
    return [unlike([...own, ...english].map((variant) => armOf(ability, variant)))]
  })
  const arms = unlike([...matched.flat(), ...fullSize(detour, comparator)])
  const why = matched.map(
    (own) =>
      `${listed(own.map(({ name, stage: { tasks, languages } }) => `${name} on ${titles(tasks)}${languages === undefined ? '' : ` (${languages.join(', ')})`}`))}: the same limit of examples for each arm.`,
  )
  return { arms, compare: comparisons(arms), why, missing }
}

/** The usual task of an ability in English, and what is compared with by name, in their full size beside the matched arms. */
function fullSize(detour: Wanted, comparator: Wanted): DesignedArm[] {
  const english = detour.languages.some(({ codes }) => codes.join() === 'en')
  const usual = english ? detour.abilities.flatMap(({ first }) => first.map((id) => task(id))) : []
  const arm = (entry: TaskEntry, side: DesignedArm['side'], ability: string): DesignedArm[] =>
    trains(entry) ? [{ name: entry.id, stage: plainStage(entry), side, ability }] : []
  return [
    ...usual.flatMap((entry) => arm(entry, 'detour', 'full-size')),
    ...comparator.tasks.flatMap((entry) => arm(entry, 'comparator', abilityOf(entry)[0]?.id ?? 'any')),
  ]
}

const languageWords = ({ codes, name }: LanguagesNamed) =>
  codes.length === 1 ? language(codes[0]!).name : `${name} languages`

/** Sets in which one annotation serves several languages, the widest first. */
const multilingualSets = (ability: Ability) =>
  trainingTasks(ability)
    .filter((entry) => trainedLanguages(entry).length > 1)
    .toSorted((a, b) => trainedLanguages(b).length - trainedLanguages(a).length)

/** Sets that were made in one language other than English, with the labels of the English one. */
const nativeSets = (ability: Ability) =>
  trainingTasks(ability).filter(
    (entry) =>
      trainedLanguages(entry).length === 1 &&
      trainedLanguages(entry)[0] !== 'en' &&
      entry.labels?.join() === task(ability.first[0]!).labels?.join() &&
      !/(?<!not )translated/i.test(`${entry.title} ${entry.measures}`),
  )

function variantsOf(ability: Ability, given: LanguagesNamed, side: DesignedArm['side']): Variant[] {
  if (ability.first.length === 0) return []
  if (given.codes.join() === 'en') return [{ name: 'en', codes: ['en'], side }]
  if (given.name === 'non-english')
    return spread(ability).map((code) => ({ name: code, codes: [code], side }))
  const sets = multilingualSets(ability)
  const best = sets
    .map((entry) => trainedLanguages(entry).filter((code) => given.codes.includes(code)))
    .toSorted((a, b) => b.length - a.length)[0]
  const single = nativeSets(ability).map((entry) => trainedLanguages(entry)[0]!)
  const codes =
    best !== undefined && best.length > 0
      ? best
      : single.filter((code) => given.codes.includes(code)).slice(0, 1)
  if (codes.length === 0) return []
  return [{ name: given.name, codes: richest(codes.toSorted(), given).slice(0, MOST_LANGUAGES), side }]
}

/** Of morphologically rich languages those with many cases, where there are enough of them. */
function richest(codes: readonly string[], { name }: LanguagesNamed): readonly string[] {
  if (name !== 'rich') return codes
  const cases = codes.filter((code) => MANY_CASES.includes(groupOf(language(code), 'case-count') ?? ''))
  return cases.length >= 3 ? cases : codes
}

/** Languages other than English, of each morphology those with most resources: two agglutinative ones, one of the others. */
function spread(ability: Ability): string[] {
  const native = nativeSets(ability).flatMap(trainedLanguages)
  const known = unique([...native, ...multilingualSets(ability).flatMap(trainedLanguages)]).filter(
    (code) => code !== 'en',
  )
  const ranked = known.toSorted(
    (a, b) =>
      Number(native.includes(b)) - Number(native.includes(a)) ||
      (language(b).cc100GiB ?? 0) - (language(a).cc100GiB ?? 0),
  )
  return (['isolating', 'fusional', 'introflexive', 'agglutinative'] as const).flatMap((morphology) =>
    ranked
      .filter((code) => language(code).morphology === morphology)
      .slice(0, morphology === 'agglutinative' ? 2 : 1),
  )
}

function armOf(ability: Ability, { name, codes, side }: Variant): DesignedArm {
  const wide = multilingualSets(ability).find((entry) =>
    codes.every((code) => trainedLanguages(entry).includes(code)),
  )
  const native = nativeSets(ability).find((entry) => codes.join() === trainedLanguages(entry).join())
  const english =
    codes.join() === 'en'
      ? trainingTasks(ability).find((entry) => trainedLanguages(entry).includes('en'))
      : undefined
  const entry = native ?? wide ?? english ?? task(ability.first[0]!)
  return {
    name: `${ability.id}-${name}`,
    stage: stage(entry.id, codes, Math.floor(ability.examples / codes.length)),
    side,
    ability: ability.id,
  }
}

/** The same ability trained on texts of the domain of the targets and of others. Targets are mostly Wikipedia. */
const OWN_DOMAIN = 'wikipedia'
const MOST_DOMAINS = 2
/** Abilities with sets of several domains that are made alike, where the question names none. */
const ALIKE = ['text', 'qa']

function armsOfDomains(detour: Wanted, comparator: Wanted): DesignedArms {
  const asked = unique([...detour.abilities, ...comparator.abilities])
  const named = [...detour.domains, ...comparator.domains].filter(
    (domain) => domain !== 'in' && domain !== 'out',
  )
  const abilities = asked.length > 0 ? asked : ABILITIES.filter(({ id }) => ALIKE.includes(id))
  const arms: DesignedArm[] = []
  const why: string[] = []
  const missing: string[] = []
  for (const ability of abilities) {
    const sets = madeAlike(trainingTasks(ability).filter((entry) => domainOf(entry) !== null))
    const inside = sets.filter((entry) => domainOf(entry) === OWN_DOMAIN).slice(0, 1)
    const outside = oneEach(
      sets.filter((entry) =>
        named.length > 0 ? named.includes(domainOf(entry)!) : domainOf(entry) !== OWN_DOMAIN,
      ),
    ).filter((entry) => !inside.includes(entry))
    if (outside.length === 0 || inside.length === 0) {
      if (asked.length > 0)
        missing.push(
          `No training data of ${ability.terms[0]} in ${named.length > 0 ? `the domain "${named.join('", "')}"` : 'two domains'} is in the catalogue.`,
        )
      continue
    }
    const shared = trainedLanguages(inside[0]!).filter((code) =>
      outside.every((entry) => trainedLanguages(entry).includes(code)),
    )
    const languages = shared.length === 0 ? ['en'] : shared.slice(0, MOST_LANGUAGES)
    const arm = (entry: TaskEntry, side: DesignedArm['side']): DesignedArm => ({
      name: `${ability.id}-${domainOf(entry)}`,
      stage: stage(
        entry.id,
        trainedLanguages(entry).length === 1 ? trainedLanguages(entry) : languages,
        Math.floor(ability.examples / languages.length),
      ),
      side,
      ability: ability.id,
    })
    arms.push(
      ...outside.map((entry) => arm(entry, 'detour')),
      ...inside.map((entry) => arm(entry, 'comparator')),
    )
    why.push(
      `${capitalOf(ability.terms[0]!)}: ${titles(outside.map(({ id }) => id))} against ${titles(inside.map(({ id }) => id))}, with the same limit of examples${ability.id === 'text' ? ' in the same languages' : ''}.`,
    )
  }
  if (arms.length === 0 && named.length > 0 && missing.length === 0)
    missing.push(
      `No training data in the domain "${named.join('", "')}" is in the catalogue beside data of Wikipedia.`,
    )
  return {
    arms,
    compare: comparisons(arms),
    why: [
      ...why,
      ...(arms.length > 0
        ? [
            'Inside the domain means Wikipedia, where most of the targets are from; tagging and everyday sentences are not.',
          ]
        : []),
    ],
    missing,
  }
}

/** Sets of one name in several domains, such as SquadShifts, before all others: between them the domain alone differs. */
function madeAlike(sets: readonly TaskEntry[]): readonly TaskEntry[] {
  const name = ({ id }: TaskEntry) => id.split('-')[0]!
  const domains = (entry: TaskEntry) =>
    new Set(sets.filter((other) => name(other) === name(entry)).map(domainOf)).size
  return sets.toSorted((a, b) => Number(domains(b) > 1) - Number(domains(a) > 1))
}

function oneEach(entries: readonly TaskEntry[]): TaskEntry[] {
  const seen = new Set<string>()
  return entries
    .filter((entry) => {
      const domain = domainOf(entry)!
      return !seen.has(domain) && seen.add(domain)
    })
    .slice(0, MOST_DOMAINS)
}

/** Every detour against every comparator of the same ability, and against the baseline. */
function comparisons(arms: readonly DesignedArm[]): string[] {
  const detours = arms.filter(({ side }) => side === 'detour')
  const others = arms.filter(({ side }) => side === 'comparator')
  const pairs = detours.flatMap((one) =>
    others.filter(({ ability }) => ability === one.ability).map((other) => `${one.name} vs ${other.name}`),
  )
  return [...pairs, ...(detours.length > 0 ? detours : others).map(({ name }) => `${name} vs baseline`)]
}

const capitalOf = (term: string) => term.charAt(0).toUpperCase() + term.slice(1)
const unique = <T>(items: readonly T[]): T[] => [...new Set(items)]

/** The first arm of each name. */
function unlike(arms: readonly DesignedArm[]): DesignedArm[] {
  const names = new Set<string>()
  return arms.filter(({ name }) => !names.has(name) && names.add(name))
}
