import type { Key } from '#kernel'
import type { Architecture } from './architecture.ts'

/** What all checkpoints that descend from one base model have in common. */
export interface Encoder {
  readonly architecture: Architecture
  readonly tokenizer: {
    readonly key: Key
    /** Where it is given from outside; empty where a phase makes it. */
    readonly folder: string
  }
}

/** An encoder at one point of its training. */
export interface Checkpoint {
  readonly key: Key
  readonly encoder: Encoder
  /** The last checkpoint on its way that can have a masked-LM head: a training without masked-LM drops it. */
  readonly maskedLmHead: Key
}
