import { join } from 'node:path'
import { namedModel } from '#catalog'
import { type Meaning, openMeaning } from '#evidence'
import { openModel, vectorSettings } from '#plan'
import { dataFolders, literatureFolder } from './context.ts'
import { ENCODERS, EvidenceUsageError, USUAL_ENCODER } from './evidence-arguments.ts'

interface OpenEncoder {
  readonly meaning: Meaning | null
  /** What ranks, in one line. */
  readonly line: string
}

/**
 * The encoder that ranks by meaning. Throws EVIDENCE_USAGE for one that is not here, and what opening a model throws.
 */
export async function openEncoderFor(given: string, data: string | undefined): Promise<OpenEncoder> {
  if (given === 'none') return { meaning: null, line: 'Ranking: by words alone, as asked.' }
  const name = given === 'auto' ? USUAL_ENCODER : given
  const base = dataFolders(data)
  const found = await openModel(name, ['', ...base])
  if ('recipe' in found)
    throw new EvidenceUsageError(`"${given}" is a recipe without weights`, `--encoder takes ${ENCODERS}.`)
  if (found.absent !== null) {
    const fetch = `polyvia models fetch ${name}`
    if (given !== 'auto')
      throw new EvidenceUsageError(`The encoder "${given}" is not here`, `Fetch it: ${fetch}`)
    return {
      meaning: null,
      line: `Ranking: by words alone; what says the same in other words may be missed. For ranking by meaning, once: ${fetch}`,
    }
  }
  const entry = namedModel(name)
  const { layer, pooling } = vectorSettings({ model: name, retrieval: {} }, found.architecture)
  return {
    meaning: openMeaning({
      name: entry?.id ?? name,
      checkpoint: found.path,
      key: found.key,
      layer: layer.value,
      pooling: pooling.value,
      prefixes: entry?.retrieval.prefixes ?? { query: '', passage: '' },
      cache: join(literatureFolder(), 'vectors'),
    }),
    line: `Ranking: by words and by meaning (${entry?.title ?? name}).`,
  }
}
