import type { Bundle } from '../../../src/evidence/bundle/bundle.ts'
import type { Claim, Finding, Label, Passage, Verdict } from '../../../src/evidence/bundle/claims.ts'
import type { Part, SourceId } from '../../../src/evidence/bundle/protocol.ts'
import type { Synthesis } from '../../../src/evidence/bundle/synthesis.ts'
import type { TextDocument } from '../../../src/evidence/bundle/texts.ts'
import type { Work } from '../../../src/evidence/bundle/works.ts'
import { DocumentWriter } from '../../../src/evidence/texts/document.ts'
import { tableBudget } from '../../../src/evidence/texts/table.ts'

/** A made-up work; its text is written from the sections. */
export interface MadeWork {
  readonly id: string
  readonly title: string
  readonly year: number
  readonly authors: readonly string[]
  readonly type: Work['type']
  readonly venue: string | null
  readonly abstract: string
  readonly sources: readonly SourceId[]
  /** Headings with their paragraphs; none: only the abstract was read. */
  readonly sections: readonly (readonly [string, ...string[]])[]
  readonly table?: {
    readonly name: string
    readonly row: string
    readonly column: string
    readonly value: string
  }
}

/** A made-up claim. A quote is a whole or part of a paragraph of the work that it names. */
export interface MadeClaim extends Partial<Pick<Claim, 'kind' | 'polarity' | 'hedged' | 'attributed'>> {
  readonly id: string
  readonly from: readonly [work: string, quote: string]
  readonly slots?: Partial<Claim['slots']>
  readonly label: Label
  readonly confidence: number
  readonly findings: readonly (readonly [work: string, quote: string, label: Label])[]
}

/** What all made-up reviews have in common: every work is found, let in and read. */
export function makeReview(parts: {
  readonly question: string
  readonly date: string
  readonly parts: readonly Part[]
  readonly works: readonly MadeWork[]
  readonly claims: readonly MadeClaim[]
  readonly synthesis: Synthesis
}): Bundle {
  const { question, date, synthesis } = parts
  const texts = parts.works.map(textOf)
  const works = parts.works.map(workOf)
  const ids = [...new Set(parts.works.flatMap(({ sources }) => sources))].sort()
  return {
    protocol: {
      question,
      date,
      form: 'does',
      statement: null,
      parts: [...parts.parts],
      criteria: [
        {
          code: 'off-topic',
          stage: 'title-abstract',
          kind: 'exclude',
          text: 'Names none of what the question sets apart',
        },
        { code: 'no-result', stage: 'full-text', kind: 'exclude', text: 'Reports no result on the question' },
      ],
      sources: ids,
      queries: Object.fromEntries(ids.map((id) => [id, ['intermediate task training transfer']])),
      from: null,
      until: null,
      limits: { recordsPerSource: 100, fullTexts: 50, claims: 200 },
      meaning: null,
      knownItems: [],
    },
    searches: ids.map((source) => {
      const records = works.filter((work) => work.sources.includes(source)).map(({ id }) => `${source}:${id}`)
      return {
        source,
        platform: `${source}, made up`,
        query: 'intermediate task training transfer',
        filters: {},
        reported: records.length,
        retrieved: records.length,
        stopped: 'complete',
        problem: null,
        records,
        exchanges: [],
      }
    }),
    records: works.flatMap(({ records: _, sources, match: __, notices: ___, ...described }) =>
      sources.map((source) => ({
        ...described,
        id: `${source}:${described.id}`,
        source,
        related: [],
        citations: null,
      })),
    ),
    works,
    screening: (['title-abstract', 'full-text'] as const).flatMap((stage) =>
      works.map(({ id }) => ({
        work: id,
        stage,
        decision: 'include' as const,
        reason: null,
        words: 9,
        meaning: null,
        rank: 1,
      })),
    ),
    retrievals: texts.map(({ work, sha256, kind }) => ({ work, sha256, kind, failures: [] })),
    texts,
    passages: [],
    claims: parts.claims.map((claim) => claimOf(claim, texts)),
    verdicts: parts.claims.map((claim) => verdictOf(claim, texts)),
    readings: [],
    synthesis,
  }
}

const rowOf = (...texts: readonly string[]) => ({
  cells: texts.map((text) => ({ text, rows: 1, columns: 1 })),
})

