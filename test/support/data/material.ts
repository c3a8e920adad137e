import { PolyviaError, sha256 } from '#kernel'
import type { Example } from '../../../src/data/examples.ts'
import type { Material, Parsed } from '../../../src/data/format.ts'
import { formatOf } from '../../../src/data/formats/index.ts'

/** What a parser makes of inline texts, for tests. A role is a text, or texts by language. */
export function read(
  format: string,
  files: Readonly<Record<string, string | Readonly<Record<string, string>>>>,
  options: Readonly<Record<string, unknown>> = {},
  meant: Partial<Omit<Material, 'files'>> = {},
): Parsed {
  const language = meant.language ?? 'en'
  const material: Material = {
    language,
    split: 'train',
    labels: undefined,
    ...meant,
    files: Object.fromEntries(
      Object.entries(files).map(([role, texts]) => [
        role,
        Object.entries(typeof texts === 'string' ? { [language]: texts } : texts).map(([code, text]) => ({
          path: typeof texts === 'string' ? role : `${role}.${code}`,
          language: code,
          text,
          sha256: sha256(text),
          bytes: Buffer.byteLength(text),
          damagedLines: 0,
        })),
      ]),
    ),
  }
  return formatOf(format, 'test').parse(material, options)
}

/** The one example of a text. */
export function readOne(...given: Parameters<typeof read>): Example {
  const { examples } = read(...given)
  if (examples.length !== 1) throw new Error(`${examples.length} examples`)
  return examples[0]!
}

/** The error for people that a call ends in. Anything else that is thrown is a bug and goes on. */
export function failure(run: () => unknown): PolyviaError {
  try {
    run()
  } catch (error) {
    if (error instanceof PolyviaError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}

export async function rejection(promise: Promise<unknown>): Promise<PolyviaError> {
  const error: unknown = await promise.then(
    () => new Error('nothing was thrown'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof PolyviaError) return error
  throw error
}
