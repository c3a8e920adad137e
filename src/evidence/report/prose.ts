import { capital, day, listed, pluralOrNo } from '#kernel'
import type { Bundle } from '../bundle/bundle.ts'
import type { Form, Part } from '../bundle/protocol.ts'
import { sourceOf } from '../sources/index.ts'
import { MODES, verifyingModes } from './printed-names.ts'
import type { EvidenceReport } from './schema.ts'

type Parts = Pick<
  EvidenceReport,
  'counts' | 'claims' | 'answer' | 'prisma' | 'modes' | 'calibrations' | 'notRetrieved'
>

/** `1 work was`, `3 works were`, `no works were`. */
const were = (value: number, noun: string) => `${pluralOrNo(value, noun)} ${value === 1 ? 'was' : 'were'}`

/** What other works say to the quotes, or that nobody was asked. */
const heldAgainst = ({ counts: { claims }, modes }: Pick<Parts, 'counts' | 'modes'>): string => {
  const verifiers = verifyingModes(modes)
  return verifiers.length === 0
    ? 'There was no verifier: whether other works support or contradict them is not known.'
    : `By ${listed(verifiers.map((mode) => MODES[mode]))}, ${claims.verified} ${claims.verified === 1 ? 'is' : 'are'} supported by another work and ${claims.contradicted} contradicted.`
}

/** The abstract, of this run: what was asked, searched, read and found. */
export function abstractOf(bundle: Bundle, parts: Parts): string {
  const { protocol, searches } = bundle
  const { counts, answer } = parts
  const states = new Map(searches.map(({ source, stopped }) => [source, stopped !== 'failed'] as const))
  for (const { source, stopped } of searches) if (stopped !== 'failed') states.set(source, true)
  const names = (worked: boolean) =>
    [...states].filter(([, state]) => state === worked).map(([source]) => sourceOf(source).name)
  return [
    `This review asks: ${protocol.question}`,
    names(true).length === 0
      ? `No source could be searched on ${day(protocol.date)}.`
      : `As of ${day(protocol.date)}, ${listed(names(true))} ${names(true).length === 1 ? 'was' : 'were'} searched${names(false).length > 0 ? `, while ${listed(names(false))} failed` : ''}.`,
    counts.works === 0
      ? 'They gave no record.'
      : `${capital(pluralOrNo(counts.records, 'record'))} gave ${pluralOrNo(counts.works, 'work')}; ${counts.included} ${counts.included === 1 ? 'was' : 'were'} included, ${counts.fullTexts} of them read in full.`,
    counts.claims.extracted === 0
      ? 'No claim was extracted.'
      : `${capital(pluralOrNo(counts.claims.quoted, 'sentence'))} of them ${counts.claims.quoted === 1 ? 'is' : 'are'} quoted. ${heldAgainst(parts)}`,
    answer.sentence,
  ].join(' ')
}

const ROLES: Readonly<Record<Part['role'], string>> = {
  intervention: 'what is done or asked about',
  comparator: 'against what',
  outcome: 'what it changes',
  population: 'for whom',
  setting: 'on what',
}

const WANTED: Readonly<Record<Form, string>> = {
  does: 'It asks whether something is so. Only sentences in which its things stand in the roles that they have there decide it; that they are named together decides nothing.',
  compare: 'It asks which of two is better. Only sentences that compare them decide it.',
  claim:
    'It is a sentence, held against what the sources say: in the same words, with another number, or as a verifier reads them.',
  'how-much': 'It asks for a number. What is given are the numbers of the works, as they stand there.',
  which: 'It asks which. What is given are the nearest passages; those that say alike things stand together.',
  why: 'It asks for a reason. What is given are the nearest passages; those that say alike things stand together.',
  open: 'What is given are the nearest passages; those that say alike things stand together.',
}

/** How the question was read; `protocol.yaml` in the folder of the review has it for changes. */
export function introductionOf({ protocol }: Bundle): string[] {
  const { form, statement, parts, question } = protocol
  return [
    `${form === 'claim' ? 'The sentence' : 'The question'} is: ${question} ${WANTED[form]}`,
    `It speaks of ${listed(parts.map(({ text, role }) => `"${text}" (${ROLES[role]})`))}.${statement === null ? '' : ` As a statement: "${statement}"`}`,
  ]
}

const reasons = (rows: readonly { reason: string; count: number }[]) =>
  rows.length === 0 ? '' : ` (${rows.map(({ reason, count }) => `${reason}: ${count}`).join('; ')})`
const sum = (rows: readonly { count: number }[]) => rows.reduce((all, { count }) => all + count, 0)

const counted = (value: number) => `${value} ${value === 1 ? 'was' : 'were'}`

export function methodologyOf({ protocol, searches }: Bundle, parts: Parts): string[] {
  const { counts, prisma, modes, calibrations } = parts
  const { claims } = counts
  const ranking =
    protocol.meaning === null
      ? 'by their words (BM25) alone: no encoder was at hand'
      : `by their words (BM25) and by meaning (${protocol.meaning}), put together by reciprocal rank`
  const sources = [...new Set(searches.map(({ source }) => sourceOf(source).name))]
  const read =
    counts.works === 0
      ? ['Screening. There was nothing to screen.']
      : [
          `Screening. Works were ranked by how near title and abstract are to the question, ${ranking}. Of ${pluralOrNo(prisma.screened, 'work')}, ${counted(sum(prisma.excludedAbstracts))} left out by title and abstract${reasons(prisma.excludedAbstracts)}. Texts were sought for ${prisma.sought}: ${counted(prisma.assessed)} read, ${sum(prisma.notRetrieved)} could not be had. ${capital(counted(sum(prisma.excludedTexts)))} left out after reading${reasons(prisma.excludedTexts)}; ${counted(prisma.included)} included.`,
          `Texts. Of ${pluralOrNo(counts.included, 'included work')}, ${counted(counts.fullTexts)} read in full and ${counts.abstractsOnly} as an abstract only. Each text is stored unchanged and named by its SHA-256. Of ${pluralOrNo(counts.quotes, 'quote')} in this report, ${counted(counts.quotesFound)} found again at their offsets.`,
        ]
  const said =
    claims.extracted === 0
      ? ['Claims. None was extracted, so there was none to verify.']
      : [
          `Claims. ${capital(were(claims.quoted, 'sentence'))} quoted from works, word for word: those nearest to the question in the same way (at most ${protocol.limits.claims}), beside ${pluralOrNo(claims.measured, 'measurement')} of studies. Quoted means that the work says so, not that it is so.`,
          verifyingModes(modes).length === 0
            ? `Verdicts. ${heldAgainst(parts)}`
            : `Verdicts. ${heldAgainst(parts)} Supported is what the text of another work supports with a confidence at or above the operating point while none contradicts it. Confidence is the calibrated probability that the verdict is right, by the ${calibrations.length === 1 ? 'table' : 'tables'} ${listed(calibrations) || 'none'}; it is no similarity. A quote is held against passages of all other works read, never against its own.`,
        ]
  return [
    `Search. ${capital(pluralOrNo(searches.length, 'search', 'searches'))} went to ${listed(sources) || 'no source'}; the search log has every query as it was sent. ${capital(pluralOrNo(sum(prisma.identified), 'hit'))} came back, ${pluralOrNo(counts.records, 'record')} without those that several searches found. Records of one publication, preprint and later versions too, were joined by identifier, by what registries say, and by title: ${were(prisma.duplicates, 'duplicate')} removed in all, which leaves ${pluralOrNo(counts.works, 'work')}.`,
    ...read,
    ...said,
  ]
}
