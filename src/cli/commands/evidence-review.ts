import { resolve } from 'node:path'
import process from 'node:process'
import { defineCommand } from 'citty'
import type { SourceId } from '#evidence'
import { studyArguments, wholeNumber } from '../arguments.ts'
import { dayOption, EvidenceUsageError, existingFolder, VERIFIERS } from '../evidence-arguments.ts'
import { interruptible } from '../interrupt.ts'
import { createReviewView } from '../review-view.ts'
import { splitAtCommas } from '../split-at-commas.ts'
import { errorScreen, tell } from '../terminal.ts'

export default defineCommand({
  meta: {
    name: 'review',
    description: 'Search, read, extract claims, verify them, answer: "polyvia evidence QUESTION" is the same',
  },
  args: {
    question: { type: 'positional', description: 'The question, in quotes', required: true },
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
        'Folder of PDF, HTML, LaTeX, text, BibTeX, RIS or Anthology XML files; several with commas',
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
    claims: { type: 'string', description: 'Most claims that are verified', default: '100', valueHint: 'N' },
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
  },
  run: async ({ args }) => {
    const [
      { openLiterature, runReview, SOURCES },
      { literatureFolder },
      { openVerifierFor },
      { measuredClaims },
      { printReview, writeReview },
    ] = await Promise.all([
      import('#evidence'),
      import('../context.ts'),
      import('../evidence-verifier.ts'),
      import('../measured-claims.ts'),
      import('../write-review.ts'),
    ])
    const ids = (online: boolean) => SOURCES.filter((source) => source.online === online).map(({ id }) => id)
    const papers = splitAtCommas(args.papers).map(existingFolder)
    const online = args.offline && papers.length > 0 ? [] : ids(true)
    const sources =
      args.sources === undefined
        ? [...online, ...(papers.length > 0 ? ids(false) : [])]
        : splitAtCommas(args.sources).map((source) => sourceOf(source, SOURCES, papers))
    const http = openLiterature({
      recordings: args.recordings === undefined ? literatureFolder() : resolve(args.recordings),
      mode: args.offline ? 'replay' : 'live',
      ...contactOf(args.contact),
    })
    const folder = resolve(args.into ?? `review-${slug(args.question)}`)
    const measured = await measuredClaims(splitAtCommas(args.studies), args.store, args.data)
    const view = createReviewView(errorScreen)
    return interruptible(async (signal) => {
      const { verifier, line, close } = await openVerifierFor(
        { ...args, labels: args['verifier-labels'] },
        http,
      )
      tell(line)
      try {
        const bundle = await runReview({
          folder,
          question: args.question,
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
          measured,
          signal,
          onEvent: (event) => view.handle(event),
        })
        printReview(await writeReview(bundle, folder, signal))
        if (bundle.searches.some(({ stopped }) => stopped !== 'failed')) return 0
        tell(
          'No source could be searched, so this is no answer. Name papers that lie here with --papers DIR.',
        )
        return 1
      } catch (thrown) {
        if (!signal.aborted) throw thrown
        tell('Interrupted. What is done is kept; the same command continues.')
        return 130
      } finally {
        await close()
      }
    })
  },
})

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
