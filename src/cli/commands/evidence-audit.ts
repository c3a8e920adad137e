import { defineCommand } from 'citty'
import { messageOf, readPlainText } from '#kernel'
import { json } from '../arguments.ts'
import { EvidenceUsageError, existingFolder } from '../evidence-arguments.ts'
import { splitAtCommas } from '../split-at-commas.ts'
import { print, printJson } from '../terminal.ts'

export default defineCommand({
  meta: { name: 'audit', description: "Re-verify other people's literature reports" },
  args: {
    file: {
      type: 'positional',
      description: 'Report as text or Markdown; several may be given',
      required: true,
      several: true,
    },
    papers: {
      type: 'string',
      description: 'Folders with the papers that the reports may rest on, with commas',
      valueHint: 'DIR',
    },
    json,
  },
  run: async ({ args }) => {
    const { auditReports, gatherMaterial, openLiterature, parseReport } = await import('#evidence')
    const { auditText } = await import('#report')
    const { literatureFolder } = await import('../context.ts')
    const reports = args._.map((file) => parseReport(file, textOf(file)))
    const folders = splitAtCommas(args.papers).map(existingFolder)
    const http = openLiterature({ recordings: literatureFolder(), mode: 'replay' })
    const date = new Date().toISOString().slice(0, 10)
    const material = folders.length === 0 ? {} : await gatherMaterial(reports, { folders, http, date })
    const audit = await auditReports(reports, material)
    if (args.json) printJson(audit)
    else print(auditText(audit))
    return 0
  },
})

const MOST_BYTES = 64 * 2 ** 20

function textOf(file: string): string {
  try {
    return readPlainText(file, MOST_BYTES)
  } catch (cause) {
    throw new EvidenceUsageError(
      `Cannot read "${file}": ${messageOf(cause)}`,
      'Name report files: text or Markdown.',
      { place: { file }, cause },
    )
  }
}
