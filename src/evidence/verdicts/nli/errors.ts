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

/** A study or checkpoint that gives no classifier of entailment. */
export class VerifierUnfitError extends PolyviaError {
  readonly code = 'VERIFIER_UNFIT'
  readonly exitCode = 2
  constructor(
    where: string,
    reason: string,
    hint = 'A verifier is a classifier that was trained to tell entailment, neutral and contradiction, or entailment and not.',
  ) {
    super(`"${where}" cannot verify claims: ${reason}`, { hint, place: { file: where } })
  }
}

/** What the outputs of a classifier mean is not said, or cannot be as it is said. */
export class VerifierLabelsError extends PolyviaError {
  readonly code = 'VERIFIER_LABELS'
  readonly exitCode = 2
  constructor(
    folder: string,
    outputs: number,
    { given, found = [] }: { readonly given?: readonly string[]; readonly found?: readonly string[] },
  ) {
    super(
      given === undefined
        ? `What the ${outputs} outputs of "${folder}" mean is unclear: its config.json calls them ${found.join(', ')}`
        : `"${given.join(',')}" does not say what the ${outputs} outputs of "${folder}" mean`,
      {
        hint: `Say it in their order, which the card of the model tells: --verifier-labels ${outputs === 2 ? 'entailment,not_entailment' : 'entailment,neutral,contradiction'}`,
        place: { file: folder },
      },
    )
  }
}
