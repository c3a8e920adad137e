/** Audits of reports: five given ones where they are at hand, a made one with the same faults, and a healthy one. */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { auditReports } from '../src/evidence/audit/audit.ts'
import { Audit, type FINDINGS } from '../src/evidence/audit/audit-schema.ts'
import { ForeignReportError } from '../src/evidence/audit/errors.ts'
import { parseReport } from '../src/evidence/audit/read-report.ts'
import type { TextDocument } from '../src/evidence/bundle/texts.ts'
import type { Work } from '../src/evidence/bundle/works.ts'
import { auditText } from '../src/report/audit-document.ts'

const SEEDS = resolve(import.meta.dirname, '../../shared/seeds')

type Row = readonly [claim: string, mark: string, confidence: string]

interface Made {
  readonly title?: string
  readonly abstract: string
  readonly introduction: string
  readonly methodology: string
  readonly answer?: string
  readonly limitations: string
  readonly rows: readonly Row[]
  readonly references: readonly string[]
}

/** A report in the plain layout of the given ones, or in Markdown. */
function written(made: Made, markdown = false): string {
  const heading = (name: string, level = 2) => (markdown ? `${'#'.repeat(level)} ${name}` : name)
  const line = (row: readonly string[]) => (markdown ? `| ${row.join(' | ')} |` : row.join('\t'))
  return [
    '',
    heading(made.title ?? 'A report', 1),
    'Somebody',
    'June 25, 2026',
    heading('Abstract'),
    made.abstract,
    heading('1 Introduction'),
    made.introduction,
    heading('2 Methodology'),
    made.methodology,
    ...(made.answer === undefined ? [] : [heading('3 Answer'), made.answer]),
    heading('4 Limitations'),
    made.limitations,
    heading('5 Extracted Claims'),
    [
      line(['Claim', 'Verified', 'Confidence']),
      ...(markdown ? ['|:--|:-:|--:|'] : []),
      ...made.rows.map(line),
    ].join('\n'),
    heading('References'),
    made.references.map((reference) => `- <${reference}>`).join('\n'),
  ].join('\n\n')
}

const codes = (findings: readonly { readonly code: string }[]) => findings.map(({ code }) => code)
const finding = (audit: Audit, code: (typeof FINDINGS)[number]) =>
  audit.findings.find((each) => each.code === code)
const audited = (...texts: readonly string[]) =>
  auditReports(texts.map((text, at) => parseReport(`report-${at}.txt`, text)))

const QUESTION =
  'How does intermediate-task training on morphologically rich languages impact zero-shot cross-lingual transfer accuracy on XTREME-R sentence retrieval tasks compared to English-only baselines?'

/** The faults of the given reports in few lines, in words of our own but for what must be recognised. */
const FAULTY: Made = {
  abstract:
    'We investigate whether English intermediate-task training is still helpful on non-English target tasks. Using nine intermediate language-understanding tasks, we evaluate intermediate-task tra',
  introduction: `This paper examines: English Intermediate-Task Training Improves Zero-Shot Cross-Lingual Transfer Too. Research question: ${QUESTION}.`,
  methodology:
    'Systematic literature search across multiple databases yielded 15 papers. A quality score of 7.3/10 was given.',
  limitations: 'Automated retrieval may introduce errors.',
  rows: [
    [
      'Intermediate-task training on SQuAD yields a target-task improvement of 8.2 points on the development set.',
      '✓',
      '0.19',
    ],
    [
      'Evaluating the best performing models for each target task on the XTREME benchmark yields an average improvement of 5.4',
      '✓',
      '0.28',
    ],
    ['TyDiQA shows consistent improvements with many intermediate tasks.', '✓', '0.15'],
    ['The MNLI intermediate task contains 392,702 training examples.', '×', '0.15'],
  ],
  references: ['http://arxiv.org/abs/2104.07412v2', 'http://arxiv.org/abs/2005.13013v2'],
}

/** Whole claims of several works with provenance, an answer, a search that can be repeated. */
const HEALTHY: Made = {
  abstract:
    'We searched two databases on 2 November 2026 and included three works. Training on Finnish and Turkish tagging helps retrieval in two of them.',
  introduction: `Research question: ${QUESTION}`,
  methodology:
    'We searched arXiv and OpenAlex on 2 November 2026 with the query "morphologically rich" AND retrieval. Of 40 papers, 37 were excluded and 3 included. Claims count as verified from a probability of 0.80.',
  answer: 'Two of three works find a gain of retrieval after training on morphologically rich languages.',
  limitations: 'Only English works were read, and no work has more than one seed.',
  rows: [
    ['Tagging in Finnish raises retrieval accuracy by 3.1 points over tagging in English [1].', '✓', '0.93'],
    ['Tagging in Turkish raises retrieval accuracy by 2.4 points for a base encoder [2].', '✓', '0.88'],
    ['Case-rich treebanks do not change the retrieval of a large encoder [3].', '✓', '0.81'],
    ['Hungarian question answering doubles recall in all languages [2].', '×', '0.34'],
  ],
  references: [
    'http://arxiv.org/abs/2401.00001v1',
    'http://arxiv.org/abs/2402.00002v3',
    'https://aclanthology.org/2023.acl-long.7',
  ],
}

