import { type EvidenceReport, verifyingModes } from '#evidence'
import { capital } from '#kernel'
import { paragraph, quiet, type Section, section, type Text, type Tone } from '../../document/model.ts'
import { claimLinks, withClaimLinks } from '../citing.ts'

const TONES = {
  yes: 'good',
  no: 'bad',
  mixed: 'neutral',
  unclear: 'neutral',
  'no-evidence-found': 'neutral',
} as const satisfies Record<EvidenceReport['answer']['stance'], Tone>

/** The answer, what it rests on, and how much there was. */
export function answerSection({ answer, words, counts, modes }: EvidenceReport): Section {
  const { included, works, claims } = counts
  const facts = [
    ['Certainty', answer.certainty.replace('-', ' ')],
    ['Works included, of those found', `${included} of ${works}`],
    ['Sentences quoted', String(claims.quoted)],
    [
      'Supported by another work; contradicted',
      verifyingModes(modes).length > 0
        ? `${claims.verified}; ${claims.contradicted}`
        : 'not known: no verifier',
    ],
  ] as const
  return section(
    { title: `Answer: ${words.stances[answer.stance]}`, id: 'answer', tone: TONES[answer.stance] },
    [
      paragraph(answer.sentence, 'lead'),
      answer.why.length === 0 ? null : `What the certainty rests on: ${answer.why.join('; ')}.`,
      { kind: 'definitions', items: facts.map(([label, value]) => ({ label, value })) },
    ],
  )
}

export const abstractSection = (report: EvidenceReport): Section =>
  section({ title: 'Abstract', id: 'abstract' }, [paragraph(withClaimLinks(report, report.abstract))])

export const introductionSection = ({ introduction }: EvidenceReport): Section =>
  section({ title: 'Introduction', id: 'introduction' }, introduction)

/** What is answered of each part of the question, and by which claims. */
export const partsSection = (report: EvidenceReport): Section =>
  section(
    { title: 'Answer by part of the question', id: 'parts', short: 'Answer by part' },
    report.facetAnswers.map((facet) => {
      const basis = quiet(['Certainty: ', basisOf(report, facet)])
      return section(facet.label, [paragraph([answerText(report, facet), ' ', basis])])
    }),
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
