import { contentKey, type Key } from '#kernel'
import type { Operations } from './operations.ts'
import { COMPUTED, NUMERICS, OPERATIONS, type Operation } from './versions.ts'

/** What a phase is to compute. */
export type PhaseSpec<O extends Operation = Operation> = {
  [P in O]: {
    readonly operation: P
    /** Keys of the artifacts it reads, by role. Keys of model folders given from outside are not phases. */
    readonly inputs: Operations[P]['inputs']
    /** All that its result depends on beside its inputs: JSON, part of the key. */
    readonly parameters: Operations[P]['parameters']
    /** What it needs to find its material on this machine, such as paths and names: not part of the key. */
    readonly local: Operations[P]['local']
  }
}[O]

/** One node of the graph. Two phases with the same key are the same computation and run once. */
export type PlannedPhase<O extends Operation = Operation> = PhaseSpec<O> & {
  readonly key: Key
  /** For people: what it is, in the words of the study. A shared phase has one line for each of its uses. */
  readonly labels: readonly string[]
}

/** Key of a phase: SHA-256 of the canonical JSON of operation, versions, inputs and parameters. */
export function phaseKey({ operation, inputs, parameters }: Omit<PhaseSpec, 'local'>): Key {
  const versions = COMPUTED.has(operation)
    ? { operation: OPERATIONS[operation], numerics: NUMERICS }
    : { operation: OPERATIONS[operation] }
  return contentKey({ operation, versions, inputs, parameters })
}
