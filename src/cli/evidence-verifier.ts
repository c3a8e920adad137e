import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import {
  type LanguageModel,
  type NliScorer,
  openLanguageModel,
  openLlmJudge,
  openNliScorer,
  openVerifier,
  publishedIn,
  type Verifier,
} from '#evidence'
import { PolyviaError } from '#kernel'
import type { Http } from '#net'
import { modelFolder } from '#plan'
import { configuredLlm, dataFolders, isStudy, literatureFolder, openStudy, storeFolder } from './context.ts'
import { EvidenceUsageError, VERIFIERS } from './evidence-arguments.ts'
import { fetchModelNamed, intoFolder, startFetching } from './fetching.ts'
import { splitAtCommas } from './split-at-commas.ts'

interface VerifierArguments {
  readonly verifier: string
  readonly labels?: string | undefined
  readonly offline?: boolean | undefined
  readonly store?: string | undefined
  readonly data?: string | undefined
}

/** The study whose model `auto` takes where it is trained. */
const TRAINED = 'verifier'

/** A verifier with what has to be closed after use. */
export interface OpenVerifier {
  readonly verifier: Verifier
  /** The language model that verifies, where it is one. */
  readonly model?: LanguageModel
  /** Who verifies, in one line. */
  readonly line: string
  close(): Promise<void>
}

/**
 * The verifier that the arguments ask for. A model of the hub that is not here is fetched into the data folder.
 * Throws EVIDENCE_USAGE, and what opening a study, a folder or a key, and what fetching can throw.
 */
export async function openVerifierFor(args: VerifierArguments, http: Http): Promise<OpenVerifier> {
  const { verifier: given, labels } = args
  const llm = languageModel(given)
  const wantsFolder = given !== 'auto' && given !== 'none' && llm === null && !isStudy(given)
  if (labels !== undefined && !wantsFolder)
    throw new EvidenceUsageError(
      '--verifier-labels goes with the folder or hub id of a classifier',
      'Name it with --verifier, or leave --verifier-labels out.',
    )
  if (given === 'none') return quotesOnly('as asked')
  if (given === 'auto') return automatic(args, http)
  if (llm !== null) return ofLanguageModel(llm, http)
  if (isStudy(given)) return ofScorer(await studyScorer(given, args), `the model that "${given}" trained`)
  const folder = await classifierFolder(given, args)
  return ofScorer(await folderScorer(folder, labels === undefined ? undefined : splitAtCommas(labels)), given)
}

/** A language model that is configured, else a trained classifier, else a downloaded one, else none. */
async function automatic(args: VerifierArguments, http: Http): Promise<OpenVerifier> {
  const configured = configuredLlm()
  if (configured !== undefined) {
    const llm = languageModel(configured)
    if (llm === null)
      throw new EvidenceUsageError(
        `The configured language model is "${configured}"`,
        'Write openai:MODEL, openai:MODEL@ADDRESS or anthropic:MODEL.',
      )
    return ofLanguageModel(llm, http)
  }
  const trained = await trainedScorer(args)
  if (trained !== undefined) return ofScorer(trained, `the model that "${TRAINED}" trained`)
  const [downloaded] = publishedIn(dataFolders(args.data).map((folder) => join(folder, 'models')))
  if (downloaded !== undefined) return ofScorer(await folderScorer(downloaded), downloaded)
  return quotesOnly(
    'no language model is configured, and no classifier of entailment is trained or downloaded; --verifier names one',
  )
}

const quotesOnly = (why: string): OpenVerifier => ({
  verifier: openVerifier({ mode: 'quotes' }),
  line: `No verifier (${why}): works are quoted, and nothing is verified.`,
  close: async () => undefined,
})

function ofScorer(scorer: NliScorer, what: string): OpenVerifier {
  const limits = [
    ...(scorer.contradicts ? [] : ['it can support and never contradict']),
    ...(scorer.calibrated
      ? []
      : ['how often it is right here is not measured: its probabilities are its own']),
  ]
  return {
    verifier: openVerifier({ mode: 'nli', scorer }),
    line: `Verifier: ${what}${limits.map((limit) => `; ${limit}`).join('')}.`,
    close: () => scorer.close(),
  }
}

interface NamedModel {
  readonly provider: 'anthropic' | 'openai'
  readonly model: string
  readonly baseUrl?: string
}

function ofLanguageModel(llm: NamedModel, http: Http): OpenVerifier {
  const model = openLanguageModel({ ...llm, http })
  return {
    verifier: openVerifier({ mode: 'llm', judge: openLlmJudge(model) }),
    model,
    line: `Verifier: the language model ${llm.model}, which is sent the question, claims and passages.`,
    close: async () => undefined,
  }
}

function languageModel(given: string): NamedModel | null {
  const [, provider, model, baseUrl] = /^(anthropic|openai):(.+?)(?:@(https?:\/\/.+))?$/.exec(given) ?? []
  if (model === undefined) return null
  return {
    provider: provider as 'anthropic' | 'openai',
    model,
    ...(baseUrl === undefined ? {} : { baseUrl }),
  }
}

const cache = () => join(literatureFolder(), 'entailment')

function studyScorer(given: string, { store, data }: VerifierArguments): Promise<NliScorer> {
  const { study, file, places } = openStudy(given, data)
  return openNliScorer({ from: { study, file, places, store: storeFolder(store) }, cache: cache() })
}

/** Undefined where the study was not run in this store. */
async function trainedScorer(args: VerifierArguments): Promise<NliScorer | undefined> {
  if (!existsSync(storeFolder(args.store))) return undefined
  try {
    return await studyScorer(TRAINED, args)
  } catch (thrown) {
    if (thrown instanceof PolyviaError && thrown.code === 'VERIFIER_MISSING') return undefined
    throw thrown
  }
}

const folderScorer = (checkpoint: string, labels?: readonly string[]): Promise<NliScorer> =>
  openNliScorer({ from: { checkpoint, ...(labels === undefined ? {} : { labels }) }, cache: cache() })

/** A folder as named, or of a hub id: in a data folder, in the cache of the hub, or fetched. */
async function classifierFolder(given: string, { offline, data }: VerifierArguments): Promise<string> {
  if (existsSync(given) && statSync(given).isDirectory()) return resolve(given)
  const here = modelFolder(given, dataFolders(data))
  if (here !== undefined) return here
  if (!/^[\w.-]+\/[\w.-]+$/.test(given))
    throw new EvidenceUsageError(`There is no verifier "${given}"`, `--verifier takes ${VERIFIERS}.`)
  if (offline)
    throw new EvidenceUsageError(
      `The verifier "${given}" is not here`,
      `Fetch it while there is a network: polyvia models fetch ${given}`,
    )
  const { context, view } = startFetching(intoFolder(undefined, data))
  try {
    return (await fetchModelNamed(given, context)).folder
  } finally {
    view.close()
  }
}
