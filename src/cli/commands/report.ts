import { defineCommand } from 'citty'
import { openStudy, storeFolder, studyArguments } from '../context.ts'
import { guarded } from '../guard.ts'
import { reportFromStore } from '../run-and-report.ts'

export default defineCommand({
  meta: {
    name: 'report',
    description: 'Write the report of what has been computed of a study: HTML, Markdown, JSON, CSV, LaTeX',
  },
  args: {
    study: { type: 'positional', description: 'Study file, or the name of a shipped study', required: true },
    ...studyArguments,
    out: { type: 'string', description: 'Folder of the report (default: report-<study>)', valueHint: 'DIR' },
  },
  run: ({ args }) =>
    guarded(() => reportFromStore(openStudy(args.study, args.data), storeFolder(args.store), args.out)),
})
