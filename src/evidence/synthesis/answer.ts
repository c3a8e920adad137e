import { byText, listed, plural } from '#kernel'
import type { Claim } from '../bundle/claims.ts'
import { asksWhether, type Protocol } from '../bundle/protocol.ts'
import type { Answer, NumberFound, Stance, Stand } from '../bundle/synthesis.ts'
import type { Work } from '../bundle/works.ts'
import { saidBy } from '../claims/said.ts'
import { sharesWords } from '../language/shared-words.ts'
import { speaksOf } from '../protocol/match.ts'
import { sourceOf } from '../sources/index.ts'
import { nameOf } from '../works/name.ts'
import { NEAREST } from './groups.ts'
import type { Weighed, WeighedClaims } from './weighed.ts'

const LEVELS = ['very-low', 'low', 'moderate', 'high'] as const

interface Found {
  readonly protocol: Protocol
  readonly works: readonly Work[]
  readonly weighed: WeighedClaims
  readonly stands: readonly Stand[]
  readonly numbers: readonly NumberFound[]
}

/** The answer to a question, as sure as what it rests on, in the form that it asks for. */
export function answerTo(found: Found): Answer {
  const { form } = found.protocol
  if (found.weighed.stated.length === 0) return nothing(found)
  if (asksWhether(form)) return decided(found)
  return form === 'how-much' ? counted(found) : shown(found)
}

const union = (ids: readonly string[]): string[] => [...new Set(ids)].sort(byText)
const sourcesOf = (list: readonly Weighed[]): string[] => union(list.flatMap(({ sources }) => sources))
const isRead = ({ claim }: Weighed): boolean => claim.origin.from !== 'study'
const partsOf = ({ parts }: Protocol, claim: Claim): number =>
  parts.filter((part) => speaksOf(part, saidBy(claim))).length

/** "No evidence found", with the sources that answered. */
function nothing({ protocol: { sources }, works, weighed: { retracted } }: Found): Answer {
  const names =
    sources.length === 0 ? 'no source answered' : sources.map((source) => sourceOf(source).name).join(', ')
  return {
    stance: 'no-evidence-found',
    sentence: `No evidence found: no sentence of a work is near to the question (searched: ${names}; ${plural(works.length, 'work')} read).`,
    certainty: 'very-low',
    why: ['Nothing is said of it', ...leftOut(retracted)],
    claims: [],
    works: [],
  }
}

const leftOut = (retracted: readonly Claim[]): string[] =>
  retracted.length === 0 ? [] : [`${plural(retracted.length, 'claim')} left out: only retracted works say so`]

/** Whether it is so: by statements in which the things of the question stand as asked, and by nothing else. */
function decided(found: Found): Answer {
  const { protocol, weighed, works } = found
  const standOf = new Map(found.stands.map(({ claim, stand }) => [claim, stand]))
  const list = withoutParts(weighed.stated)
  const of = (wanted: (stand: Stand['stand'] | undefined) => boolean) =>
    list.filter(({ claim }) => wanted(standOf.get(claim.id)))
  const better = of((stand) => stand === 'for')
  const not = of((stand) => stand === 'against' || stand === 'no-difference')
  const deciding = [...better, ...not]
  if (deciding.length === 0) return undecided(found)
  const stance = stanceOf(
    union([...sourcesOf(better), ...not.flatMap(({ against }) => against)]),
    union([...sourcesOf(not), ...better.flatMap(({ against }) => against)]),
  )
  const { certainty, why } = certaintyOf(deciding, stance, works)
  return {
    stance,
    sentence: `${OPENINGS[stance]} ${[...told(better, not, protocol), ...measurements(deciding)].join('; ')}.`,
    certainty,
    why: [...why, ...leftOut(weighed.retracted)],
    claims: deciding.map(({ claim }) => claim.id),
    works: sourcesOf(deciding.filter(isRead)),
  }
}

const OPENINGS: Readonly<Record<Exclude<Stance, 'no-evidence-found' | 'unclear'>, string>> = {
  yes: 'Yes, as far as was found:',
  no: 'No, as far as was found:',
  mixed: 'Works disagree:',
}

