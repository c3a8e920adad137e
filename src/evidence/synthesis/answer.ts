import { byText, plural } from '#kernel'
import type { Protocol } from '../bundle/protocol.ts'
import type { Synthesis } from '../bundle/synthesis.ts'
import type { Work } from '../bundle/works.ts'
import { sourceOf } from '../sources/index.ts'
import { signFrom, type Weighed, type WeighedClaims } from './weighed.ts'

type Answer = Synthesis['answer']
type Stance = Answer['stance']

/** What is asked: parts of the question that a claim must speak of, and what to call them. */
export interface AskedQuestion {
  readonly label: string
  /** A claim must match all of them. */
  readonly facets: readonly string[]
  /** Only claims that match one of these, too, count for or against; empty: all do. */
  readonly beside: readonly { readonly id: string; readonly label: string }[]
  /** Parts that "better" is said of. */
  readonly from: readonly string[]
  /** Parts of the whole question; claims that match fewer are indirect. */
  readonly whole: readonly string[]
}

const LEVELS = ['very-low', 'low', 'moderate', 'high'] as const

/** The answer to one thing that is asked, from claims that speak of it. */
export function answerTo(
  asked: AskedQuestion,
  protocol: Protocol,
  works: readonly Work[],
  weighed: WeighedClaims,
): Answer {
  const matches = ({ claim }: Pick<Weighed, 'claim'>) =>
    asked.facets.every((facet) => claim.facets.includes(facet))
  const found = withoutParts(weighed.stated.filter(matches))
  const leftOut = weighed.retracted.filter((claim) => matches({ claim })).length
  const retraction =
    leftOut === 0 ? [] : [`${plural(leftOut, 'claim')} left out: only retracted works support them`]
  if (found.length === 0) return nothing(asked, protocol, works, retraction)

  const counts = ({ claim }: Weighed) =>
    asked.beside.length === 0 || asked.beside.some(({ id }) => claim.facets.includes(id))
  const signOf = (each: Weighed) => (counts(each) ? signFrom(protocol, each, asked.from) : null)
  const group = (wanted: (sign: Weighed['sign']) => boolean) => found.filter((each) => wanted(signOf(each)))
  const better = group((sign) => sign === 1)
  const not = group((sign) => sign === -1 || sign === 0)
  const stance = stanceOf(
    union([...sourcesOf(better), ...againstOf(not)]),
    union([...sourcesOf(not), ...againstOf(better)]),
  )
  const deciding = better.length + not.length > 0 ? [...better, ...not] : found
  const { certainty, why } = certaintyOf(asked, deciding, stance, works)
  return {
    stance,
    sentence: sentenceOf(asked, stance, {
      found,
      better,
      not,
      apart: found.filter((each) => !counts(each)).length,
    }),
    certainty,
    why: [...why, ...retraction],
    claims: found.map(({ claim }) => claim.id),
    works: sourcesOf(found.filter(({ claim }) => claim.origin.from !== 'study')),
  }
}

/** Of a study's comparison, the mean over the targets speaks for them, where there is one. */
function withoutParts(found: readonly Weighed[]): Weighed[] {
  const comparison = ({ claim: { origin } }: Weighed) =>
    origin.from === 'study' ? [origin.study, origin.arm, origin.against].join('\n') : ''
  const isMean = ({ claim: { origin } }: Weighed) => origin.from === 'study' && origin.target === null
  const means = new Set(found.filter(isMean).map(comparison))
  return found.filter(
    (each) => each.claim.origin.from !== 'study' || isMean(each) || !means.has(comparison(each)),
  )
}

const union = (ids: readonly string[]): string[] => [...new Set(ids)].sort(byText)
const sourcesOf = (list: readonly Weighed[]): string[] => union(list.flatMap(({ sources }) => sources))
const againstOf = (list: readonly Weighed[]): string[] => list.flatMap(({ against }) => against)

/** Both sides is mixed, unless four sources in five, and four at least, stand on one side. */
function stanceOf(better: readonly string[], not: readonly string[]): Exclude<Stance, 'no-evidence-found'> {
  const [up, down] = [better.length, not.length]
  if (up === 0 && down === 0) return 'unclear'
  const outweighs = (many: number, few: number) => many >= 4 && many >= 4 * few
  if (down === 0 || outweighs(up, down)) return 'yes'
  if (up === 0 || outweighs(down, up)) return 'no'
  return 'mixed'
}