function textOf({ id, title, abstract, sections, table }: MadeWork): TextDocument {
  const kind = sections.length === 0 ? 'abstract' : 'plain-text'
  const writer = new DocumentWriter({ work: id, kind, language: 'en' }, title)
  writer.heading(1, 'Abstract')
  writer.paragraph('prose', abstract)
  for (const [heading, ...paragraphs] of sections) {
    writer.heading(1, heading)
    for (const paragraph of paragraphs) writer.paragraph('prose', paragraph)
  }
  if (table !== undefined)
    writer.table(table.name, [rowOf('', table.column), rowOf(table.row, table.value)], tableBudget())
  return writer.finish()
}

function workOf({ id, title, year, authors, type, venue, abstract, sources }: MadeWork): Work {
  const [scheme, ...rest] = id.split(':')
  return {
    id,
    ids: { [scheme === 'arxiv' || scheme === 'acl' ? scheme : 'doi']: rest.join(':') },
    title,
    authors: authors.map((name) => {
      const parts = name.split(' ')
      return { given: parts.slice(0, -1).join(' ') || null, family: parts.at(-1)! }
    }),
    year,
    date: String(year),
    venue,
    type,
    abstract,
    language: 'en',
    arxivVersion: null,
    links: {},
    licence: null,
    retracted: false,
    records: sources.map((source) => `${source}:${id}`),
    sources: [...sources],
    match: { rules: sources.length > 1 ? ['doi'] : [], probable: false },
    notices: [],
  }
}

/** The passage of a quote. Throws RangeError where the work's text has no such words. */
function passageOf(
  [work, quote]: readonly [string, string, ...unknown[]],
  texts: readonly TextDocument[],
): Passage {
  const text = texts.find((each) => each.work === work)
  const start = text?.text.indexOf(quote) ?? -1
  if (text === undefined || start < 0) throw new RangeError(`${work} does not say: ${quote}`)
  const section = text.sections.find((each) => each.start <= start && start < each.end)
  return {
    work,
    sha256: text.sha256,
    section: section?.path ?? [],
    start,
    end: start + quote.length,
    quote,
  }
}

function claimOf(made: MadeClaim, texts: readonly TextDocument[]): Claim {
  return {
    id: made.id,
    text: made.from[1],
    context: { authors: null, before: null },
    kind: made.kind ?? 'result',
    polarity: made.polarity ?? 'positive',
    hedged: made.hedged ?? false,
    attributed: made.attributed ?? false,
    slots: {
      subject: null,
      comparator: null,
      metric: null,
      value: null,
      unit: null,
      direction: null,
      scope: { tasks: [], languages: [], models: [], split: null, setting: null },
      ...made.slots,
    },
    origin: { from: 'work', ...passageOf(made.from, texts) },
  }
}

function verdictOf(made: MadeClaim, texts: readonly TextDocument[]): Verdict {
  // Nothing supports itself.
  const foreign = made.findings.filter(([work]) => work !== made.from[0])
  const findings = foreign.map((each): Finding => {
    const [, , label] = each
    const tier = label === 'insufficient' ? 'related' : label === 'contradicted' ? 'conflict' : 'verbatim'
    return {
      ...passageOf(each, texts),
      label,
      tier,
      checks: [
        {
          name: label === 'contradicted' ? 'direction' : 'content',
          outcome: label === 'supported' ? 'pass' : label === 'contradicted' ? 'conflict' : 'unknown',
          reason:
            label === 'supported'
              ? 'the words of the claim stand there in order'
              : label === 'contradicted'
                ? 'the claim says better, the passage worse'
                : 'too few words in common',
        },
      ],
      scores: { bm25: 12 },
    }
  })
  const others = (label: Label) => [
    ...new Set(findings.filter((each) => each.label === label).map(({ work }) => work)),
  ]
  const label = findings.some((each) => each.label === made.label) ? made.label : 'insufficient'
  return {
    claim: made.id,
    label,
    confidence: made.confidence,
    verified: label === 'supported' && others('contradicted').length === 0 && made.confidence >= 0.5,
    calibration: 'made-up-1',
    mode: 'checks',
    findings,
    supportedBy: others('supported'),
    contradictedBy: others('contradicted'),
    reason:
      label === 'supported'
        ? 'A passage says the same in nearly the same words.'
        : label === 'contradicted'
          ? 'A passage on the same comparison says the opposite.'
          : 'No passage says enough to decide without a model.',
  }
}
