import { Cache, translationKey } from './cache.ts'
import { filledCommand } from './command-line.ts'
import { TranslationInvalidError } from './errors.ts'
import { runTranslator, type TranslatorOptions } from './translator.ts'

export interface TextsRequest extends Omit<TranslatorOptions, 'words'> {
  readonly command: string
  readonly from: string
  readonly to: string
  readonly cacheFile: string
  readonly onProgress?: (done: number, total: number) => void
  /** Something that a person should know and that stops nothing. */
  readonly onNotice?: (text: string) => void
}

export interface TranslatedTexts {
  readonly of: ReadonlyMap<string, string>
  /** How many were translated before. */
  readonly cached: number
}

/** Texts of a doubtful run that are translated again, and texts after them that these are compared with. */
const PROBES = 4

/**
 * Translates distinct texts, each once; what the cache has is taken from there. One run of the translator, none where
 * nothing is missing. Throws what `runTranslator` throws; what is finished is in the cache then.
 */
export async function translateTexts(
  texts: readonly string[],
  request: TextsRequest,
): Promise<TranslatedTexts> {
  const { command, from, to } = request
  const words = filledCommand(command, from, to)
  const textOf = new Map(texts.map((text) => [translationKey(text, from, to, command), text]))
  const cache = await Cache.open(request.cacheFile, new Set(textOf.keys()))
  try {
    const lacking = () => [...textOf.keys()].filter((key) => cache.get(key) === undefined)
    const cached = textOf.size - lacking().length
    for (;;) {
      const missing = lacking()
      const doubtful = [...cache.inDoubt()].map(([run, keys]) => ({ run, keys: keys.slice(-PROBES) }))
      if (missing.length === 0 && doubtful.length === 0) break
      const probes = doubtful.flatMap(({ keys }) => keys)
      const compared: string[] = []
      const queue = [...probes, ...missing]
      const run = cache.newRun()
      let received = 0
      const take = async (translations: readonly string[]) => {
        const fresh = translations.map((translation, at) => ({ key: queue[received + at]!, translation }))
        for (const { translation } of fresh)
          if (compared.length < probes.length + PROBES) compared.push(translation)
        const isNew = fresh.filter((_, at) => received + at >= probes.length)
        received += fresh.length
        if (isNew.length > 0) await cache.add(run, isNew)
        request.onProgress?.(
          textOf.size - missing.length + Math.max(0, received - probes.length),
          textOf.size,
        )
      }
      try {
        await runTranslator(
          queue.map((key) => textOf.get(key)!),
          { ...request, words },
          take,
        )
      } catch (thrown) {
        if (thrown instanceof TranslationInvalidError && thrown.astray) await cache.judge(run, false)
        throw thrown
      }
      await cache.judge(run, true)
      for (const { run: old, keys } of doubtful) {
        const stored = keys.map((key) => cache.get(key)!)
        const sound = agree(stored, compared, probes.indexOf(keys[0]!))
        await cache.judge(old, sound)
        if (!sound)
          request.onNotice?.(
            'A run that was interrupted had translations that belong to other texts; they are made anew.',
          )
      }
    }
    return { of: new Map([...textOf].map(([key, text]) => [text, cache.get(key)!])), cached }
  } finally {
    await cache.close()
  }
}

/**
 * Whether the last translations of an interrupted run belong to their texts: most of them are at least as similar to a
 * new translation of their own text as to those of the texts around. Had a line been lost, all would be off by one.
 * Similar is enough, because some translators never write the same twice.
 */
function agree(stored: readonly string[], fresh: readonly string[], first: number): boolean {
  const good = stored.filter((translation, at) => {
    const own = similarity(translation, fresh[first + at]!)
    return fresh.every((other) => similarity(translation, other) <= own)
  })
  return 2 * good.length > stored.length
}

/** Dice coefficient of the sets of character pairs, 0 to 1. */
function similarity(left: string, right: string): number {
  const [a, b] = [pairsOf(left), pairsOf(right)]
  return (2 * [...a].filter((pair) => b.has(pair)).length) / (a.size + b.size)
}

function pairsOf(text: string): Set<string> {
  const characters = [' ', ...text, ' ']
  return new Set(characters.slice(1).map((character, at) => `${characters[at]}${character}`))
}