function certaintyOf(
  { whole }: AskedQuestion,
  found: readonly Weighed[],
  stance: Stance,
  works: readonly Work[],
): { certainty: Answer['certainty']; why: string[] } {
  const sources = sourcesOf(found)
  const contradicted = found.filter(({ against }) => against.length > 0).length
  const measured = found.filter(({ claim }) => claim.origin.from === 'study')
  const read = found.filter(({ claim }) => claim.origin.from !== 'study')
  const isWhole = ({ claim }: Weighed) => whole.every((facet) => claim.facets.includes(facet))
  const every = (holds: (claim: Weighed) => boolean) => found.every(holds)
  const reasons: readonly (readonly [down: number, applies: boolean, why: string])[] = [
    [2, sources.length === 1, 'One work only'],
    [1, sources.length === 2, 'Two works only'],
    [1, read.length > 0 && read.every((each) => fromAbstract(each, works)), 'From abstracts only'],
    [
      1,
      read.length > 0 && !found.some((each) => !isOwn(each) && isWhole(each)),
      found.some(isWhole)
        ? 'Indirect: no work speaks of all parts of the question together, only what was measured here'
        : 'Indirect: no claim speaks of all parts of the question together',
    ],
    [1, stance === 'mixed', 'Works disagree'],
    [
      1,
      contradicted > 0 && stance !== 'mixed',
      `${plural(contradicted, 'claim')} on the same matter ${contradicted === 1 ? 'is' : 'are'} contradicted by passages`,
    ],
    [1, every(({ claim }) => claim.hedged), 'Every claim is hedged by its authors'],
    [1, every(({ claim }) => claim.attributed), 'Second-hand: every claim tells what others found'],
    [
      1,
      every(({ difference }) => difference === null),
      'Imprecise: none of the claims that decide it gives the size of a difference',
    ],
    [
      1,
      measured.length === found.length && measured.some(isOwn),
      'Measured with an encoder that is not a published one',
    ],
  ]
  const lowering = reasons.filter(([, applies]) => applies)
  const down = lowering.reduce((sum, [steps]) => sum + steps, 0)
  return {
    certainty: LEVELS[Math.max(0, LEVELS.length - 1 - down)]!,
    why: [
      ...(sources.length > 2 ? [`${plural(sources.length, 'independent work')}`] : []),
      ...lowering.map(([, , why]) => why),
    ],
  }
}

/** A text without headings but its title is an abstract. */
function fromAbstract({ claim }: Weighed, works: readonly Work[]): boolean {
  if (claim.origin.from !== 'work') return false
  const { section, work } = claim.origin
  const title = works.find(({ id }) => id === work)?.title
  return (
    section.length === 0 ||
    /^abstract$/i.test(section.at(-1)!) ||
    (section.length === 1 && section[0] === title)
  )
}

/** Measured with an encoder that no paper has. */
const isOwn = ({ claim: { origin } }: Weighed): boolean => origin.from === 'study' && !origin.published

/** "no-evidence-found" with the sources that answered. */
function nothing(
  { label }: AskedQuestion,
  { sources }: Protocol,
  works: readonly Work[],
  retraction: readonly string[],
): Answer {
  const names =
    sources.length === 0 ? 'no source answered' : sources.map((source) => sourceOf(source).name).join(', ')
  const searched = `${names}; ${plural(works.length, 'work')} read`
  return {
    stance: 'no-evidence-found',
    sentence: `No evidence found: no sentence of a work speaks of ${label} (searched: ${searched}).`,
    certainty: 'very-low',
    why: ['Nothing is said of it', ...retraction],
    claims: [],
    works: [],
  }
}

const OPENINGS: Readonly<Record<Exclude<Stance, 'no-evidence-found'>, string>> = {
  yes: 'In favour, as far as was found:',
  no: 'Against, as far as was found:',
  mixed: 'Mixed:',
  unclear: 'Unclear:',
}

