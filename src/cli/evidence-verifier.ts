import { join } from 'node:path'
import { type NliScorer, openLlmJudge, openNliScorer, openVerifier, type Verifier } from '#evidence'
import type { Http } from '#net'
import { literatureFolder, openStudy, storeFolder } from './context.ts'
import { EvidenceUsageError } from './evidence-arguments.ts'

interface VerifierArguments {
  readonly mode: string
  readonly verifier?: string | undefined
  readonly llm?: string | undefined
  readonly store?: string | undefined
  readonly data?: string | undefined
}

/** A verifier with what has to be closed after use. */
export interface OpenVerifier {
  readonly verifier: Verifier
  close(): Promise<void>
}

/** The verifier that the arguments ask for. Throws EVIDENCE_USAGE, and what opening a study or a key can throw. */
export async function openVerifierFor(args: VerifierArguments, http: Http): Promise<OpenVerifier> {
  if (args.mode !== 'nli' && args.verifier !== undefined)
    throw new EvidenceUsageError(
      '--verifier goes with --mode nli',
      'Add --mode nli, or leave --verifier out.',
    )
  if (args.mode !== 'llm' && args.llm !== undefined)
    throw new EvidenceUsageError('--llm goes with --mode llm', 'Add --mode llm, or leave --llm out.')
  if (args.mode === 'nli') {
    const scorer = await nliScorer(args)
    return { verifier: openVerifier({ mode: 'nli', scorer }), close: () => scorer.close() }
  }
  const verifier =
    args.mode === 'llm'
      ? openVerifier({ mode: 'llm', judge: openLlmJudge({ ...modelOf(args.llm), http }) })
      : openVerifier({ mode: 'checks' })
  return { verifier, close: async () => undefined }
}

function nliScorer({ verifier = 'verifier-mini', store, data }: VerifierArguments): Promise<NliScorer> {
  const { study, file, places } = openStudy(verifier, data)
  return openNliScorer({
    from: { study, file, places, store: storeFolder(store) },
    cache: join(literatureFolder(), 'entailment'),
  })
}

function modelOf(given: string | undefined): { provider: 'anthropic' | 'openai'; model: string } {
  const [, provider, model] = /^(anthropic|openai):(.+)$/.exec(given ?? '') ?? []
  if (model === undefined)
    throw new EvidenceUsageError(
      given === undefined ? '--mode llm needs a model' : `--llm "${given}" names no model`,
      'Write --llm anthropic:MODEL or --llm openai:MODEL.',
    )
  return { provider: provider as 'anthropic' | 'openai', model }
}
