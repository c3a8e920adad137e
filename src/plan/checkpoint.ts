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
  readonly maskedLmHead: {
    /** The last checkpoint on its way that can have one: a training without masked-LM drops it. */
    readonly of: Key
    /** It began with random weights, because the checkpoint that its training started from had dropped one. */
    readonly isNew: boolean
  }
}
