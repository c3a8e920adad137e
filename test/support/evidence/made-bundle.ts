import type { Bundle } from '../../../src/evidence/bundle/bundle.ts'
import type { Part } from '../../../src/evidence/bundle/protocol.ts'
import type { Work } from '../../../src/evidence/bundle/works.ts'
import { type MadeClaim, type MadeWork, makeReview } from './made-review.ts'

/**
 * A made-up review for tests: seven works read, one of them retracted and one as an abstract only; a table cell, a
 * contradiction, a claim of a study, a source that failed, works that were left out at each stage.
 */

const PARTS: Part[] = [
  {
    id: 'intermediate-training',
    role: 'intervention',
    text: 'intermediate training on question answering',
    names: ['intermediate training', 'intermediate task', 'STILTs'],
  },
  {
    id: 'zero-shot-transfer',
    role: 'outcome',
    text: 'zero-shot cross-lingual transfer',
    names: ['cross-lingual transfer', 'zero-shot transfer'],
  },
  {
    id: 'low-resource',
    role: 'population',
    text: 'low-resource languages',
    names: ['Swahili', 'Telugu', 'Quechua'],
  },
  { id: 'recall-at-10', role: 'outcome', text: 'recall@10 of sentence retrieval', names: ['recall@10'] },
]

const A = 'acl:2021.sample-main.4'
const B = 'acl:2022.sample-main.17'
const C = 'arxiv:2301.90001'
const D = 'doi:10.5555/sample.2023.7'
const E = 'arxiv:2402.90002'
const F = 'acl:2020.sample-1.9'
const G = 'doi:10.5555/sample.2019.2'

const WORKS: MadeWork[] = [
  {
    id: A,
    title: 'Questions First: Intermediate Training for Cross-Lingual Transfer',
    year: 2021,
    authors: ['Łucja Żółtowska', 'Ánh Nguyễn'],
    type: 'proceedings-article',
    venue: 'Sample Conference 2021',
    abstract:
      'Whether intermediate training helps languages other than English is an open matter. We train a multilingual encoder on English questions before nine target tasks and measure cross-lingual transfer.',
    sources: ['acl-anthology', 'openalex'],
    sections: [
      [
        '3 Set-up',
        'We report means over three random seeds with standard deviations. Our code is publicly available.',
      ],
      [
        '4 Results',
        'Intermediate training on SQuAD improves zero-shot cross-lingual transfer by 5.1 points on average over the nine target tasks. The gain is largest for TyDiQA.',
        'For low-resource languages such as Swahili and Telugu, the gain over direct fine-tuning is 6.3 points on TyDiQA.',
      ],
    ],
    table: { name: 'Table 2: Results on TyDiQA', row: 'SQuAD', column: 'F1', value: '68.4' },
  },
  {
    id: B,
    title: 'When Detours Do Not Pay <script>alert("x")</script>',
    year: 2022,
    authors: ['Émile O’Neill', 'Mei Lin'],
    type: 'proceedings-article',
    venue: 'Sample Conference 2022',
    abstract:
      'We repeat intermediate training with three encoders of different size and find that gains in zero-shot transfer depend on it.',
    sources: ['acl-anthology', 'openalex', 'arxiv'],
    sections: [
      [
        '3 Findings',
        'Intermediate training on SQuAD lowers zero-shot cross-lingual transfer by 0.8 points on average when the encoder is small.',
        'For Quechua, intermediate training on SQuAD changes accuracy by less than one point.',
        'With the large encoder, SQuAD as intermediate task improves the average by 4.2 points.',
      ],
      ['4 Statistics', 'Confidence intervals are computed by a bootstrap over test examples.'],
    ],
  },
  {
    id: C,
    title: 'Scaling Detours: `Intermediate` Tasks | at Size',
    year: 2023,
    authors: ['明 李'],
    type: 'preprint',
    venue: null,
    abstract:
      'Larger encoders profit more from intermediate training. We study cross-lingual transfer to forty languages at four sizes.',
    sources: ['arxiv', 'openalex'],
    sections: [
      [
        '4 Scaling',
        'Doubling the parameters raises the gain of `intermediate` training | here on SQuAD from 2.0 to 3.9 points.',
        'Earlier work found that intermediate training on SQuAD improves zero-shot cross-lingual transfer by 5.1 points on average over the nine target tasks.',
      ],
    ],
  },
  {
    id: D,
    title: 'Swahili Questions and What They Teach',
    year: 2023,
    authors: ['Amina Otieno', 'Jon Ström'],
    type: 'article',
    venue: 'Sample Journal of Low-Resource Languages',
    abstract: 'A study of intermediate training on English questions for Swahili.',
    sources: ['openalex'],
    sections: [
      [
        '2 Results',
        'Intermediate training on English questions improves Swahili question answering by 7.0 points over direct fine-tuning.',
        'Annotators needed 40 hours for 1,104 questions.',
      ],
    ],
  },
  {
    id: E,
    title: 'Detours Revisited',
    year: 2024,
    authors: ['Mei Lin'],
    type: 'preprint',
    venue: null,
    abstract:
      'Intermediate training may help low-resource languages mainly because it adds examples of the target format. Intermediate training on SQuAD improves accuracy for Quechua by more than three points.',
    sources: ['arxiv'],
    sections: [],
  },
  {
    id: F,
    title: 'Zero-Shot Transfer without Parallel Text',
    year: 2020,
    authors: ['Rui Costa'],
    type: 'proceedings-article',
    venue: 'Sample Workshop 2020',
    abstract: 'We describe zero-shot transfer with a shared vocabulary.',
    sources: ['acl-anthology'],
    sections: [
      [
        '3 Method',
        'Zero-shot transfer fine-tunes on English and tests on another language without examples of it.',
      ],
    ],
  },
  {
    id: G,
    title: 'Universal Gains from Question Answering',
    year: 2019,
    authors: ['Pat Doe'],
    type: 'article',
    venue: 'Sample Letters',
    abstract: 'Question answering as intermediate training helps every language.',
    sources: ['openalex'],
    sections: [
      [
        '1 Results',
        'Intermediate training on question answering improves cross-lingual transfer in every language by 12 points.',
      ],
    ],
  },
]

