import { resolve } from 'node:path'
import process from 'node:process'
import { type ArgsDef, defineCommand, type ParsedArgs } from 'citty'
import type { LanguageModel, SourceId } from '#evidence'
import { studyArguments, wholeNumber } from '../arguments.ts'
import {
  dayOption,
  ENCODERS,
  EvidenceUsageError,
  existingFile,
  existingPapers,
  VERIFIERS,
} from '../evidence-arguments.ts'
import { interruptible } from '../interrupt.ts'
import { createReviewView } from '../review-view.ts'
import { splitAtCommas } from '../split-at-commas.ts'
import { errorScreen, tell } from '../terminal.ts'

/** What reviews take, of a question or a sentence. */
export const reviewArguments = {
  into: {
    type: 'string',
    description: 'Folder of the review (default: review-<first words>)',
    valueHint: 'DIR',
  },
  sources: {
    type: 'string',
    description:
      'Of "polyvia evidence sources", with commas (default: all online, and local ones with --papers)',
  },
  papers: {
    type: 'string',
    description:
      'PDF, HTML, LaTeX, text, BibTeX, RIS or Anthology XML: a file, or a folder of them; several with commas',
    valueHint: 'DIR',
  },
  offline: { type: 'boolean', description: 'Recorded answers and local folders only, never the network' },
  recordings: {
    type: 'string',
    description: 'Folder of recorded answers (default: in the cache folder)',
    valueHint: 'DIR',
  },
  contact: { type: 'string', description: 'Mail address for the servers (default: POLYVIA_CONTACT)' },
  date: { type: 'string', description: 'Day of the review, YYYY-MM-DD (default: today, or as begun)' },
  from: { type: 'string', description: 'Oldest publication, YYYY-MM-DD' },
  until: { type: 'string', description: 'Newest publication, YYYY-MM-DD' },
  records: { type: 'string', description: 'Most records of one source', default: '200', valueHint: 'N' },
  texts: { type: 'string', description: 'Most works whose text is sought', default: '60', valueHint: 'N' },
  claims: { type: 'string', description: 'Most sentences that are quoted', default: '60', valueHint: 'N' },
  encoder: {
    type: 'string',
    description: `Who ranks by meaning: ${ENCODERS}`,
    default: 'auto',
    valueHint: 'MODEL',
  },
  protocol: {
    type: 'string',
    description: 'How the question is read (default: protocol.yaml of the review, else by rules)',
    valueHint: 'FILE',
  },
  known: { type: 'string', description: 'DOI, arXiv or ACL ids that a good search must find, with commas' },
  verifier: {
    type: 'string',
    description: `Who verifies: ${VERIFIERS}: the language model of POLYVIA_LLM, else a trained or downloaded classifier, else none`,
    default: 'auto',
    valueHint: 'VERIFIER',
  },
  'verifier-labels': {
    type: 'string',
    description:
      'What the outputs of that classifier mean, in order, where its configuration does not say it',
    valueHint: 'entailment,neutral,contradiction',
  },
  studies: {
    type: 'string',
    description: 'Studies whose results in the store enter the claims; several with commas',
    valueHint: 'STUDY',
  },
  ...studyArguments,
} as const satisfies ArgsDef

