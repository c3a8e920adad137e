import {
  benchmarks,
  type Language,
  type LanguageGroup,
  languages,
  models,
  type TaskEntry,
  tasks,
} from '#catalog'
import { metric, metricSet } from '#score'
import { ABILITIES, type Ability, DOMAIN_TERMS } from './design-abilities.ts'
import { phraseKey } from './design-words.ts'

/** What a phrase of a question can name. */
export type Meaning =
  | { readonly type: 'ability'; readonly ability: Ability }
  | { readonly type: 'task'; readonly tasks: readonly TaskEntry[] }
  | { readonly type: 'benchmark'; readonly id: string }
  | { readonly type: 'metric'; readonly id: string }
  | { readonly type: 'model'; readonly id: string }
  | LanguagesNamed
  | { readonly type: 'grouping'; readonly by: readonly LanguageGroup[] }
  | { readonly type: 'domain'; readonly domain: string }
  | { readonly type: 'general' }
  | { readonly type: 'baseline' }
  | { readonly type: 'plain' }

/** Languages by name, or by what they have in common. */
export interface LanguagesNamed {
  readonly type: 'languages'
  /** Short name, for arms. */
  readonly name: string
  readonly codes: readonly string[]
  /** A property that languages have more or less of, by which results are grouped; null for names, families and scripts. */
  readonly by: readonly LanguageGroup[] | null
}

/** Languages with a property, by its terms. */
const PROPERTIES: readonly (readonly [
  name: string,
  terms: readonly string[],
  by: readonly LanguageGroup[],
  has: (language: Language) => boolean,
])[] = [
  [
    'rich',
    [
      'morphologically rich',
      'morphologically complex',
      'rich morphology',
      'highly inflected',
      'agglutinative',
    ],
    ['morphology', 'case-count', 'resource-class'],
    ({ morphology }) => morphology === 'agglutinative',
  ],
  ['fusional', ['fusional'], ['morphology'], ({ morphology }) => morphology === 'fusional'],
  ['isolating', ['isolating', 'analytic'], ['morphology'], ({ morphology }) => morphology === 'isolating'],
  [
    'low-resource',
    ['low resource', 'under resourced', 'under represented', 'lower resource', 'less resourced'],
    ['resource-class', 'seen-in-pretraining'],
    ({ joshiClass }) => joshiClass <= 2,
  ],
  [
    'high-resource',
    ['high resource', 'well resourced', 'resource rich'],
    ['resource-class'],
    ({ joshiClass }) => joshiClass >= 4,
  ],
  [
    'unseen',
    ['unseen in pretraining', 'unseen', 'unseen language'],
    ['seen-in-pretraining'],
    ({ cc100GiB }) => cc100GiB === null,
  ],
  [
    'non-latin',
    ['non Latin script', 'non Latin', 'other script'],
    ['script'],
    ({ script }) => script !== 'Latn',
  ],
]

const GROUPINGS: readonly (readonly [readonly LanguageGroup[], readonly string[]])[] = [
  [
    ['morphology', 'case-count', 'resource-class'],
    [
      'morphological complexity',
      'morphological richness',
      'morphology',
      'morphological typology',
      'morphological',
    ],
  ],
  [
    ['resource-class', 'seen-in-pretraining'],
    ['resource level', 'amount of resources', 'resource'],
  ],
  [['script'], ['script', 'writing system']],
  [['family'], ['language family', 'genealogy', 'typological distance', 'typology']],
]

const NEAR_BASELINE = [
  'baseline',
  'no intermediate task',
  'no intermediate training',
  'without intermediate training',
  'direct fine tuning',
  'directly fine tuning',
]

/** Words that say nothing of what is trained or measured, or that every study of this product has. */
const PLAIN = `
  a an the of on in to for and or as at by with from into over via per is are was be been being it its this that these those
  there their which what who how why when where whether does do did can could will would should may might not no than then if
  much many well far extent degree kind type level amount any all both each other another only also even most more less very
  better worse best good effective effectively useful same different varying various certain several some one two three first
  intermediate task training train trained tuning tune tuned fine finetuning finetuned finetune pretraining pretrain pretrained
  pre supplementary stage stilt detour zero shot few cross lingual crosslingual multilingual transfer transferring model encoder language
  lingual performance accuracy score result quality benchmark dataset data corpus corpora set target source downstream test
  general purpose method approach compare compared comparison comparing versus vs effect impact influence affect improve
  improvement improving help helpful hurt harm change matter work benefit increase reduce raise generalise generalize
  generalisation generalization carry measure measured evaluated evaluate use used using give given lead make have has come
  between among across after before during while under within without rather instead compare depend gain loss drop point text
  similar classification standard new we you i monolingual english`
  .trim()
  .split(/\s+/)