const scope = (more: { tasks?: string[]; languages?: string[]; models?: string[] }) => ({
  tasks: [],
  languages: [],
  models: [],
  split: null,
  setting: 'zero-shot',
  ...more,
})

const SQUAD =
  'Intermediate training on SQuAD improves zero-shot cross-lingual transfer by 5.1 points on average over the nine target tasks.'
const SMALL =
  'Intermediate training on SQuAD lowers zero-shot cross-lingual transfer by 0.8 points on average when the encoder is small.'
const TELUGU =
  'For low-resource languages such as Swahili and Telugu, the gain over direct fine-tuning is 6.3 points on TyDiQA.'
const SWAHILI =
  'Intermediate training on English questions improves Swahili question answering by 7.0 points over direct fine-tuning.'
const LARGE = 'With the large encoder, SQuAD as intermediate task improves the average by 4.2 points.'
const EVERY =
  'Intermediate training on question answering improves cross-lingual transfer in every language by 12 points.'
const FORMAT =
  'Intermediate training may help low-resource languages mainly because it adds examples of the target format.'

const CLAIMS: MadeClaim[] = [
  {
    id: 'c-squad-average',
    from: [A, SQUAD],
    slots: {
      subject: 'intermediate training on SQuAD',
      comparator: 'no intermediate training',
      metric: 'average',
      value: 5.1,
      unit: 'points',
      direction: 'better',
      scope: scope({ tasks: ['XTREME'], models: ['large'] }),
    },
    label: 'supported',
    confidence: 0.97,
    findings: [
      [A, SQUAD, 'supported'],
      [C, `Earlier work found that i${SQUAD.slice(1)}`, 'supported'],
      [B, SMALL, 'contradicted'],
    ],
  },
  {
    id: 'c-squad-small',
    from: [B, SMALL],
    slots: {
      subject: 'intermediate training on SQuAD',
      comparator: 'no intermediate training',
      metric: 'average',
      value: -0.8,
      unit: 'points',
      direction: 'worse',
      scope: scope({ tasks: ['XTREME'], models: ['small'] }),
    },
    label: 'supported',
    confidence: 0.96,
    findings: [[A, 'SQuAD / F1 = 68.4.', 'insufficient']],
  },
  {
    id: 'c-swahili-telugu',
    from: [A, TELUGU],
    slots: {
      comparator: 'direct fine-tuning',
      metric: 'F1',
      value: 6.3,
      unit: 'points',
      direction: 'better',
      scope: scope({ tasks: ['TyDiQA'], languages: ['Swahili', 'Telugu'] }),
    },
    label: 'supported',
    confidence: 0.95,
    findings: [[A, TELUGU, 'supported']],
  },
  {
    id: 'c-swahili',
    from: [D, SWAHILI],
    slots: {
      subject: 'intermediate training on English questions',
      comparator: 'direct fine-tuning',
      value: 7,
      unit: 'points',
      direction: 'better',
      scope: scope({ tasks: ['question answering'], languages: ['Swahili'] }),
    },
    label: 'supported',
    confidence: 0.94,
    findings: [[D, SWAHILI, 'supported']],
  },
  {
    id: 'c-table',
    from: [A, 'SQuAD / F1 = 68.4.'],
    slots: {
      subject: 'intermediate training on SQuAD',
      metric: 'F1',
      value: 68.4,
      unit: 'other',
      scope: scope({ tasks: ['TyDiQA'] }),
    },
    label: 'supported',
    confidence: 0.81,
    findings: [[A, 'SQuAD / F1 = 68.4.', 'supported']],
  },
  {
    id: 'c-large',
    from: [B, LARGE],
    slots: {
      subject: 'SQuAD as intermediate task',
      metric: 'average',
      value: 4.2,
      unit: 'points',
      direction: 'better',
      scope: scope({ models: ['large'] }),
    },
    label: 'supported',
    confidence: 0.95,
    findings: [[B, LARGE, 'supported']],
  },
  {
    id: 'c-scaling',
    from: [
      C,
      'Doubling the parameters raises the gain of `intermediate` training | here on SQuAD from 2.0 to 3.9 points.',
    ],
    slots: { subject: 'parameters of the encoder' },
    label: 'insufficient',
    confidence: 0.6,
    findings: [
      [
        C,
        'Doubling the parameters raises the gain of `intermediate` training | here on SQuAD from 2.0 to 3.9 points.',
        'insufficient',
      ],
    ],
  },
  {
    id: 'c-every',
    from: [G, EVERY],
    slots: { comparator: null, value: 12, unit: 'points', direction: 'better' },
    label: 'supported',
    confidence: 0.9,
    findings: [[G, EVERY, 'supported']],
  },
  {
    id: 'c-format',
    hedged: true,
    from: [E, FORMAT],
    label: 'insufficient',
    confidence: 0.55,
    findings: [],
  },
  {
    id: 'c-quechua',
    attributed: true,
    from: [E, 'Intermediate training on SQuAD improves accuracy for Quechua by more than three points.'],
    slots: { comparator: 'direct fine-tuning' },
    label: 'contradicted',
    confidence: 0.83,
    findings: [
      [
        B,
        'For Quechua, intermediate training on SQuAD changes accuracy by less than one point.',
        'contradicted',
      ],
    ],
  },
]

