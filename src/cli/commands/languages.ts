import { defineCommand } from 'citty'
import { groupOf, LANGUAGE_GROUPS, type Language, language, languages } from '#catalog'
import { field } from '../fields.ts'
import { guarded } from '../guard.ts'
import { printTable } from '../table.ts'

export default defineCommand({
  meta: { name: 'languages', description: 'List the languages of the catalogue, or show one' },
  args: {
    code: { type: 'positional', description: 'Language to show in full (BCP 47)', required: false },
    json: { type: 'boolean', description: 'Print as JSON' },
  },
  run: ({ args }) =>
    guarded(async () => {
      if (args.code !== undefined) {
        const found = language(args.code)
        console.log(args.json ? JSON.stringify(found, null, 2) : describeLanguage(found))
        return 0
      }
      if (args.json) {
        console.log(JSON.stringify(languages(), null, 2))
        return 0
      }
      printTable(
        ['', 'language', 'family', 'script', 'morphology', 'class', 'GiB', 'cases', 'XTREME'],
        languages().map((each) => [
          each.code,
          each.name,
          each.family,
          each.script,
          each.morphology ?? '',
          each.joshiClass,
          each.cc100GiB ?? '',
          casesOf(each),
          each.xtreme ? 'yes' : '-R',
        ]),
        [4, 17, 17, 8, 15, 7, 7, 7, 8],
      )
      console.log('class: resources, Joshi et al. 2020. GiB: pretraining text of XLM-R. cases: WALS 49A.')
      console.log('morphology: without a source. "polyvia languages CODE" shows one in full.')
      return 0
    }),
})

/** Number of cases in few characters; empty where WALS does not know. */
function casesOf({ wals }: Language): string {
  const value = wals['49A']
  if (value === undefined) return ''
  return value.startsWith('No') ? '0' : value.replace(' or more', '+').replace(' cases', '')
}

function describeLanguage(found: Language): string {
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
