import { groupOf, LANGUAGE_GROUPS, type Language } from '#catalog'
import { field } from './fields.ts'

/** An entry of the catalogue for a person to read, at 100 columns. */
export function describeLanguage(found: Language): string {
  const { code, iso3, name, family, genus, script, cc100GiB, wals, typeTokenRatio, mattr500 } = found
  return [
    `${name} (${code}, ISO 639-3 ${iso3})`,
    '',
    field('family', `${family}, ${genus}`),
    field('script', script),
    field('groups', ...LANGUAGE_GROUPS.map((by) => `${by}: ${groupOf(found, by) ?? 'not known'}`)),
    field('XLM-R text', cc100GiB === null ? 'none' : `${cc100GiB} GiB`),
    ...(typeTokenRatio === null
      ? []
      : [field('diversity', `type-token ratio ${typeTokenRatio}, over 500 tokens ${mattr500} (XQuAD-R)`)]),
    ...(Object.keys(wals).length === 0
      ? []
      : [field('WALS', ...Object.entries(wals).map(([feature, value]) => `${feature} ${value}`))]),
  ].join('\n')
}
