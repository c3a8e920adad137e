import { PolyviaError } from '#kernel'

/** A study that would train a verifier was not run, or not with this store or data. */
export class VerifierMissingError extends PolyviaError {
  readonly code = 'VERIFIER_MISSING'
  readonly exitCode = 2
  constructor(study: string, store: string, absent: readonly string[]) {
    super(`The store "${store}" holds no verifier trained by "${study}"`, {
      hint:
        absent.length === 0
          ? `Run it first: polyvia run ${study}. Or name the store that it was run in with --store.`
          : `What it was trained on is not here (${absent.join(', ')}), so it cannot be recognised: name the data folders with --data, or give the folder of its checkpoint.`,
    })
  }
}

/** A study or checkpoint that gives no classifier of entailment, neutral and contradiction. */
export class VerifierUnfitError extends PolyviaError {
  readonly code = 'VERIFIER_UNFIT'
  readonly exitCode = 2
  constructor(where: string, reason: string) {
    super(`"${where}" cannot verify claims: ${reason}`, {
      hint: 'A verifier is a checkpoint trained to tell entailment, neutral and contradiction, as by studies/verifier-mini.yaml.',
      place: { file: where },
    })
  }
}
