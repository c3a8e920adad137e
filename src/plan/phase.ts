import { contentKey, type Key } from '#kernel'
import { COMPUTED, NUMERICS, OPERATIONS, type Operation } from './versions.ts'

/** One node of the graph. Two phases with the same key are the same computation and run once. */
export interface Phase<O extends Operation = Operation, P = unknown> {
  readonly key: Key
  readonly operation: O
  /** Keys of the artifacts it reads, by role. Keys of model folders given from outside are not phases. */
  readonly inputs: Readonly<Record<string, Key>>
  /** All that its result depends on beside its inputs: JSON, part of the key. */
  readonly parameters: P
  /** What it needs to find its material on this machine, such as paths and names: not part of the key. */
  readonly local: unknown
  /** For people: what it is, in the words of the study. A shared phase has one line for each of its uses. */
  readonly labels: string[]
}

/** Key of a phase: SHA-256 of the canonical JSON of operation, versions, inputs and parameters. */
export function phaseKey(operation: Operation, inputs: Phase['inputs'], parameters: unknown): Key {
  const versions = COMPUTED.has(operation)
    ? { operation: OPERATIONS[operation], numerics: NUMERICS }
    : { operation: OPERATIONS[operation] }
  return contentKey({ operation, versions, inputs, parameters })
}