/** `3 works say that it is so ("X helps Y")`. */
function told(better: readonly Weighed[], not: readonly Weighed[], { statement }: Protocol): string[] {
  const [gains, others] = [sourcesOf(better.filter(isRead)), sourcesOf(not.filter(isRead))]
  const what = statement === null ? '' : ` ("${statement.slice(0, -1)}")`
  const say = (sources: readonly string[]) =>
    `${plural(sources.length, 'work')} ${sources.length === 1 ? 'says' : 'say'}`
  if (gains.length > 0)
    return [
      `${say(gains)} that it is so${what}${others.length === 0 ? '' : `, ${others.length} that it is not`}`,
    ]
  return others.length === 0 ? [] : [`${say(others)} that it is not so${what}`]
}

/** An answer that weighs nothing: what it says, the claims that it shows, and the works of these. */
const shows = (
  { weighed }: Found,
  stance: Answer['stance'],
  sentence: string,
  near: readonly Weighed[],
): Answer => ({
  stance,
  sentence,
  certainty: null,
  why: leftOut(weighed.retracted),
  claims: near.map(({ claim }) => claim.id),
  works: sourcesOf(near.filter(isRead)),
})

function undecided(found: Found): Answer {
  if (isByMeaning(found)) return nearByMeaning(found)
  const { protocol, weighed, works } = found
  const wanted = Math.min(2, protocol.parts.length)
  const speaking = weighed.stated.filter(({ claim }) => partsOf(protocol, claim) >= wanted)
  if (speaking.length > 0) {
    const near = speaking.slice(0, NEAREST)
    return shows(
      found,
      'unclear',
      `Open: no sentence that was found decides it. ${nearest(near, works)}`,
      near,
    )
  }
  const texts = protocol.parts.map(({ text }) => `"${text}"`)
  const sentence = `No evidence found: no sentence speaks of ${listed(texts)}${texts.length > 1 ? ' together' : ''}.`
  // What is nearest is shown, and bears on nothing.
  return {
    ...shows(found, 'no-evidence-found', sentence, weighed.stated.slice(0, NEAREST)),
    works: [],
  }
}

/** How much: the number of the claim that speaks of most of the question. */
function counted(found: Found): Answer {
  const { protocol, weighed, numbers } = found
  const [first] = numbers
  if (first === undefined || first.parts.length < Math.min(2, protocol.parts.length)) return undecided(found)
  const whole = numbers.filter(({ parts }) => parts.length === first.parts.length)
  const claims = union(whole.map(({ claim }) => claim))
  const said = weighed.stated.filter(({ claim }) => claims.includes(claim.id))
  const missing = protocol.parts.filter(({ id }) => !first.parts.includes(id)).map(({ text }) => `"${text}"`)
  const about =
    missing.length === 0
      ? 'Of what was found, nearest to the question is'
      : `No number was found for all that is asked (${listed(missing)} left out); the nearest is`
  const others = new Set(sourcesOf(said.filter(({ claim }) => claim.id !== first.claim))).size
  const sentence = `${about} ${spelled(first)}: ${quoteOf(first.claim, found)}${others > 0 ? `. ${plural(others, 'more work')} with numbers on it ${others === 1 ? 'is' : 'are'} in the table` : ''}.`
  return shows(found, null, sentence, said)
}

const spelled = ({ text, change }: NumberFound): string =>
  /^[+−-]/.test(text) || change === null ? text : `${change === 'up' ? '+' : '−'}${text}`

function quoteOf(id: string, { weighed, works }: Found): string {
  const found = weighed.stated.find(({ claim }) => claim.id === id)
  if (found === undefined) throw new TypeError(`claim ${id} is not among those that were weighed`)
  return `"${found.claim.text.replace(/[.\s]+$/, '')}" (${sourceName(found.claim, works)})`
}

const sourceName = ({ origin }: Claim, works: readonly Work[]): string => {
  if (origin.from === 'study') return 'measured here'
  const work = origin.from === 'work' ? works.find(({ id }) => id === origin.work) : undefined
  return work === undefined ? 'a work' : nameOf(work)
}

function nearest(list: readonly Weighed[], works: readonly Work[]): string {
  const [first] = list
  if (first === undefined) return ''
  return `The nearest says: "${first.claim.text.replace(/[.\s]+$/, '')}" (${sourceName(first.claim, works)}).`
}

/**
 * In another language than the works hardly a word is shared and no thing of the question is named: the encoder alone has
 * ranked. Who names one of them speaks its language.
 */
