import { messageOf, PolyviaError } from '#kernel'

/** The disk under the store, or the user's quota on it, is full. Nothing partial is left behind. */
export class DiskFullError extends PolyviaError {
  readonly code = 'DISK_FULL'
  readonly exitCode = 1
  constructor(where: string, cause?: unknown) {
    super(`No space left on the disk of "${where}"`, {
      hint: 'Free space ("polyvia store gc" shows what the store can give back), or choose a store on another disk; the run continues where it stopped.',
      place: { file: where },
      cause,
    })
  }
}

/** The store's folder cannot be made, read or written. */
export class StoreUnusableError extends PolyviaError {
  readonly code = 'STORE_UNUSABLE'
  readonly exitCode = 3
  constructor(root: string, cause: unknown) {
    super(`Cannot use the store "${root}": ${messageOf(cause)}`, {
      hint: 'Choose a folder that you may read and write, and check that its disk is mounted.',
      place: { file: root },
      cause,
    })
  }
}

/** An artifact is there, but not as it was written. */
export class ArtifactDamagedError extends PolyviaError {
  readonly code = 'ARTIFACT_DAMAGED'
  readonly exitCode = 1
  constructor(key: string, folder: string, damage: string) {
    super(`Artifact ${key.slice(0, 12)} is damaged: ${damage}`, {
      hint: 'Run the study again: it sets the artifact aside, with all that was computed from it, and computes it anew. "polyvia store verify" shows all damage.',
      place: { file: folder },
    })
  }
}

/** An artifact was damaged again and again in one run: nothing that is written there stays as it is. */
export class ArtifactUnstableError extends PolyviaError {
  readonly code = 'ARTIFACT_UNSTABLE'
  readonly exitCode = 1
  constructor(key: string, root: string, damage: string) {
    super(`Artifact ${key.slice(0, 12)} was computed again and is damaged again: ${damage}`, {
      hint: 'Check the disk, and that no other program writes into the store; or choose a store on another disk.',
      place: { file: root },
    })
  }
}

/** An artifact was written by a later release, in a form that this one does not know. */
export class ArtifactNewerError extends PolyviaError {
  readonly code = 'ARTIFACT_NEWER'
  readonly exitCode = 3
  constructor(key: string, folder: string, format: number) {
    super(`Artifact ${key.slice(0, 12)} is of format ${format}, which a later release of Polyvia writes`, {
      hint: 'Install that release here too, or choose another store with --store.',
      place: { file: folder },
    })
  }
}

/** An artifact that the caller relies on is not in the store. */
export class ArtifactMissingError extends PolyviaError {
  readonly code = 'ARTIFACT_MISSING'
  readonly exitCode = 1
  constructor(key: string, root: string) {
    super(`Artifact ${key} is not in the store "${root}"`, {
      hint: 'Run the study: it makes what is missing.',
    })
  }
}

/** An artifact was dropped once all that its study reads of it was done. */
export class ArtifactDroppedError extends PolyviaError {
  readonly code = 'ARTIFACT_DROPPED'
  readonly exitCode = 1
  constructor(key: string, label: string) {
    super(`Artifact ${key.slice(0, 12)} ("${label}") was dropped when nothing was left to read it`, {
      hint: '"polyvia run STUDY --keep all" makes again what was dropped of a study.',
    })
  }
}

/** Another process computes this phase; thrown only where the caller asked not to wait. */
export class LeaseHeldError extends PolyviaError {
  readonly code = 'LEASE_HELD'
  readonly exitCode = 1
  readonly holder: Readonly<{ host: string; pid: number; since: string }>
  constructor(file: string, holder: { host: string; pid: number; since: string }) {
    super(`Process ${holder.pid} on "${holder.host}" has worked on this since ${holder.since}`, {
      hint: 'Wait for it, or stop it.',
      place: { file },
    })
    this.holder = holder
  }
}

/** This process was out of touch for so long that another took its phase over. */
export class LeaseLostError extends PolyviaError {
  readonly code = 'LEASE_LOST'
  readonly exitCode = 1
  constructor(file: string) {
    super('Another process took this phase over, because this one showed no sign of life', {
      hint: 'Run again: the result of the other process is used, or the phase continues.',
      place: { file },
    })
  }
}

/** Something that is no lease has the name of one. */
export class LeaseUnreadableError extends PolyviaError {
  readonly code = 'LEASE_UNREADABLE'
  readonly exitCode = 1
  /** Whether it may be a lease all the same, which this user must not judge. */
  readonly locked: boolean
  constructor(file: string, what: string, cause?: unknown) {
    super(`"${file}" ${what}, so nobody can tell who works there`, {
      hint: 'Remove it, or mend its permissions.',
      place: { file },
      cause,
    })
    this.locked = cause !== undefined
  }
}

/** The store is in use, so removing from it is not safe. */
export class StoreBusyError extends PolyviaError {
  readonly code = 'STORE_BUSY'
  readonly exitCode = 1
  constructor(root: string, holder: { host: string; pid: number }) {
    super(`Process ${holder.pid} on "${holder.host}" computes into the store "${root}"`, {
      hint: 'Wait until it is done, then collect garbage again.',
      place: { file: root },
    })
  }
}

/** An export goes into a new or empty folder only. */
export class ExportTargetError extends PolyviaError {
  readonly code = 'EXPORT_TARGET_NOT_EMPTY'
  readonly exitCode = 2
  constructor(folder: string) {
    super(`Cannot export into "${folder}": it is not empty`, {
      hint: 'Name a folder that does not exist yet.',
      place: { file: folder },
    })
  }
}

/** The user, or the cluster, asked to stop. What was computed is saved. */
export class InterruptedError extends PolyviaError {
  readonly code = 'INTERRUPTED'
  readonly exitCode = 130
  constructor(what = 'The run') {
    super(`${what} was interrupted`, { hint: 'State is saved; the same command continues it.' })
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT'])
const UNUSABLE = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EIO', 'ESTALE', 'ENXIO', 'ELOOP'])

function systemCodes(thrown: unknown): string[] {
  const codes: string[] = []
  for (let link = thrown; link instanceof Error; link = link.cause)
    if ('code' in link && typeof link.code === 'string') codes.push(link.code)
  return codes
}

/** A full disk, anywhere in the chain of causes, as `DiskFullError`; anything else as it is. */
export function withDiskFull(thrown: unknown, where: string): unknown {
  if (thrown instanceof PolyviaError || !systemCodes(thrown).some((code) => FULL.has(code))) return thrown
  return new DiskFullError(where, thrown)
}

/** The error of one of the store's own file operations, in the user's terms. */
export function asStoreError(thrown: unknown, root: string): unknown {
  const named = withDiskFull(thrown, root)
  if (named instanceof PolyviaError || !systemCodes(thrown).some((code) => UNUSABLE.has(code))) return named
  return new StoreUnusableError(root, thrown)
}

/** Runs one of the store's own steps, naming the causes that a user can act on. */
export async function storeStep<T>(root: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (thrown) {
    throw asStoreError(thrown, root)
  }
}
