import { defineCommand } from 'citty'
import { study, studyArguments } from '../arguments.ts'

export default defineCommand({
  meta: {
    name: 'report',
    description: 'Write the report of what has been computed of a study: HTML, Markdown, JSON, CSV, LaTeX',
  },
  args: {
    study,
    ...studyArguments,
    out: { type: 'string', description: 'Folder of the report (default: report-<study>)', valueHint: 'DIR' },
  },
  run: async ({ args }) => {
    const { openStudy, storeFolder } = await import('../context.ts')
    const { reportFromStore } = await import('../run-and-report.ts')
    return reportFromStore(openStudy(args.study, args.data), storeFolder(args.store), args.out)
  },
})