const isByMeaning = ({ protocol, weighed }: Found): boolean =>
  protocol.meaning !== null &&
  weighed.stated.every(({ claim }) => partsOf(protocol, claim) === 0) &&
  !sharesWords(
    protocol.question,
    weighed.stated.map(({ claim }) => saidBy(claim)),
  )

/** `10 passages of 8 works` */
const counts = (near: readonly Weighed[]): string =>
  `${plural(near.length, 'passage')} of ${plural(sourcesOf(near.filter(isRead)).length, 'work')}`

function nearByMeaning(found: Found): Answer {
  const near = found.weighed.stated.slice(0, NEAREST)
  const sentence = `Open: no passage has the words of the question; by meaning alone, ${counts(near)} ${near.length === 1 ? 'is' : 'are'} near. ${nearest(near, found.works)}`
  return shows(found, 'unclear', sentence, near)
}

/** Which, why and the rest: the passages in order; the page groups them. */
function shown(found: Found): Answer {
  const { protocol, weighed, works } = found
  const near = weighed.stated.slice(0, NEAREST)
  const parts = protocol.parts.filter((part) =>
    near.some(({ claim }) => speaksOf(part, saidBy(claim))),
  ).length
  if (parts < Math.ceil(protocol.parts.length / 2)) return undecided(found)
  const sentence = `${counts(near)} ${near.length === 1 ? 'bears' : 'bear'} on it. ${nearest(near, works)}`
  return shows(found, null, sentence, near)
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

/** Both sides is mixed, unless four sources in five, and four at least, stand on one side. */
function stanceOf(better: readonly string[], not: readonly string[]): 'yes' | 'no' | 'mixed' {
  const [up, down] = [better.length, not.length]
  const outweighs = (many: number, few: number) => many >= 4 && many >= 4 * few
  if (down === 0 || outweighs(up, down)) return 'yes'
  if (up === 0 || outweighs(down, up)) return 'no'
  return 'mixed'
}

function certaintyOf(
  found: readonly Weighed[],
  stance: Stance,
  works: readonly Work[],
): { certainty: Answer['certainty']; why: string[] } {
  const sources = sourcesOf(found)
  const contradicted = found.filter(({ against }) => against.length > 0).length
  const measured = found.filter((each) => !isRead(each))
  const read = found.filter(isRead)
  const every = (holds: (claim: Weighed) => boolean) => found.every(holds)
  const reasons: readonly (readonly [down: number, applies: boolean, why: string])[] = [
    [2, sources.length === 1, 'One work only'],
    [1, sources.length === 2, 'Two works only'],
    [1, read.length > 0 && read.every((each) => fromAbstract(each, works)), 'From abstracts only'],
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
      every(({ claim }) => claim.slots.value === null),
      'Imprecise: none of the claims that decide it gives a number',
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

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(1)}`

/** Comparisons of one study that a sentence names; the list of claims has all. */
const MOST_NAMED = 6

/** "measured here with XLM-R, 3 seeds: A against B +1.5 points (+0.5 to +2.5), ...", once a study. */
function measurements(deciding: readonly Weighed[]): string[] {
  const studies = new Map<string, Weighed[]>()
  for (const each of deciding) {
    const { origin } = each.claim
    if (origin.from !== 'study') continue
    studies.set(origin.study, [...(studies.get(origin.study) ?? []), each])
  }
  return [...studies.values()].map((rows) => {
    const origin = rows[0]?.claim.origin
    if (origin?.from !== 'study') throw new TypeError('a study without a measurement')
    const named = rows.slice(0, MOST_NAMED).map(differenceText)
    const rest = rows.length > MOST_NAMED ? [`and ${rows.length - MOST_NAMED} more`] : []
    const whose = origin.published ? '' : ' (not a published encoder)'
    return `measured here with ${origin.model}${whose}, ${plural(origin.seeds, 'seed')}: ${[...named, ...rest].join(', ')}`
  })
}

function differenceText({ claim: { origin, id, slots } }: Weighed): string {
  if (origin.from !== 'study') throw new TypeError(`"${id}" was not measured here`)
  const { arm, against, target, low, high, clear } = origin
  const where = target === null ? '' : ` on ${target}`
  const size =
    slots.value === null
      ? 'no size given'
      : `${signed(slots.value)} points (${signed(low)} to ${signed(high)})`
  return `${arm} against ${against}${where} ${size}${clear ? '' : ', not clear'}`
}
