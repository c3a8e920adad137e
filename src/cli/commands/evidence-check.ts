import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { defineCommand } from 'citty'
import { json } from '../arguments.ts'
import { color, print, printJson } from '../terminal.ts'

export default defineCommand({
  meta: {
    name: 'check',
    description:
      'Find every quote of a review again, do its rules anew, and compare its files with their hashes',
  },
  args: {
    review: { type: 'positional', description: 'Folder of the review', required: true },
    json,
  },
  run: async ({ args }) => {
    const [{ buildEvidenceReport, checkReview, readReview }, { evidenceReportFiles }] = await Promise.all([
      import('#evidence'),
      import('#report'),
    ])
    const folder = resolve(args.review)
    const bundle = await readReview(folder)
    const { counted, problems: inside } = await checkReview(bundle)
    const problems = [...inside, ...staleReport(folder, evidenceReportFiles(buildEvidenceReport(bundle)))]
    if (args.json) printJson({ counted, problems })
    else {
      for (const problem of problems) print(`${color.red('wrong')} ${problem}`)
      const { quotes, texts, claims } = counted
      print(`${quotes} quotes in ${texts} texts looked up, ${claims} claims, ${problems.length} problems`)
    }
    return problems.length === 0 ? 0 : 1
  },
})

/** Files of the report that are missing or are not what the review gives. */
const staleReport = (folder: string, files: readonly (readonly [name: string, text: string])[]): string[] =>
  files.flatMap(([name, text]) => {
    const path = join(folder, name)
    if (!existsSync(path)) return [`${name} is missing: "polyvia evidence report" writes it again.`]
    return readFileSync(path, 'utf8') === text ? [] : [`${name} is not what the review gives.`]
  })
