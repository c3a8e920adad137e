import type { EvidenceReport } from '#evidence'
import { listed, percent } from '#kernel'
import { type Block, link, type Section, section, type Text, type Tone, table } from '../../document/model.ts'
import { anchorOf, citation, claimLabel, claimLink, originOf, type ReportedClaim } from '../citing.ts'

type Evidence = ReportedClaim['evidence'][number]

const TONES = {
  supported: 'good',
  contradicted: 'bad',
  insufficient: 'neutral',
} as const satisfies Record<ReportedClaim['label'], Tone>

/** Every claim with its verdict and its quotes, and how the claims fall on the question and the sources. */
export function claimsSection(report: EvidenceReport): Section {
  return section({ title: 'Claims', id: 'claims' }, [
    ...(report.claims.length === 0 ? ['No claim was extracted.'] : claimBlocks(report)),
    section('Claims by source', [concentrationTable(report)]),
  ])
}

const claimBlocks = (report: EvidenceReport): (Block | string)[] => [
  'Sentences of the works, word for word. Quoted: the work says so. Verified, contradicted: another work does, with the passages that decide it and how sure that is; where none decides, the closest passage of another work.',
  section({ title: 'All claims as a table', fold: 'closed' }, [claimTable(report)]),
  section({ title: 'All findings as a table', fold: 'closed' }, [findingTable(report)]),
  ...report.claims.map((claim) => claimBlock(report, claim)),
]

function claimBlock(report: EvidenceReport, claim: ReportedClaim): Block {
  const parts = report.asked.parts.filter(({ id }) => claim.parts.includes(id)).map(({ text }) => `"${text}"`)
  const label = claimLabel(report, claim)
  return {
    kind: 'claim',
    id: anchorOf(claim),
    name: `C${claim.number}`,
    verdict: claim.confidence === null ? label : `${label}, ${claim.confidence.toFixed(2)}`,
    tone: TONES[claim.label],
    from: originOf(report, claim),
    text: claim.text,
    why: [
      claim.context.before === null ? '' : `The sentence before: "${claim.context.before}"`,
      claim.context.authors === null ? '' : `"We" and "our": ${claim.context.authors}.`,
      claim.reason,
      parts.length === 0 ? '' : `Speaks of ${listed(parts)}.`,
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
    `${role} (${each.tier}): `,
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
const placeOf = ({ start, end, sha256, kind, version, cell, found }: Evidence): string =>
  [
    `${start} to ${end} of ${sha256.slice(0, 12)}`,
    kind ?? '',
    version === null ? '' : `version ${version}`,
    cell === null ? '' : `cell of ${cell}`,
    found ? '' : 'not found again',
  ]
    .filter(Boolean)
    .join(', ')

const claimTable = (report: EvidenceReport): Block =>
  table('Claims', report.claims, [
    ['No.', ({ id }) => claimLink(report, id)],
    ['Claim', ({ text }) => text],
    ['Verdict', (claim) => claimLabel(report, claim)],
    ['Confidence', ({ confidence }) => (confidence === null ? 'none' : confidence.toFixed(2)), 'number'],
    ['Other works in support', ({ supportedBy }) => String(supportedBy.length), 'number'],
    ['From', (claim) => originOf(report, claim)],
  ])

function findingTable(report: EvidenceReport): Block {
  const findings = report.claims.flatMap(({ id, evidence }) => evidence.map((each) => ({ id, ...each })))
  return table({ title: 'Findings', none: 'There are none.' }, findings, [
    ['Claim', ({ id }) => claimLink(report, id)],
    ['Finding', ({ label, tier }) => `${report.words.labels[label]} (${tier})`],
    ['Quote', ({ quote }) => quote],
    ['Work', ({ reference }) => citation(report, reference)],
    ['Section', ({ section: headings }) => headings.join(' › ')],
    ['Place in the stored text', placeOf],
  ])
}

function concentrationTable(report: EvidenceReport): Block {
  const named = (source: string, title: string): Text => {
    const name = citation(report, source)
    return name === source ? title : [name, ` ${title}`]
  }
  return table({ title: 'Claims by source', none: 'There are none.' }, report.concentration, [
    ['Source', ({ source, title }) => named(source, title)],
    ['Claims', ({ claims }) => String(claims), 'number'],
    ['Share', ({ share }) => percent(share), 'number'],
  ])
}