describe('parseReport', () => {
  it.each([
    ['plain', false],
    ['Markdown', true],
  ])('reads the %s layout', (_, markdown) => {
    const report = parseReport('made.txt', written(FAULTY, markdown))
    expect(report).toMatchObject({
      title: 'A report',
      date: 'June 25, 2026',
      question: QUESTION,
      examines: 'English Intermediate-Task Training Improves Zero-Shot Cross-Lingual Transfer Too',
      answer: null,
      quality: 7.3,
      counts: { papers: 15 },
    })
    expect(report.claims.map(({ ticked, confidence }) => [ticked, confidence])).toEqual([
      [true, 0.19],
      [true, 0.28],
      [true, 0.15],
      [false, 0.15],
    ])
    expect(report.references.map(({ id }) => id)).toEqual(['arxiv:2104.07412', 'arxiv:2005.13013'])
  })

  it('bears small drift: other numbers, marks, gaps, line ends and columns', () => {
    const text = written(HEALTHY)
      .replace('5 Extracted Claims', '**Claims**')
      .replace('Claim\tVerified\tConfidence', 'Statement    Supported    Score   Section')
      .replace(/\t/g, '   ')
      .replace(/✓/g, 'yes')
      .replace(/×/g, 'no')
      .replace('0.93', '93%')
      .replace(/\n/g, '\r\n')
    const report = parseReport('drift.txt', text)
    expect(report.claims.map(({ ticked }) => ticked)).toEqual([true, true, true, false])
    expect(report.claims[0]!.confidence).toBeCloseTo(0.93)
    expect(report.answer).toContain('Two of three works')
    expect(report.references).toHaveLength(3)
  })

  it('gives the line of each claim', () => {
    const text = written(FAULTY)
    const [first] = parseReport('made.txt', text).claims
    expect(text.split('\n')[first!.line! - 1]).toContain(first!.text)
  })

  it.each(['', 'A letter.\n\nDear Sir,', '\u0000\u0001PDF', '| a | b |\n|---|---|\n| 1 | 2 |'])(
    'refuses what is no report: %j',
    (text) => {
      expect(() => parseReport('letter.txt', text)).toThrow('Cannot audit "letter.txt"')
    },
  )
})

describe('damaged reports', () => {
  test.prop([fc.array(fc.tuple(fc.nat(), fc.string({ unit: 'binary', maxLength: 20 })), { maxLength: 12 })])(
    'are read or refused, nothing else',
    (edits) => {
      const lines = written(FAULTY).split('\n')
      for (const [at, text] of edits) lines.splice(at % lines.length, at % 3, text)
      try {
        expect(parseReport('damaged.txt', lines.join('\n')).claims.length).toBeGreaterThan(0)
      } catch (error) {
        expect(error).toBeInstanceOf(ForeignReportError)
      }
    },
  )
})