/** Reviews a question, or what sources say to a sentence, and prints the answer; the exit code. */
export async function review(
  question: string,
  args: ParsedArgs<typeof reviewArguments>,
  isClaim: boolean,
): Promise<number> {
  const [
    { localSources, openLiterature, runReview, SOURCES },
    { literatureFolder },
    { openEncoderFor },
    { openVerifierFor },
    { measuredClaims },
    { printReview, writeReview },
  ] = await Promise.all([
    import('#evidence'),
    import('../context.ts'),
    import('../evidence-encoder.ts'),
    import('../evidence-verifier.ts'),
    import('../measured-claims.ts'),
    import('../write-review.ts'),
  ])
  const papers = splitAtCommas(args.papers).map(existingPapers)
  const online =
    args.offline && papers.length > 0 ? [] : SOURCES.filter((source) => source.online).map(({ id }) => id)
  const sources =
    args.sources === undefined
      ? [...online, ...(papers.length > 0 ? await localSources(papers) : [])]
      : splitAtCommas(args.sources).map((source) => sourceOf(source, SOURCES, papers))
  const http = openLiterature({
    recordings: args.recordings === undefined ? literatureFolder() : resolve(args.recordings),
    mode: args.offline ? 'replay' : 'live',
    ...contactOf(args.contact),
  })
  const folder = resolve(args.into ?? `${isClaim ? 'claim' : 'review'}-${slug(question)}`)
  const measured = await measuredClaims(splitAtCommas(args.studies), args.store, args.data)
  const view = createReviewView(errorScreen)
  return interruptible(async (signal) => {
    const { verifier, model, line, close } = await openVerifierFor(
      { ...args, labels: args['verifier-labels'] },
      http,
    )
    tell(line)
    const { meaning, line: ranking } = await openEncoderFor(args.encoder, args.data)
    tell(ranking)
    try {
      const bundle = await runReview({
        folder,
        question,
        isClaim,
        date: dayOption('--date', args.date),
        today: new Date().toISOString().slice(0, 10),
        sources,
        from: dayOption('--from', args.from),
        until: dayOption('--until', args.until),
        limits: {
          recordsPerSource: wholeNumber('--records', args.records),
          fullTexts: wholeNumber('--texts', args.texts),
          claims: wholeNumber('--claims', args.claims),
        },
        knownItems: splitAtCommas(args.known),
        papers,
        http,
        verifier,
        meaning,
        protocolFile: args.protocol === undefined ? null : existingFile(args.protocol),
        measured,
        ...(model === undefined ? {} : { draft: draftBy(model, signal) }),
        signal,
        onEvent: (event) => view.handle(event),
      })
      printReview(await writeReview(bundle, folder, signal))
      if (bundle.searches.some(({ stopped }) => stopped !== 'failed')) return 0
      tell('No source could be searched, so this is no answer. Name papers that lie here with --papers DIR.')
      return 1
    } catch (thrown) {
      if (!signal.aborted) throw thrown
      tell('Interrupted. What is done is kept; the same command continues.')
      return 130
    } finally {
      await close()
      await meaning?.close()
    }
  })
}

export default defineCommand({
  meta: {
    name: 'review',
    description: 'Search, rank, read, quote, verify, answer: "polyvia evidence QUESTION" is the same',
  },
  args: {
    question: { type: 'positional', description: 'The question, in quotes', required: true },
    ...reviewArguments,
  },
  run: ({ args }) => review(args.question, args, false),
})

/** A language model reads the question; where it gives nothing that can be used, rules do, and the user is told. */
const draftBy = (model: LanguageModel, signal: AbortSignal) => async (question: string) => {
  const { draftAsked, UnansweredError } = await import('#evidence')
  try {
    return await draftAsked(model, question, signal)
  } catch (thrown) {
    if (!(thrown instanceof UnansweredError)) throw thrown
    tell(`The language model did not say how the question is to be read (${thrown.message}): rules read it.`)
    return null
  }
}

type Sources = typeof import('#evidence').SOURCES

function sourceOf(name: string, sources: Sources, papers: readonly string[]): SourceId {
  const source = sources.find(({ id }) => id === name)
  if (source === undefined)
    throw new EvidenceUsageError(
      `There is no source "${name}"`,
      `Sources are ${sources.map(({ id }) => id).join(', ')}.`,
    )
  if (!source.online && papers.length === 0)
    throw new EvidenceUsageError(`Source "${source.id}" needs a folder`, 'Give it with --papers DIR.')
  return source.id
}

function contactOf(given: string | undefined): { contact?: string } {
  const contact = given ?? process.env.POLYVIA_CONTACT
  return contact ? { contact } : {}
}

const slug = (question: string) =>
  question
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu)
    ?.slice(0, 6)
    .join('-') ?? 'question'
