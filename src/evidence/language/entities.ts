import { languages, models, tasks } from '#catalog'
import { type Lexeme, lexemes } from './lexemes.ts'

export type EntityKind = 'language' | 'dataset' | 'model' | 'name'

/** Languages beside those of the catalogue that papers of the field write about. */
const MORE_LANGUAGES =
  `Amharic Assamese Armenian Albanian Azerbaijani Belarusian Bosnian Breton Catalan Croatian Czech Danish
  Esperanto Frisian Gaelic Galician Guarani Hausa Hawaiian Icelandic Igbo Irish Kannada Khmer Kinyarwanda Kurdish
  Kyrgyz Lao Latin Latvian Luganda Macedonian Malagasy Maltese Maori Mandarin Mongolian Nepali Norwegian Oriya Oromo
  Pashto Sanskrit Serbian Sindhi Sinhala Slovak Slovenian Somali Sundanese Swedish Tatar Tibetan Tigrinya Turkmen Uyghur
  Uzbek Welsh Xhosa Yiddish Zulu Cantonese Flemish Farsi`.split(/\s+/)

const phrase = (text: string) =>
  lexemes(`x ${text}`)
    .slice(1)
    .map(({ key }) => key)

const CATALOGUE: ReadonlyMap<
  string,
  { readonly key: string; readonly kind: EntityKind; readonly words: number }
> = new Map(
  (
    [
      ...languages().map(({ name }) => [name, 'language'] as const),
      ...MORE_LANGUAGES.map((name) => [name, 'language'] as const),
      ...models().map(({ title }) => [title, 'model'] as const),
      ...tasks().map(({ title }) => [title, 'dataset'] as const),
    ] as const
  )
    .map(([name, kind]) => {
      const words = phrase(name)
      return [words.join(' '), { key: words.join(' '), kind, words: words.length }] as const
    })
    .filter(([key]) => key !== ''),
)
/** Most words of the names that begin with a word. */
const LONGEST = new Map<string, number>()
for (const { key, words } of CATALOGUE.values()) {
  const first = key.split(' ')[0]!
  LONGEST.set(first, Math.max(words, LONGEST.get(first) ?? 0))
}

export interface Entity {
  readonly key: string
  readonly kind: EntityKind
  readonly text: string
}

/** Names in a text: entries of the catalogue, languages, and whatever is written like a name or an acronym. */
export function entitiesIn(list: readonly Lexeme[]): Entity[] {
  const out: Entity[] = []
  for (let at = 0; at < list.length; ) {
    let found: Entity | null = null
    let length = 1
    for (
      let size = Math.min(LONGEST.get(list[at]!.key) ?? 0, list.length - at);
      size >= 1 && found === null;
      size--
    ) {
      const part = list.slice(at, at + size)
      const entry = CATALOGUE.get(part.map(({ key }) => key).join(' '))
      if (entry === undefined || !part.some(({ text }) => /[\p{Lu}\d]/u.test(text))) continue
      found = { key: entry.key, kind: entry.kind, text: part.map(({ text }) => text).join(' ') }
      length = size
    }
    const lexeme = list[at]!
    if (found === null && lexeme.name) found = { key: lexeme.key, kind: 'name', text: lexeme.text }
    if (found !== null) out.push(found)
    at += length
  }
  return out
}
