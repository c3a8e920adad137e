import { asksWhether, type EvidenceReport, verifyingModes } from '#evidence'
import { plural } from '#kernel'
import {
  type Block,
  list,
  paragraph,
  quiet,
  type Section,
  section,
  type Text,
  type Tone,
  table,
} from '../../document/model.ts'
import { claimLink, originOf, type ReportedClaim, withClaimLinks } from '../citing.ts'

const TONES = {
  yes: 'good',
  no: 'bad',
  mixed: 'neutral',
  unclear: 'open',
  'no-evidence-found': 'open',
} as const satisfies Record<NonNullable<EvidenceReport['answer']['stance']>, Tone>

/** The answer and what it rests on; nothing here is louder than its evidence. */
export function answerSection(report: EvidenceReport): Section {
  const { answer, counts, words, meaning, modes } = report
  const { stance, certainty } = answer
  const bearing = answer.works.length
  const works =
    bearing === 0
      ? `${plural(counts.included, 'work')} read`
      : `It rests on ${bearing} of ${plural(counts.included, 'work')} read, quoted word for word`
  const sure =
    certainty === null
      ? ''
      : ` Certainty: ${certainty.replace('-', ' ')}${answer.why.length === 0 ? '' : ` (${answer.why.join('; ')})`}.`
  const ranked = meaning === null ? 'ranked by words alone' : 'ranked by words and meaning'
  const verified = bearing > 0 && verifyingModes(modes).length === 0 ? '; nobody verified them' : ''
  return section(
    {
      title: stance === null ? 'Answer' : `Answer: ${words.stances[stance]}`,
      id: 'answer',
      ...(stance === null || certainty === null || certainty === 'very-low' ? {} : { tone: TONES[stance] }),
    },
    [paragraph(answer.sentence, 'lead'), paragraph(quiet(`${works}, ${ranked}${verified}.${sure}`))],
  )
}

/** What the works say: for and against, numbers, or the nearest passages, as the question asks. */
export function foundSection(report: EvidenceReport): Section {
  const { form } = report.asked
  const blocks = asksWhether(form)
    ? standBlocks(report)
    : form === 'how-much'
      ? [numberTable(report), ...groupBlocks(report)]
      : groupBlocks(report)
  return section(
    { title: 'What was found', id: 'found' },
    blocks.length === 0 ? ['Nothing that is near to the question.'] : blocks,
  )
}

/** Quotes of one side that are shown before the appendix. */
const MOST_SHOWN = 6

function standBlocks(report: EvidenceReport): (Block | Section | string)[] {
  const of = (...stands: ReportedClaim['stand'][]) =>
    report.claims.filter(({ stand }) => stand !== null && stands.includes(stand))
  const sides = [
    ['For', of('for')],
    ['Against', of('against', 'no-difference')],
  ] as const
  const decided = sides.flatMap(([title, claims]) =>
    claims.length === 0 ? [] : [section(title, quotes(report, claims.slice(0, MOST_SHOWN)))],
  )
  const near = groupBlocks(report, true)
  return [...decided, ...(near.length === 0 ? [] : [section('Nearest passages that do not decide it', near)])]
}

/** Claims that say alike things under one another. */
function groupBlocks(report: EvidenceReport, undecided = false): Block[] {
  const groups = report.groups
    .map((ids) => report.claims.filter(({ id, stand }) => ids.includes(id) && (!undecided || stand === null)))
    .filter((group) => group.length > 0)
  if (groups.every((group) => group.length === 1)) return quotes(report, groups.flat())
  return [
    list(
      groups.map(([first, ...others]) => ({
        item: quoted(report, first!),
        ...(others.length === 0
          ? {}
          : {
              below: {
                kind: 'list' as const,
                items: others.map((claim) => ({ item: quoted(report, claim) })),
              },
            }),
      })),
    ),
  ]
}

const quotes = (report: EvidenceReport, claims: readonly ReportedClaim[]): Block[] =>
  claims.length === 0 ? [] : [list(claims.map((claim) => ({ item: quoted(report, claim) })))]

const quoted = (report: EvidenceReport, claim: ReportedClaim): Text => [
  claim.context.before === null ? '' : quiet(`${claim.context.before} `),
  claim.origin.from === 'work' ? `“${claim.text}” ` : `${claim.text} `,
  quiet([
    originOf(report, claim),
    claim.context.authors === null ? '' : `; “we”: ${claim.context.authors}`,
    claim.standWhy === null ? '' : `; ${claim.standWhy}`,
    '; ',
    claimLink(report, claim.id),
  ]),
]

const numberTable = (report: EvidenceReport): Block =>
  table({ title: 'Numbers', none: 'No number was found that bears on it.' }, report.numbers.slice(0, 10), [
    ['Number', ({ text, change }) => (change === null || /^[+−-]/.test(text) ? text : `${text} (${change})`)],
    ['As it stands', ({ claim }) => report.claims.find(({ id }) => id === claim)?.text ?? ''],
    [
      'Source',
      ({ claim }) => {
        const found = report.claims.find(({ id }) => id === claim)
        return found === undefined ? claim : originOf(report, found)
      },
    ],
  ])

export const abstractSection = (report: EvidenceReport): Section =>
  section({ title: 'Abstract', id: 'abstract' }, [paragraph(withClaimLinks(report, report.abstract))])

/** How the question was read. */
export const introductionSection = ({ introduction }: EvidenceReport): Section =>
  section({ title: 'How the question was read', id: 'introduction', short: 'Question' }, introduction)