describe('auditReports', () => {
  it('finds the faults of a made report', async () => {
    const audit = await audited(written(FAULTY), written(FAULTY, true))
    expect(Audit.parse(audit)).toEqual(audit)
    expect(audit.totals).toMatchObject({ claims: 8, truncated: 2, answered: 0, works: 1, wronglyRejected: 2 })
    for (const report of audit.reports) {
      expect(codes(report.findings)).toEqual(
        expect.arrayContaining([
          'truncated-claims',
          'abstract-cut',
          'abstract-of-source',
          'question-unanswered',
          'one-work',
          'references-unsupporting',
          'hidden-cut-off',
          'low-confidence-ticks',
          'no-provenance',
          'methodology-unverifiable',
          'counts-inconsistent',
        ]),
      )
      expect(report.score).toBeLessThanOrEqual(4)
    }
    expect(codes(audit.findings)).toEqual(expect.arrayContaining(['same-abstract', 'template-limitations']))
  })

  it('restores a cut claim whole, and says what its words rest on', async () => {
    const { reports } = await audited(written(FAULTY))
    const [squad, cut, , mnli] = reports[0]!.claims
    expect(cut!.whole).toMatchObject({
      text: 'Evaluating the best performing models for each target task on the XTREME benchmark yields an average improvement of 5.4 points over XLM-R Large.',
      basis: 'the abstract',
    })
    expect(mnli).toMatchObject({ verdict: { label: 'supported' }, correction: 'wrongly-rejected' })
    // Nothing but other reports says so: the tables of the paper are not at hand.
    expect(squad).toMatchObject({ verdict: { label: 'insufficient' }, correction: 'not-shown' })
  })

  it('has nothing to object to in a healthy report, in either layout', async () => {
    for (const markdown of [false, true]) {
      const audit = await audited(written(HEALTHY, markdown))
      expect(audit.reports[0]!.findings).toEqual([])
      expect(audit.findings).toEqual([])
      expect(audit.reports[0]).toMatchObject({ answered: true, caps: [] })
      // Nothing at hand decides any of its claims, so that a score would say nothing.
      expect(audit.reports[0]!.score).toBeNull()
    }
  })

  it('does not take a report without full stops for a cut one', async () => {
    const rows = HEALTHY.rows.map(([claim, ...rest]): Row => [claim.replace(/ \[\d\]\.$/, ''), ...rest])
    const audit = await audited(written({ ...HEALTHY, rows }))
    expect(audit.totals.truncated).toBe(0)
  })

  it('finds no cut-off where it is stated, or where marks do not follow the confidence', async () => {
    const stated = { ...FAULTY, methodology: `${FAULTY.methodology} Claims are ticked from 0.15.` }
    const crossed = {
      ...FAULTY,
      rows: FAULTY.rows.map(([claim, mark]): Row => [claim, mark, mark === '×' ? '0.20' : '0.18']),
    }
    for (const made of [stated, crossed])
      expect(finding(await audited(written(made)), 'hidden-cut-off')).toBeUndefined()
    expect(finding(await audited(written(FAULTY)), 'hidden-cut-off')?.measures).toMatchObject({
      lowestTicked: 0.15,
      highestUnticked: 0.15,
    })
  })

  it('leaves references alone where a claim may come from them', async () => {
    const rows = [
      ...FAULTY.rows,
      ['Lexical injection brings Swahili and English words together.', '✓', '0.2'] as Row,
    ]
    expect(finding(await audited(written({ ...FAULTY, rows })), 'references-unsupporting')).toBeUndefined()
  })

  it('renders text of a report as text', async () => {
    const rows: Row[] = [['A claim with <b>tags</b> and a [link] (http://x.example) in it.', '✓', '0.9']]
    const text = auditText(await audited(written({ ...HEALTHY, rows })))
    expect(text).toContain('\\<b\\>tags\\</b\\>')
    expect(text).toContain('\\[link\\] (http')
    expect(text).not.toContain('<b>')
  })
})

describe('auditReports with texts', () => {
  const [wrong, right] = [
    'Intermediate-task training on SQuAD yields a target-task improvement of 3.1 points on the development set.',
    'The MNLI intermediate task contains 392,702 training examples.',
  ]
  const text = (work: string, sentence: string): TextDocument => ({
    sha256: createHash('sha256').update(sentence).digest('hex'),
    work,
    kind: 'abstract',
    version: null,
    url: null,
    licence: null,
    language: 'en',
    text: sentence,
    sections: [{ path: ['Abstract'], start: 0, end: sentence.length }],
    paragraphs: [{ start: 0, end: sentence.length, section: 0, kind: 'prose' }],
    cells: [],
  })
  const work = (id: string): Work => ({
    id,
    ids: { arxiv: id.replace('arxiv:', '') },
    title: 'A work',
    authors: [],
    year: 2021,
    date: null,
    venue: null,
    type: 'preprint',
    abstract: null,
    language: 'en',
    arxivVersion: null,
    links: {},
    licence: null,
    retracted: false,
    records: ['folder:1'],
    sources: ['folder'],
    match: { rules: [], probable: false },
    notices: [],
  })

  it('lets what a text says go before what the library knows', async () => {
    const id = 'arxiv:2104.07412'
    const audit = await auditReports([parseReport('made.txt', written(FAULTY))], {
      works: [work(id)],
      documents: [text(id, `${wrong} ${right}`)],
    })
    const [squad, , tydiqa, mnli] = audit.reports[0]!.claims
    expect(squad).toMatchObject({
      verdict: { label: 'contradicted', from: 'texts', quote: expect.stringContaining('3.1 points') },
      correction: 'wrongly-accepted',
    })
    expect(mnli).toMatchObject({
      verdict: { label: 'supported', from: 'texts' },
      correction: 'wrongly-rejected',
    })
    expect(mnli!.verdict.quote).toContain('392,702')
    expect(tydiqa!.verdict.from).toBe('library')
    expect(audit.texts).toBe(1)
  })

  it('restores a cut claim from a text that has the whole sentence', async () => {
    const sentence =
      'Training on lexical pairs from dictionaries of Swahili raises the similarity of translations in the last layer by half.'
    const id = 'arxiv:2506.15415'
    const rows: Row[] = [...HEALTHY.rows, [sentence.slice(0, 80), '✓', '0.9']]
    const audit = await auditReports([parseReport('made.txt', written({ ...HEALTHY, rows }))], {
      works: [work(id)],
      documents: [text(id, sentence)],
    })
    expect(audit.reports[0]!.claims.at(-1)).toMatchObject({
      cut: ['no-full-stop', 'longer-elsewhere'],
      whole: { text: sentence, basis: 'the text itself' },
      work: id,
      verdict: { label: 'supported', from: 'texts' },
    })
  })
})