function sentenceOf(
  { label, beside }: AskedQuestion,
  stance: Exclude<Stance, 'no-evidence-found'>,
  {
    found,
    better,
    not,
    apart,
  }: Readonly<Record<'found' | 'better' | 'not', readonly Weighed[]>> & { readonly apart: number },
): string {
  const read = (list: readonly Weighed[]) => list.filter(({ claim }) => claim.origin.from !== 'study')
  const says = (list: readonly Weighed[], verb: string, what: string): string[] =>
    list.length === 0
      ? []
      : [
          `${plural(list.length, 'claim')} of ${plural(sourcesOf(list).length, 'work')} ${verb}${list.length === 1 ? 's' : ''} ${what}${sizes(list)}`,
        ]
  const literature = read(found)
  const [gains, others] = [read(better), read(not)]
  const parts =
    literature.length === 0
      ? []
      : [
          `${plural(literature.length, 'quoted sentence')} of ${plural(sourcesOf(literature).length, 'work')} ${literature.length === 1 ? 'speaks' : 'speak'} of ${label}`,
          ...says(gains, 'report', 'a gain'),
          ...says(others, 'report', 'no gain or a loss'),
          ...(apart > 0
            ? [
                `${apart === literature.length ? 'none' : literature.length - apart} of them together with ${beside.map(({ label }) => label).join(' or ')}`,
              ]
            : []),
          ...(apart < literature.length && gains.length + others.length === 0
            ? ['none says which side is better']
            : []),
        ]
  const measured = found.filter(({ claim }) => claim.origin.from === 'study')
  return `${OPENINGS[stance]} ${[...parts, ...measurements(measured)].join('; ')}.`
}

/** " (+8.2 points)", " (+7.0 to +8.2 points)" */
function sizes(list: readonly Weighed[]): string {
  const texts = (['points', 'percent'] as const).flatMap((unit) => {
    const values = list
      .flatMap(({ difference }) => (difference?.unit === unit ? [difference.value] : []))
      .sort((a, b) => a - b)
    const [least, most] = [values[0], values.at(-1)]
    if (least === undefined || most === undefined) return []
    const range = least === most ? signed(least) : `${signed(least)} to ${signed(most)}`
    return [`${range} ${unit}`]
  })
  return texts.length === 0 ? '' : ` (${texts.join(', ')})`
}

const signed = (value: number, digits?: number): string =>
  `${value < 0 ? '−' : '+'}${digits === undefined ? Math.abs(value) : Math.abs(value).toFixed(digits)}`

/** Comparisons of one study that a sentence names; the table of effects has all. */
const MOST_NAMED = 6

/** "measured here with XLM-R, 3 seeds: A against B +1.5 points (+0.5 to +2.5), ...", once a study. */
function measurements(measured: readonly Weighed[]): string[] {
  const studies = new Map<string, Weighed[]>()
  for (const each of measured) {
    const { origin } = each.claim
    if (origin.from !== 'study') continue
    studies.set(origin.study, [...(studies.get(origin.study) ?? []), each])
  }
  return [...studies.values()].map((rows) => {
    const [first] = rows
    const origin = first?.claim.origin
    if (first === undefined || origin?.from !== 'study') throw new TypeError('a study without a measurement')
    const named = rows.slice(0, MOST_NAMED).map(differenceText)
    const rest = rows.length > MOST_NAMED ? [`and ${rows.length - MOST_NAMED} more`] : []
    const whose = isOwn(first) ? ' (not a published encoder)' : ''
    return `measured here with ${origin.model}${whose}, ${plural(origin.seeds, 'seed')}: ${[...named, ...rest].join(', ')}`
  })
}

function differenceText({ claim: { origin, id }, difference }: Weighed): string {
  if (origin.from !== 'study') throw new TypeError(`"${id}" was not measured here`)
  const { arm, against, target, low, high, clear } = origin
  const where = target === null ? '' : ` on ${target}`
  const size =
    difference === null
      ? 'no size given'
      : `${signed(difference.value, 1)} ${difference.unit} (${signed(low, 1)} to ${signed(high, 1)})`
  return `${arm} against ${against}${where} ${size}${clear ? '' : ', not clear'}`
}
