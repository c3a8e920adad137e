import { byText } from '#kernel'
import type { Claim, Finding, Label, Mode, Verdict } from '../bundle/claims.ts'
import { type Calibration, curveConfidence, groupConfidence } from './calibration/table.ts'
import { CHECKS_CALIBRATION, LLM_CALIBRATION, NO_CALIBRATION, nliCalibration } from './calibration/tables.ts'
import type { Candidate } from './candidate.ts'
import { checkClaim } from './checks/check-claim.ts'
import { truncation } from './checks/whole.ts'
import type { EntailmentScorer } from './entailment.ts'
import type { LlmJudge } from './llm/judge.ts'
import { type Opinion, type Opinions, opinionsOfJudge, opinionsOfScorer } from './opinions.ts'
import { vetoOf } from './veto.ts'

export type VerifierOptions =
  /** Nobody decides: the nearest passages are found, and quoted. */
  | { readonly mode: 'quotes' }
  /** Rules alone. */
  | { readonly mode: 'checks' }
  | { readonly mode: 'nli'; readonly scorer: EntailmentScorer; readonly calibration?: Calibration }
  | {
      readonly mode: 'llm'
      readonly judge: LlmJudge
      /** Where both decide and disagree, neither counts. */
      readonly scorer?: EntailmentScorer
      readonly calibration?: Calibration
    }

/** Says what passages say of a claim. */
export interface Verifier {
  readonly mode: Mode
  /** Names mode, model and calibration; goes into the manifest and into cache keys. */
  readonly id: string
  /**
   * The candidates are all that can support or contradict; without any the verdict is "insufficient". Their order does not
   * matter. Throws on abort, and what the model throws.
   */
  verify(
    claim: Pick<Claim, 'id' | 'text' | 'origin'>,
    candidates: readonly Candidate[],
    signal?: AbortSignal,
  ): Promise<Verdict>
}

/** A finding with what its label is worth. */
interface Weighed {
  readonly finding: Finding
  readonly confidence: number
  readonly why: string
}

const NO_EVIDENCE = 'no evidence found'

/** Opens a verifier. In every mode the rules come last: a conflict that they see is a veto. */
export function openVerifier(options: VerifierOptions): Verifier {
  const { mode } = options
  const opinions = opinionsFor(options)
  const calibration = calibrationFor(options)
  const model =
    options.mode === 'nli' ? options.scorer.id : options.mode === 'llm' ? options.judge.id : 'none'
  const second = options.mode === 'llm' && options.scorer !== undefined ? `+${options.scorer.id}` : ''
  return {
    mode,
    id: `${mode}:${model}${second}:${calibration.id}`,
    async verify(claim, candidates, signal) {
      signal?.throwIfAborted()
      const ordered = [...candidates].sort(byPlace)
      const checked = ordered.map((candidate) => checkClaim(claim, candidate))
      if (mode === 'quotes') {
        const verdict = verdictOf(claim, checked.map(unread), ordered, calibration, mode)
        return { ...verdict, confidence: 0 }
      }
      const said = opinions === null ? null : await opinions(claim.text, ordered, signal)
      const weighed = checked.map((finding, at) =>
        weigh(finding, ordered[at]!, said?.[at] ?? null, calibration, truncation(claim.text) !== null),
      )
      return verdictOf(claim, weighed, ordered, calibration, mode)
    },
  }
}

function calibrationFor(options: VerifierOptions): Calibration {
  if (options.mode === 'quotes') return NO_CALIBRATION
  if (options.mode === 'checks') return CHECKS_CALIBRATION
  return options.calibration ?? (options.mode === 'nli' ? nliCalibration(options.scorer.id) : LLM_CALIBRATION)
}

function opinionsFor(options: VerifierOptions): Opinions | null {
  if (options.mode === 'quotes' || options.mode === 'checks') return null
  if (options.mode === 'nli') return opinionsOfScorer(options.scorer)
  const judge = opinionsOfJudge(options.judge)
  if (options.scorer === undefined) return judge
  const scorer = opinionsOfScorer(options.scorer)
  return async (claimText, candidates, signal) => {
    const [votes, scores] = await Promise.all([
      judge(claimText, candidates, signal),
      scorer(claimText, candidates, signal),
    ])
    return votes.map((vote, at) => together(vote, scores[at]!))
  }
}

function together(vote: Opinion, other: Opinion): Opinion {
  const scores = { ...vote.scores, ...other.scores }
  if (vote.label === 'insufficient' || other.label === 'insufficient' || vote.label === other.label)
    return { ...vote, scores }
  return {
    label: 'insufficient',
    group: 'split',
    score: 0,
    scores,
    reason: 'The language model and the encoder disagree.',
  }
}

const unread = (finding: Finding): Weighed => ({
  finding: { ...finding, label: 'insufficient', tier: 'related' },
  confidence: 0,
  why: 'no verifier has read it.',
})

