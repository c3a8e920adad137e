import { type EvidenceReport, verifyingModes } from '#evidence'
import { type Section, section, table } from '../../document/model.ts'

/** What was searched, read, decided and contradicted, counted: whether that is enough is for the reader to say. */
export function checklistSection(report: EvidenceReport): Section {
  const { counts, prisma, references, modes, claims: quoted } = report
  const { claims } = counts
  const deciding = quoted.filter(({ stand }) => stand !== null).length
  const ofQuoted = (value: number) =>
    verifyingModes(modes).length > 0 ? `${value} of ${claims.quoted}` : 'not known: no verifier'
  const rows: readonly (readonly [asked: string, counted: string])[] = [
    [
      'Sources that answered, of those asked',
      `${counts.sources - counts.failedSources} of ${counts.sources}`,
    ],
    ['Works screened', String(prisma.screened)],
    ['Works read, of those let in by their abstracts', `${prisma.assessed} of ${prisma.sought}`],
    ['Works included; read in full', `${counts.included}; ${counts.fullTexts}`],
    ['Quotes that stand at their place in the stored texts', `${counts.quotesFound} of ${counts.quotes}`],
    ['Quoted sentences that another work supports', ofQuoted(claims.verified)],
    ['Quoted sentences that another work contradicts', ofQuoted(claims.contradicted)],
    ['Sentences that decide the question', String(deciding)],
    ['Retracted works among the references', String(references.filter(({ retracted }) => retracted).length)],
  ]
  return section({ title: 'Checklist', id: 'checklist' }, [
    table('What was done', rows, [
      ['Asked', ([asked]) => asked],
      ['Counted', ([, counted]) => counted],
    ]),
    captureLine(report),
  ])
}

/** How many works may exist, where two sources overlap enough to tell. */
function captureLine({ capture, words, counts }: EvidenceReport): string | null {
  if (capture === null) return null
  const [one, other] = capture.sources.map((source) => words.sources[source])
  return `Works that may exist, by Chapman's capture-recapture estimate: ${Math.round(capture.estimate)} (95 % interval ${Math.round(capture.low)} to ${Math.round(capture.high)}), against ${counts.works} found. ${one} has ${capture.first} of them and ${other} ${capture.second}; ${capture.both} are in both.`
}
