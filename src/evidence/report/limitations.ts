import { capital, count, listed, percent, pluralOrNo } from '#kernel'
import type { Bundle } from '../bundle/bundle.ts'
import { sourceOf } from '../sources/index.ts'
import { verifyingModes } from './printed-names.ts'
import type { EvidenceReport } from './schema.ts'

type Parts = Pick<
  EvidenceReport,
  'counts' | 'claims' | 'concentration' | 'references' | 'notRetrieved' | 'prisma' | 'modes' | 'capture'
>

/** What this very run lacks; nothing that holds of every review without a reason in this one. */
export function limitationsOf(bundle: Bundle, parts: Parts): string[] {
  return [
    ...ofSearches(bundle, parts),
    ...ofTexts(bundle, parts),
    ...ofClaims(bundle, parts),
    ...ofWorks(bundle, parts),
  ]
}

function ofSearches({ searches, protocol, works }: Bundle, { capture, prisma }: Parts): string[] {
  const failed = searches
    .filter(({ stopped }) => stopped === 'failed')
    .map(
      ({ source, problem }) =>
        `${capital(sourceOf(source).name)} could not be searched: ${problem ?? 'no reason known'}. Works that are found only there are missing.`,
    )
  const partly = searches
    .filter(({ stopped, problem }) => stopped !== 'failed' && problem !== null)
    .map(({ source, problem }) => `${capital(sourceOf(source).name)}: ${problem}.`)
  const limited = [...new Set(searches.map(({ source }) => source))].flatMap((id) => {
    const cut = searches.filter(({ source, stopped }) => source === id && stopped === 'limit')
    if (cut.length === 0) return []
    const hits = cut.flatMap(({ reported }) => reported ?? [])
    const range = [...new Set([Math.min(...hits), Math.max(...hits)])].map((each) => count(each))
    return [
      `${capital(sourceOf(id).name)} was read up to the limit: ${Math.max(...cut.map(({ retrieved }) => retrieved))} of ${hits.length === 0 ? 'an unknown number of' : range.join(' to ')} hits${cut.length === 1 ? '' : `, in each of ${cut.length} searches`}.`,
    ]
  })
  const single = new Set(protocol.sources).size === 1
  const joined = works.filter(({ match }) => match.probable).length
  return [
    ...new Set([...failed, ...partly, ...limited]),
    ...(single ? [`Only one source was searched: ${sourceOf(protocol.sources[0]!).name}.`] : []),
    ...(capture !== null && capture.estimate > 1.1 * works.length
      ? [
          `By the overlap of ${listed(capture.sources.map((source) => sourceOf(source).name))}, about ${Math.round(capture.estimate)} works exist (95 % interval ${Math.round(capture.low)} to ${Math.round(capture.high)}); ${works.length} were found.`,
        ]
      : []),
    ...(joined > 0
      ? [`${capital(pluralOrNo(joined, 'work'))} may be two: their records were joined by title alone.`]
      : []),
    ...prisma.problems.map((problem) => `The counts of the flow diagram do not add up: ${problem}.`),
  ]
}

function ofTexts({ protocol }: Bundle, { counts, notRetrieved }: Parts): string[] {
  const { included, abstractsOnly, quotes, quotesFound } = counts
  return [
    ...(abstractsOnly > 0
      ? [
          `Only the abstract could be read of ${abstractsOnly} of ${pluralOrNo(included, 'included work')}: what their tables and later sections say is not known here.`,
        ]
      : []),
    ...(notRetrieved.length > 0
      ? [`No text could be had for ${pluralOrNo(notRetrieved.length, 'work')}; the appendix names them.`]
      : []),
    ...(quotesFound < quotes
      ? [`${quotes - quotesFound} of ${quotes} quotes do not stand at their offsets in the stored texts.`]
      : []),
    ...(protocol.from !== null || protocol.until !== null
      ? [
          `Only works ${[protocol.from === null ? '' : `from ${protocol.from}`, protocol.until === null ? '' : `until ${protocol.until}`].filter(Boolean).join(' ')} count.`,
        ]
      : []),
  ]
}

function ofClaims({ protocol }: Bundle, parts: Parts): string[] {
  const { counts, claims, modes } = parts
  const { extracted, quoted } = counts.claims
  const alone = claims.filter(
    ({ origin, label }) => origin.from === 'work' && label === 'insufficient',
  ).length
  return [
    ...(alone > 0
      ? [
          `${alone} of ${pluralOrNo(quoted, 'quoted sentence')} ${alone === 1 ? 'is' : 'are'} neither supported nor contradicted by another work${verifyingModes(modes).length === 0 ? ': no verifier was at hand' : ''}. That a work says so is all that is known of ${alone === 1 ? 'it' : 'them'} here.`,
        ]
      : []),
    ...(protocol.meaning === null
      ? [
          'Works and sentences were ranked by their words alone: what says the same in other words may be missing.',
        ]
      : []),
    ...(extracted - counts.claims.measured >= protocol.limits.claims
      ? [`At most ${protocol.limits.claims} claims are checked; works may say more.`]
      : []),
    ...(modes.length > 1 ? ['Verdicts of several modes stand side by side; each names its own.'] : []),
  ]
}

function ofWorks(_: Bundle, { concentration, references, counts }: Parts): string[] {
  const [most] = concentration
  const retracted = references.filter((reference) => reference.retracted)
  const corrected = references.filter(({ notices, retracted }) => notices.length > 0 && !retracted)
  const preprints = references.filter(({ type }) => type === 'preprint').length
  return [
    ...(most !== undefined && most.share > 0.4
      ? [`${capital(percent(most.share))} of the claims come from one source: ${most.title}.`]
      : []),
    ...retracted.map(
      ({ number, title }) =>
        `Reference ${number}, ${title}, is retracted; claims that rest on it should not be used.`,
    ),
    ...corrected.map(({ number, title }) => `Reference ${number}, ${title}, has been corrected since.`),
    ...(preprints * 2 >= references.length && preprints > 0
      ? [`${preprints} of ${pluralOrNo(references.length, 'cited work')} are preprints without peer review.`]
      : []),
    ...(counts.claims.measured > 0
      ? [
          `${capital(pluralOrNo(counts.claims.measured, 'claim'))} ${counts.claims.measured === 1 ? 'comes' : 'come'} from studies of our own; they are measured, not published.`,
        ]
      : []),
  ]
}