/** All that questions can name, by phrase; of two meanings the earlier one counts. */
export function vocabulary(): ReadonlyMap<string, Meaning> {
  const words = new Map<string, Meaning>()
  const add = (meaning: Meaning, terms: readonly string[]) => {
    // "TyDiQA" is also written "TyDi QA".
    for (const term of terms.flatMap((each) => [each, each.replace(/(\p{Ll})(\p{Lu}{2,})/gu, '$1 $2')])) {
      const key = phraseKey(term)
      if (key !== '' && !words.has(key)) words.set(key, meaning)
    }
  }
  for (const ability of ABILITIES) add({ type: 'ability', ability }, ability.terms)
  for (const { id, title } of benchmarks()) add({ type: 'benchmark', id }, [title, id])
  addMetrics(add)
  for (const { id, title } of models()) add({ type: 'model', id }, [title, id])
  addLanguages(add)
  for (const [domain, terms] of DOMAIN_TERMS) add({ type: 'domain', domain }, terms)
  add({ type: 'plain' }, [
    'multilingual model',
    'multilingual encoder',
    'multilingual pretrained',
    'multilingual language model',
  ])
  add({ type: 'domain', domain: 'out' }, [
    'out of domain',
    'domain shift',
    'domain mismatch',
    'outside the domain',
  ])
  add({ type: 'domain', domain: 'in' }, ['in domain', 'same domain', 'inside the domain'])
  add({ type: 'general' }, ['general purpose', 'general'])
  add({ type: 'baseline' }, NEAR_BASELINE)
  for (const [by, terms] of GROUPINGS) add({ type: 'grouping', by }, terms)
  addTasks(add)
  add({ type: 'plain' }, PLAIN)
  return words
}

type Add = (meaning: Meaning, terms: readonly string[]) => void

function addMetrics(add: Add): void {
  const ids = new Set(tasks().flatMap((entry) => metricSet(entry).map(({ id }) => id)))
  // Accuracy and F1 are what every task has, in its own way.
  ids.delete('accuracy')
  for (const id of ids) add({ type: 'metric', id }, [id, metric(id).title])
  add({ type: 'metric', id: 'mrr' }, ['reciprocal rank'])
}

function addLanguages(add: Add): void {
  const all = languages()
  const codesOf = (has: (language: Language) => boolean) => all.filter(has).map(({ code }) => code)
  for (const [name, terms, by, has] of PROPERTIES)
    add(
      { type: 'languages', name, codes: codesOf(has), by },
      terms.flatMap((term) => [`${term} languages`, term]),
    )
  const named = (name: string, codes: readonly string[], terms: readonly string[]) =>
    add({ type: 'languages', name: slug(name), codes, by: null }, terms)
  for (const { code, name } of all) named(code, [code], [name, name.replace(/\s*\(.*$/, '')])
  named('zh', ['zh'], ['Mandarin'])
  named('fa', ['fa'], ['Farsi'])
  named(
    'multilingual',
    all.map(({ code }) => code),
    ['multilingual', 'many languages', 'all languages'],
  )
  named(
    'non-english',
    codesOf(({ code }) => code !== 'en'),
    ['non English', 'other than English'],
  )
  for (const field of ['family', 'genus'] as const)
    for (const value of new Set(all.map((each) => each[field])))
      named(
        value,
        codesOf((each) => each[field] === value),
        [`${value} languages`, value],
      )
  const scripts = new Intl.DisplayNames('en', { type: 'script' })
  for (const value of new Set(all.map(({ script }) => script)))
    named(
      `${value}-script`,
      codesOf(({ script }) => script === value),
      [`${scripts.of(value)} script`],
    )
}

/** Ids, titles with and without what is in brackets, and the name that several forms of one task share. */
function addTasks(add: Add): void {
  const all = tasks()
  for (const entry of all) {
    const [short, inner] = [entry.title.replace(/\s*\(.*$/, ''), /\(([^()]+)\)/.exec(entry.title)?.[1]]
    add({ type: 'task', tasks: [entry] }, [
      entry.id,
      entry.title,
      short,
      ...(inner === undefined ? [] : [inner]),
    ])
  }
  const families = new Map<string, TaskEntry[]>()
  for (const entry of all) {
    const name = entry.title.split(/[\s,(]/)[0]!
    // Names have capitals inside: "TyDiQA-GoldP" is one, "Adversarial" is a word.
    for (const each of [name, name.split('-')[0]!])
      if (/\p{Lu}.*\p{Lu}/u.test(each)) families.set(each, [...(families.get(each) ?? []), entry])
  }
  for (const [name, entries] of families) add({ type: 'task', tasks: entries }, [name])
}

const slug = (name: string) =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

let others: ReadonlyMap<string, string> | undefined

/** English names of languages that the catalogue does not have, by phrase. */
export function otherLanguages(): ReadonlyMap<string, string> {
  others ??= namesBeside(new Set(languages().map(({ code }) => code)))
  return others
}

function namesBeside(known: ReadonlySet<string>): Map<string, string> {
  const names = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
  const letters = [...'abcdefghijklmnopqrstuvwxyz']
  const codes = letters.flatMap((a) => letters.flatMap((b) => [a + b, ...letters.map((c) => a + b + c)]))
  const found = new Map<string, string>()
  for (const code of codes) {
    const name = known.has(code) ? undefined : names.of(code)
    if (name !== undefined && !found.has(phraseKey(name))) found.set(phraseKey(name), name)
  }
  return found
}
