import { defineCommand } from 'citty'
import type { Language } from '#catalog'
import { json } from '../arguments.ts'
import { printTable } from '../table.ts'
import { print, printJson } from '../terminal.ts'

export default defineCommand({
  meta: { name: 'languages', description: 'List the languages of the catalogue, or show one' },
  args: {
    code: { type: 'positional', description: 'Language to show in full (BCP 47)', required: false },
    json,
  },
  run: async ({ args }) => {
    const { language, languages } = await import('#catalog')
    if (args.code !== undefined) {
      const found = language(args.code)
      if (args.json) printJson(found)
      else print((await import('../describe-language.ts')).describeLanguage(found))
      return 0
    }
    if (args.json) {
      printJson(languages())
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
    print('class: resources, Joshi et al. 2020. GiB: pretraining text of XLM-R. cases: WALS 49A.')
    print('morphology: without a source. "polyvia languages CODE" shows one in full.')
    return 0
  },
})

/** Number of cases in few characters; empty where WALS does not know. */
function casesOf({ wals }: Language): string {
  const value = wals['49A']
  if (value === undefined) return ''
  return value.startsWith('No') ? '0' : value.replace(' or more', '+').replace(' cases', '')
}