const base = makeReview({
  question:
    'Does intermediate training on question answering improve zero-shot cross-lingual transfer and recall@10 for low-resource languages?',
  date: '2026-03-14',
  parts: PARTS,
  works: WORKS,
  claims: CLAIMS,
  synthesis: {
    answer: {
      stance: 'mixed',
      sentence:
        'Large encoders gain, by 4.2 to 5.1 points on average, and so do Swahili and Telugu; small encoders do not.',
      certainty: 'low',
      why: ['two of six works are preprints', 'works disagree on small encoders'],
      claims: ['c-squad-average', 'c-swahili', 'c-swahili-telugu', 'c-squad-small'],
      works: [A, B, D],
    },
    stands: [
      { claim: 'c-squad-average', stand: 'for', by: 'rules', why: null },
      { claim: 'c-squad-small', stand: 'against', by: 'rules', why: null },
      { claim: 'c-study', stand: 'for', by: 'measurement', why: null },
    ],
    numbers: [
      {
        claim: 'c-squad-average',
        text: '5.1 points',
        value: 5.1,
        unit: 'points',
        change: 'up',
        parts: ['intermediate-training', 'zero-shot-transfer'],
      },
    ],
    groups: [['c-squad-average', 'c-large'], ['c-scaling'], ['c-quechua']],
    contradictions: [
      {
        claims: ['c-squad-average', 'c-squad-small'],
        about: 'the average over target tasks',
        factors: [{ name: 'model', one: 'large', other: 'small' }],
      },
    ],
  },
})

/** A work that screening left out, at a stage, with its reason. */
function leftOut(id: string, title: string, abstract: string, source: Work['sources'][number]): Work {
  return {
    ...base.works[0]!,
    id,
    ids: { doi: id.slice('doi:'.length) },
    title,
    abstract,
    authors: [{ given: 'Sam', family: 'Example' }],
    records: [`${source}:${id}`],
    sources: [source],
    match: { rules: [], probable: false },
  }
}

const OFF_TOPIC = leftOut('doi:10.5555/off.1', 'Growth of Lichens', 'Lichens grow slowly.', 'openalex')
const NO_RESULT = leftOut(
  'doi:10.5555/plan.2',
  'A Plan to Study Intermediate Training',
  'We plan to study intermediate training and cross-lingual transfer.',
  'openalex',
)
const UNREAD = leftOut(
  'doi:10.5555/lost.3',
  'Intermediate Training Behind a Wall',
  'Cross-lingual transfer after intermediate training.',
  'openalex',
)

