import type { EvidenceReport } from '#evidence'
import { capital } from '#kernel'
import { paragraph, quiet, type Section, section, type Text, type Tone } from '../../document/model.ts'
import { decimal } from '../../numbers.ts'
import { claimLinks, withClaimLinks } from '../citing.ts'

type Stance = EvidenceReport['answer']['stance']

const TONES = {
  yes: 'good',
  no: 'bad',
  mixed: 'neutral',
  unclear: 'neutral',
  'no-evidence-found': 'neutral',
} as const satisfies Record<Stance, Tone>

/** The answer, what it rests on, and how much there was. */
export function answerSection(report: EvidenceReport): Section {
  const { answer, words } = report
  return section(
    `Answer: ${words.stances[answer.stance]}`,
    [
      paragraph(answer.sentence, 'lead'),
      answer.why.length === 0 ? null : paragraph(`What the certainty rests on: ${answer.why.join('; ')}.`),
      { kind: 'definitions', items: factsOf(report) },
    ],
    { id: 'answer', tone: TONES[answer.stance] },
  )
}

function factsOf({ counts, answer, review }: EvidenceReport): { term: string; value: string }[] {
  const { score, low, high } = review.assessment
  return [
    { term: 'Certainty', value: answer.certainty.replace('-', ' ') },
    { term: 'Works included, of those found', value: `${counts.included} of ${counts.works}` },
    {
      term: `Claims verified, of those extracted; ${counts.claims.independent} by another work, too`,
      value: `${counts.claims.verified} of ${counts.claims.extracted}`,
    },
    {
      term: 'Rating by rules, of 10',
      value: score === null ? `${decimal(low)} to ${decimal(high)}` : decimal(score),
    },
  ]
}

export const abstractSection = (report: EvidenceReport): Section =>
  section('Abstract', [paragraph(withClaimLinks(report, report.abstract))], { id: 'abstract' })

export const introductionSection = ({ introduction }: EvidenceReport): Section =>
  section(
    'Introduction',
    introduction.map((each) => paragraph(each)),
    { id: 'introduction' },
  )

/** What is answered of each part of the question, and by which claims. */
export const partsSection = (report: EvidenceReport): Section =>
  section(
    'Answer by part of the question',
    report.facetAnswers.map((facet) =>
      section(facet.label, [
        paragraph([answerText(report, facet), ' ', quiet(['Certainty: ', basisOf(report, facet)])]),
      ]),
    ),
    { id: 'parts', short: 'Answer by part' },
  )

function basisOf(report: EvidenceReport, facet: EvidenceReport['facetAnswers'][number]): Text {
  const { certainty, why, claims } = facet
  const rests = [certainty.replace('-', ' '), ...(why.length === 0 ? [] : [why.join('; ')])].join(', ')
  return [
    `${rests}. `,
    ...(claims.length === 0 ? ['No claims.'] : ['Claims: ', claimLinks(report, claims), '.']),
  ]
}

/** `Mixed. Two works gain, one loses.`; the stance only once. */
export function answerText(
  { words }: EvidenceReport,
  { stance, sentence }: Pick<EvidenceReport['answer'], 'stance' | 'sentence'>,
): string {
  const said = words.stances[stance]
  return sentence.toLowerCase().startsWith(said) ? sentence : `${capital(said)}. ${sentence}`
}
