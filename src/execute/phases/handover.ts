import { kinds, type TaskKind } from '#catalog'
import type { Handover } from '#engine'
import { plural, someOf } from '#kernel'

const MOST_NAMED = 5

/**
 * What a user should know of how a model was built from a checkpoint, one sentence each: heads start new and encoders
 * are taken over whole, so that is not said; a masked-LM head is taken over too where there is one.
 */
export function noticesOf(
  { created, dropped }: Handover,
  tasks: readonly { readonly head: string; readonly kind: TaskKind }[],
): string[] {
  const isNew = ({ head, kind }: (typeof tasks)[number]) =>
    kinds[kind].masksTokens && created.some((name) => name.startsWith(`heads.${head}.`))
  const notices: string[] = []
  if (tasks.some(isNew))
    notices.push('the masked-LM head starts new: the checkpoint has none, or only parts of one')
  if (dropped.length > 0)
    notices.push(
      `${plural(dropped.length, 'tensor')} of the checkpoint not used: ${someOf(dropped, MOST_NAMED)}`,
    )
  return notices
}