/** The made-up review. */
export function evidenceBundle(): Bundle {
  const extra = [OFF_TOPIC, NO_RESULT, UNREAD]
  const decide = (work: string, stage: 'title-abstract' | 'full-text', reason: string | null) => ({
    work,
    stage,
    decision: reason === null ? ('include' as const) : ('exclude' as const),
    reason,
    words: 1,
    meaning: null,
    rank: 9,
  })
  const text = base.texts[5]!
  const planned = { ...text, work: NO_RESULT.id, sha256: 'b'.repeat(64), kind: 'pdf' as const }
  const recorded = extra.map((work) => {
    const { records, sources, match: _, notices: __, ...described } = work
    return { ...described, id: records[0]!, source: sources[0]!, related: [], citations: null }
  })
  return {
    ...base,
    protocol: {
      ...base.protocol,
      sources: [...base.protocol.sources, 'crossref'],
      knownItems: ['2021.sample-main.4'],
    },
    searches: [
      ...base.searches.map((search) => ({
        ...search,
        platform: {
          'acl-anthology': 'ACL Anthology XML, 2026-03-01',
          arxiv: 'arXiv API',
          openalex: 'OpenAlex, 2026-03',
        }[search.source as 'arxiv'],
        ...(search.source === 'openalex'
          ? {
              reported: 1840,
              retrieved: search.retrieved + extra.length,
              stopped: 'limit' as const,
              records: [...search.records, ...extra.map((work) => work.records[0]!)],
            }
          : {}),
        exchanges:
          search.source === 'acl-anthology'
            ? []
            : [
                {
                  method: 'GET' as const,
                  url: `https://${search.source}.example/search?q=intermediate`,
                  at: '2026-03-14T09:12:00Z',
                  status: 200,
                  sha256: 'c'.repeat(64),
                },
              ],
      })),
      {
        source: 'crossref',
        platform: 'Crossref REST API',
        query: 'intermediate task training transfer',
        filters: { type: 'journal-article' },
        reported: null,
        retrieved: 0,
        stopped: 'failed',
        problem: 'no answer after five attempts (HTTP 503)',
        records: [],
        exchanges: [],
      },
    ],
    records: [...base.records, ...recorded],
    works: [...base.works.map((work) => (work.id === G ? { ...work, retracted: true } : work)), ...extra],
    screening: [
      ...base.screening.filter(({ stage }) => stage === 'title-abstract'),
      decide(OFF_TOPIC.id, 'title-abstract', 'off-topic'),
      decide(NO_RESULT.id, 'title-abstract', null),
      decide(UNREAD.id, 'title-abstract', null),
      ...base.screening.filter(({ stage }) => stage === 'full-text'),
      decide(NO_RESULT.id, 'full-text', 'no-result'),
    ],
    retrievals: [
      ...base.retrievals,
      { work: NO_RESULT.id, sha256: planned.sha256, kind: 'pdf', failures: [] },
      {
        work: UNREAD.id,
        sha256: null,
        kind: null,
        failures: [{ kind: 'pdf', reason: 'the publisher asks for payment' }],
      },
    ],
    texts: [...base.texts, planned],
    claims: [
      ...base.claims,
      {
        ...base.claims[0]!,
        id: 'c-study',
        text: 'In the study "questions first, mini", squad then target improves the mean over the targets by 1.2 points.',
        slots: { ...base.claims[0]!.slots, value: 1.2, comparator: 'baseline' },
        origin: {
          from: 'study',
          study: '5f0c',
          question: 'Do questions first help a small encoder?',
          model: 'mini encoder',
          arm: 'squad then target',
          against: 'baseline',
          target: null,
          seeds: 3,
          low: 0.1,
          high: 2.3,
          clear: true,
          published: false,
        },
      },
    ],
    verdicts: [
      ...base.verdicts,
      {
        ...base.verdicts[0]!,
        claim: 'c-study',
        label: 'insufficient',
        confidence: 0.7,
        verified: false,
        findings: [],
        supportedBy: [],
        contradictedBy: [],
        reason: 'No passage speaks of this study.',
      },
    ],
  }
}

/** The same searches, and nothing found. */
export function emptyBundle(): Bundle {
  const none = {
    stance: 'no-evidence-found' as const,
    sentence: 'No evidence was found.',
    certainty: 'very-low' as const,
    why: [],
    claims: [],
    works: [],
  }
  const { protocol, searches } = evidenceBundle()
  return {
    protocol,
    searches: searches.map((search) => ({ ...search, reported: 0, retrieved: 0, records: [] })),
    records: [],
    works: [],
    screening: [],
    retrievals: [],
    texts: [],
    passages: [],
    claims: [],
    verdicts: [],
    readings: [],
    synthesis: {
      answer: none,
      stands: [],
      numbers: [],
      groups: [],
      contradictions: [],
    },
  }
}
