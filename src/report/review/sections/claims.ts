import type { EvidenceReport } from '#evidence'
import { listed, percent } from '#kernel'
import {
  type Block,
  type Claim as ClaimBlock,
  link,
  paragraph,
  type Section,
  section,
  type Table,
  type Text,
  type Tone,
  table,
  tableOf,
  tableOr,
} from '../../document/model.ts'
import { anchorOf, type Claim, citation, claimLink, labelOf, originOf } from '../citing.ts'

type Evidence = Claim['evidence'][number]

const TONES = {
  supported: 'good',
  contradicted: 'bad',
  insufficient: 'neutral',
} as const satisfies Record<Claim['label'], Tone>

/** Every claim with its verdict and its quotes, and how the claims fall on the question and the sources. */
export function claimsSection(report: EvidenceReport): Section {
  return section(
    'Claims',
    [
      ...claimBlocks(report),
      section('Coverage of the question', [table('Claims by part of the question', coverageTable(report))]),
      section('Claims by source', [
        tableOr('Claims by source', concentrationTable(report), 'There are none.'),
      ]),
    ],
    { id: 'claims' },
  )
}

function claimBlocks(report: EvidenceReport): Block[] {
  if (report.claims.length === 0) return [paragraph('No claim was extracted.')]
  return [
    paragraph(
      'Each with its verdict, its confidence, and the quotes that decide it; where nothing decides it, the closest passage.',
    ),
    section('All claims as a table', [table('Claims', claimTable(report))], { fold: 'closed' }),
    section('All findings as a table', [tableOr('Findings', findingTable(report), 'There are none.')], {
      fold: 'closed',
    }),
    ...report.claims.map((claim) => claimBlock(report, claim)),
  ]
}

function claimBlock(report: EvidenceReport, claim: Claim): ClaimBlock {
  const facets = report.facets.filter(({ id }) => claim.facets.includes(id)).map(({ label }) => label)
  const label = labelOf(report, claim)
  return {
    kind: 'claim',
    id: anchorOf(claim),
    name: `C${claim.number}`,
    verdict: claim.confidence === null ? label : `${label}, ${claim.confidence.toFixed(2)}`,
    tone: TONES[claim.label],
    from: originOf(report, claim),
    text: claim.text,
    why: [
      claim.reason,
      facets.length === 0 ? 'It belongs to no part of the question.' : `On ${listed(facets)}.`,
      claim.kind === 'result' ? '' : `A ${claim.kind}, no result.`,
      claim.hedged ? 'Hedged.' : '',
      claim.attributed ? 'Told of another work.' : '',
    ]
      .filter(Boolean)
      .join(' '),
    quotes: claim.evidence.map((each) => ({
      text: each.quote,
      tone: TONES[each.label],
      source: quoteSource(report, each),
    })),
  }
}

function quoteSource(report: EvidenceReport, each: Evidence): Text {
  const role = each.label === 'insufficient' ? 'closest passage' : report.words.labels[each.label]
  return [
    `${role} (${each.tier}${each.ownWork ? ', its own work' : ''}): `,
    citation(report, each.reference),
    `, ${each.section.join(' › ')}; ${placeOf(each)}`,
    ...textLink(each),
  ]
}

/** Page of the text, with the quote marked by browsers that can. */
function textLink({ url, kind, quote }: Evidence): Text[] {
  if (url === null) return []
  const isPage = kind === 'html' || kind === 'arxiv-html'
  const fragment = isPage ? `#:~:text=${encodeURIComponent(quote.slice(0, 100)).replaceAll('-', '%2D')}` : ''
  return [', ', link(`${url.replace(/#.*$/, '')}${fragment}`, 'text')]
}

/** What finds a quote again. */
const placeOf = (each: Evidence): string =>
  [
    `${each.start} to ${each.end} of ${each.sha256.slice(0, 12)}`,
    ...(each.kind === null ? [] : [each.kind]),
    ...(each.version === null ? [] : [`version ${each.version}`]),
    ...(each.cell === null ? [] : [`cell of ${each.cell}`]),
    ...(each.found ? [] : ['not found again']),
  ].join(', ')

const claimTable = (report: EvidenceReport): Table =>
  tableOf(report.claims, [
    ['No.', ({ id }) => claimLink(report, id)],
    ['Claim', ({ text }) => text],
    ['Verdict', (claim) => labelOf(report, claim)],
    ['Confidence', ({ confidence }) => (confidence === null ? 'none' : confidence.toFixed(2)), 'number'],
    ['Other works in support', ({ independentSupport }) => String(independentSupport), 'number'],
    ['From', (claim) => originOf(report, claim)],
  ])

function findingTable(report: EvidenceReport): Table {
  const findings = report.claims.flatMap(({ id, evidence }) => evidence.map((each) => ({ id, ...each })))
  return tableOf(findings, [
    ['Claim', ({ id }) => claimLink(report, id)],
    ['Finding', ({ label, tier }) => `${report.words.labels[label]} (${tier})`],
    ['Quote', ({ quote }) => quote],
    ['Work', ({ reference }) => citation(report, reference)],
    ['Section', ({ section: headings }) => headings.join(' › ')],
    ['Place in the stored text', placeOf],
  ])
}

const coverageTable = ({ coverage }: EvidenceReport): Table =>
  tableOf(coverage, [
    ['Part of the question', ({ label }) => label],
    ['Claims', ({ claims }) => String(claims), 'number'],
    ['Supported', ({ supported }) => String(supported), 'number'],
    ['Contradicted', ({ contradicted }) => String(contradicted), 'number'],
    ['Undecided', ({ insufficient }) => String(insufficient), 'number'],
    ['Works that decide', ({ works }) => String(works), 'number'],
  ])

function concentrationTable(report: EvidenceReport): Table {
  const named = (source: string, title: string): Text => {
    const name = citation(report, source)
    return name === source ? title : [name, ` ${title}`]
  }
  return tableOf(report.concentration, [
    ['Source', ({ source, title }) => named(source, title)],
    ['Claims', ({ claims }) => String(claims), 'number'],
    ['Share', ({ share }) => percent(share), 'number'],
  ])
}