describe.skipIf(!existsSync(SEEDS))('the five given reports', () => {
  const texts = existsSync(SEEDS)
    ? readdirSync(SEEDS)
        .sort()
        .map((file) => ({ file, text: readFileSync(join(SEEDS, file), 'utf8') }))
    : []
  const audit = (change: (text: string) => string = (text) => text) =>
    auditReports(texts.map(({ file, text }) => parseReport(file, change(text))))

  it('have 36 of 59 claims cut, 35 at 119 to 121 characters, and all are restored', async () => {
    const { totals, findings, reports } = await audit()
    expect(totals).toMatchObject({ reports: 5, claims: 59, distinct: 33, truncated: 36, ticked: 51 })
    expect(findings.find(({ code }) => code === 'truncated-claims')).toMatchObject({
      measures: { atCommonLength: 35, wholeKnown: 36 },
    })
    for (const { whole } of reports.flatMap(({ claims }) => claims)) expect(whole?.text).toMatch(/\.$/)
  })

  it('have one abstract, no answer, one work, a cut-off at 0.15 and idle references', async () => {
    const all = await audit()
    expect(finding(all, 'same-abstract')?.measures).toEqual({ times: 5, reports: 5, characters: 596 })
    expect(all.totals).toMatchObject({ answered: 0, works: 1 })
    expect(finding(all, 'one-work')?.measures).toEqual({ claims: 59, fromOne: 59 })
    expect(finding(all, 'hidden-cut-off')?.measures).toMatchObject({
      lowestTicked: 0.15,
      highestUnticked: 0.15,
    })
    expect(finding(all, 'references-unsupporting')?.measures).toEqual({ references: 15, idle: 10, works: 7 })
    expect(finding(all, 'recurring-claims')?.measures).toMatchObject({ in4: 6, in3: 4 })
    expect(finding(all, 'confidence-by-length')?.measures.correlation).toBe(0.59)
    for (const report of all.reports) {
      expect(codes(report.findings)).toEqual(
        expect.arrayContaining([
          'abstract-cut',
          'abstract-of-source',
          'methodology-unverifiable',
          'no-provenance',
        ]),
      )
      expect(report.score).toBeLessThanOrEqual(4)
      expect(report.ownScore).toBeGreaterThan(7)
    }
    expect(all.totals.wronglyRejected).toBe(7)
  })

  it('change their counts with their text', async () => {
    const completed = await audit((text) => text.replace('duri\t', 'during it.\t'))
    expect(completed.totals.truncated).toBe(32)
    const one = texts[0]!.file
    const once = await auditReports(
      texts.map(({ file, text }) =>
        parseReport(
          file,
          file === one ? text.replace('intermediate tra\t', 'intermediate training.\t') : text,
        ),
      ),
    )
    expect(once.totals.truncated).toBe(35)
    const own = await auditReports(
      texts.map(({ file, text }) =>
        parseReport(
          file,
          file === one ? text.replace(/Abstract\n\n.*\n/, 'Abstract\n\nWhat we found.\n') : text,
        ),
      ),
    )
    expect(finding(own, 'same-abstract')?.measures.times).toBe(4)
    const answered = await auditReports(
      texts.map(({ file, text }) =>
        parseReport(
          file,
          file === one
            ? text.replace('4 Limitations', '4 Answer\n\nNothing was found.\n\n5 Limitations')
            : text,
        ),
      ),
    )
    expect(answered.totals.answered).toBe(1)
    const higher = await audit((text) => text.replace(/\t✓\t0\.15/g, '\t✓\t0.16'))
    expect(finding(higher, 'hidden-cut-off')?.sentence).toContain('between 0.15 and 0.16')
  })

  it('give the same audit twice, in JSON and in Markdown', async () => {
    const [one, other] = [await audit(), await audit()]
    expect(JSON.stringify(one)).toBe(JSON.stringify(other))
    expect(auditText(one)).toBe(auditText(other))
    expect(auditText(one)).toContain('36 of 59 claims are cut')
  })
})
