import { defineCommand } from 'citty'
import { messageOf, readPlainFile, readPlainText } from '#kernel'
import { json, studyArguments } from '../arguments.ts'
import { EvidenceUsageError, existingPapers, VERIFIERS } from '../evidence-arguments.ts'
import { splitAtCommas } from '../split-at-commas.ts'
import { print, printJson, tell } from '../terminal.ts'

export default defineCommand({
  meta: { name: 'audit', description: "Re-verify the claims of other people's reports" },
  args: {
    file: {
      type: 'positional',
      description: 'Report as text, Markdown, HTML, LaTeX, CSV or PDF; several may be given',
      required: true,
      several: true,
    },
    papers: {
      type: 'string',
      description: 'Papers that the reports may rest on: folders or files, with commas',
      valueHint: 'DIR',
    },
    verifier: {
      type: 'string',
      description: `Who reads what no comparison of words decides: ${VERIFIERS}; default rules`,
      valueHint: 'NAME',
    },
    'verifier-labels': {
      type: 'string',
      description: 'Labels of a classifier whose configuration does not name them, in order, with commas',
      valueHint: 'LABELS',
    },
    store: studyArguments.store,
    data: studyArguments.data,
    json,
  },
  run: async ({ args }) => {
    const { auditReports, gatherMaterial, openLiterature, readReport } = await import('#evidence')
    const { auditText } = await import('#report')
    const { literatureFolder } = await import('../context.ts')
    const reports = await Promise.all(args._.map((file) => readReport(file, bytesOf(file))))
    const folders = splitAtCommas(args.papers).map(existingPapers)
    const http = openLiterature({ recordings: literatureFolder(), mode: 'replay' })
    const date = new Date().toISOString().slice(0, 10)
    const material = folders.length === 0 ? {} : await gatherMaterial(reports, { folders, http, date })
    const reader = args.verifier === undefined ? undefined : await openReader(args.verifier, args)
    try {
      const audit = await auditReports(reports, {
        ...material,
        ...(reader === undefined ? {} : { verifier: reader.verifier }),
      })
      if (args.json) printJson(audit)
      else print(auditText(audit))
      return 0
    } finally {
      await reader?.close()
    }
  },
})

interface ReaderArguments {
  readonly store?: string | undefined
  readonly data?: string | undefined
  readonly 'verifier-labels'?: string | undefined
}

async function openReader(verifier: string, { store: given, data: folder, ...rest }: ReaderArguments) {
  const [{ openVerifierFor }, { openLiterature }, { literatureFolder }] = await Promise.all([
    import('../evidence-verifier.ts'),
    import('#evidence'),
    import('../context.ts'),
  ])
  const http = openLiterature({ recordings: literatureFolder(), mode: 'live' })
  const opened = await openVerifierFor(
    { verifier, labels: rest['verifier-labels'], store: given, data: folder },
    http,
  )
  tell(opened.line)
  return opened
}

const MOST_BYTES = 64 * 2 ** 20

/** A PDF as it is, anything else as text in UTF-8. */
function bytesOf(file: string): Uint8Array {
  try {
    const bytes = readPlainFile(file, MOST_BYTES)
    return bytes.subarray(0, 1024).includes('%PDF-') ? bytes : Buffer.from(readPlainText(file, MOST_BYTES))
  } catch (cause) {
    throw new EvidenceUsageError(
      `Cannot read "${file}": ${messageOf(cause)}`,
      'Name report files: text, Markdown, HTML, LaTeX, CSV or PDF.',
      { place: { file }, cause },
    )
  }
}