/** The label of one passage: rules that decide, else the model within what the rules allow. */
function weigh(
  finding: Finding,
  candidate: Candidate,
  opinion: Opinion | null,
  calibration: Calibration,
  cut: boolean,
): Weighed {
  if (finding.label !== 'insufficient')
    return {
      finding,
      confidence: groupConfidence(CHECKS_CALIBRATION, finding.tier),
      why:
        finding.tier === 'conflict'
          ? conflictOf(finding)
          : finding.tier === 'verbatim'
            ? 'The passage says it word for word.'
            : 'The passage says it in nearly the same words.',
    }
  const related = {
    finding,
    confidence: groupConfidence(CHECKS_CALIBRATION, 'related'),
    why: firstProblem(finding),
  }
  if (opinion === null || cut || candidate.retracted) return related
  const veto = opinion.label === 'supported' ? vetoOf(finding) : null
  const label: Label = veto === null ? opinion.label : 'insufficient'
  const mapped =
    opinion.group !== null
      ? groupConfidence(calibration, opinion.group)
      : curveConfidence(calibration, opinion.label, opinion.score)
  return {
    finding: {
      ...finding,
      label,
      tier: 'model',
      scores: { ...finding.scores, ...opinion.scores },
    },
    confidence: veto === null ? (mapped ?? 0.5) : related.confidence,
    why: veto === null ? opinion.reason : `${veto.reason} That outweighs the model.`,
  }
}

const conflictOf = ({ checks }: Finding) =>
  checks.find(({ outcome }) => outcome === 'conflict')?.reason ?? 'The passage says otherwise.'

/** Content comes last among the checks and is the least telling. */
const firstProblem = ({ checks }: Finding) =>
  (
    checks.find(({ outcome }) => outcome === 'conflict') ??
    checks.find(({ outcome }) => outcome === 'unknown')
  )?.reason ?? 'The passage does not decide it.'

const byPlace = (one: Candidate, other: Candidate) =>
  byText(one.work, other.work) ||
  byText(one.sha256, other.sha256) ||
  one.sentence.start - other.sentence.start ||
  one.sentence.end - other.sentence.end

const RANK: Readonly<Record<Label, number>> = { supported: 0, contradicted: 0, insufficient: 1 }
const best = (one: Weighed, other: Weighed) =>
  RANK[one.finding.label] - RANK[other.finding.label] ||
  other.confidence - one.confidence ||
  (other.finding.scores.coverage ?? 0) - (one.finding.scores.coverage ?? 0) ||
  (other.finding.scores.bm25 ?? 0) - (one.finding.scores.bm25 ?? 0) ||
  byText(one.finding.work, other.finding.work) ||
  one.finding.start - other.finding.start

const worksOf = (list: readonly Weighed[]) =>
  [...new Set(list.map(({ finding }) => finding.work))].sort(byText)
const works = (count: number) => `${count} ${count === 1 ? 'work' : 'works'}`

function verdictOf(
  claim: Pick<Claim, 'id' | 'text' | 'origin'>,
  unsorted: readonly Weighed[],
  candidates: readonly Candidate[],
  calibration: Calibration,
  mode: Mode,
): Verdict {
  const weighed = [...unsorted].sort(best)
  const supports = weighed.filter(({ finding }) => finding.label === 'supported')
  const contradicts = weighed.filter(({ finding }) => finding.label === 'contradicted')
  const supporting = worksOf(supports)
  const contradicting = worksOf(contradicts).filter((work) => !supporting.includes(work))
  const shared = {
    claim: claim.id,
    calibration: calibration.id,
    mode,
    findings: weighed.map(({ finding }) => finding),
    supportedBy: supporting,
    contradictedBy: contradicting,
  }
  const decide = (label: Label, confidence: number, reason: string): Verdict => ({
    ...shared,
    label,
    confidence,
    verified:
      label === 'supported' &&
      contradicting.length === 0 &&
      calibration.operatingPoint !== null &&
      confidence >= calibration.operatingPoint,
    reason,
  })
  const undecided = groupConfidence(CHECKS_CALIBRATION, 'related')
  const cut = truncation(claim.text)
  if (cut !== null) return decide('insufficient', undecided, cut)
  if (weighed.length === 0) return decide('insufficient', undecided, NO_EVIDENCE)
  if (contradicting.length < supporting.length) {
    const { confidence, why } = supports[0]!
    const disputed = contradicting.length > 0 ? ` ${works(contradicting.length)} against it.` : ''
    return decide(
      'supported',
      confidence,
      `${why} ${works(supporting.length)} ${supporting.length === 1 ? 'supports' : 'support'} it.${disputed}`,
    )
  }
  if (supports.length > 0)
    return decide('insufficient', undecided, 'As many works contradict it as support it.')
  if (contradicts.length > 0) return decide('contradicted', contradicts[0]!.confidence, contradicts[0]!.why)
  const retracted = candidates.every((candidate) => candidate.retracted)
  return decide(
    'insufficient',
    mode === 'checks' || weighed[0]!.finding.tier !== 'model' ? undecided : weighed[0]!.confidence,
    retracted ? 'All that was found stands in retracted works.' : `Not decided: ${weighed[0]!.why}`,
  )
}
