import type { EvidenceReport } from '#evidence'
import { day, listed } from '#kernel'
import { pageHead, plainTable } from '../render/html.ts'
import { html, Markup } from '../render/markup.ts'
import { STYLE } from '../render/style.ts'
import { prismaFigure } from './prisma.ts'
import { EVIDENCE_STYLE } from './style.ts'
import {
  agreementLine,
  answerText,
  capLines,
  captureLine,
  claimNames,
  claimTable,
  concentrationTable,
  contradictionLines,
  coverageTable,
  criteriaTable,
  effectTable,
  factsOf,
  findingTable,
  itemTable,
  leftOutTable,
  originOf,
  placeOf,
  pooledLines,
  raterLines,
  raterTable,
  referenceText,
  referenceUse,
  searchTable,
  verdictOf,
} from './tables.ts'

/** The report as one file that needs nothing else: no script, no font, no picture from elsewhere. */
export function renderEvidenceHtml(report: EvidenceReport): string {
  const page = html`${pageHead(report.title, report.answer.sentence, STYLE + EVIDENCE_STYLE)}
<body>
<header class="masthead">
<p class="eyebrow">Literature review · ${day(report.date)}</p>
<h1>${report.title}</h1>
</header>
<main>
${answer(report)}
${opening(report)}
${results(report)}
${methods(report)}
${rating(report)}
${references(report)}
${appendix(report)}
</main>
<footer class="colophon">Made by Polyvia on ${day(report.date)}. The same is in <code>report.json</code> and <code>report.md</code> beside this page, the references in <code>references.bib</code>.</footer>
</body>
</html>
`
  return page.text
}

const SECTIONS = [
  ['abstract', 'Abstract'],
  ['parts', 'Answer by part'],
  ['claims', 'Claims'],
  ['contradictions', 'Contradictions'],
  ['effects', 'Effects'],
  ['methodology', 'Methodology'],
  ['limitations', 'Limitations'],
  ['rating', 'Rating'],
  ['references', 'References'],
  ['search-log', 'Search log'],
] as const

function answer(report: EvidenceReport): Markup {
  const { answer, words } = report
  return html`<section class="answer ${answer.stance}" aria-labelledby="answer">
<h2 id="answer">Answer: ${words.stances[answer.stance]}</h2>
<p class="said">${answer.sentence}</p>
${answer.why.length === 0 ? null : html`<p class="where">What the certainty rests on: ${answer.why.join('; ')}.</p>`}
<dl class="facts">${factsOf(report).map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
</section>
<nav aria-label="Contents"><ul class="contents">${SECTIONS.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>`
}

function opening(report: EvidenceReport): Markup {
  return html`<section aria-labelledby="abstract">
<h2 id="abstract">Abstract</h2>
<p>${linked(report, report.abstract)}</p>
</section>
<section aria-labelledby="introduction">
<h2 id="introduction">Introduction</h2>
${report.introduction.map((paragraph) => html`<p>${paragraph}</p>`)}
</section>
<section aria-labelledby="parts">
<h2 id="parts">Answer by part of the question</h2>
${report.facetAnswers.map(
  (facet) => html`<h3>${facet.label}</h3>
<p>${answerText(report, facet)} <span class="basis">Certainty: ${facet.certainty.replace('-', ' ')}${facet.why.length === 0 ? null : `, ${facet.why.join('; ')}`}. ${facet.claims.length === 0 ? 'No claims.' : html`Claims: ${facet.claims.map((id, at) => html`${at === 0 ? null : ', '}${claimLink(report, id)}`)}.`}</span></p>`,
)}
</section>`
}

function claimLink(report: EvidenceReport, id: string): Markup {
  const name = claimNames(report).get(id)
  return name === undefined ? html`${id}` : html`<a href="#${name.toLowerCase()}">${name}</a>`
}

/** Text of our own in which names of claims become links. */
function linked(report: EvidenceReport, text: string): Markup {
  const parts = text.split(/\b(C[1-9]\d*)\b/)
  return html`${parts.map((part, at) =>
    at % 2 === 1 && Number(part.slice(1)) <= report.claims.length
      ? html`<a href="#${part.toLowerCase()}">${part}</a>`
      : part,
  )}`
}

/** `[1]` as a link to the reference, or the id of a work that is none. */
function cite(report: EvidenceReport, work: string): Markup {
  const reference = report.references.find((each) => each.work === work)
  return reference === undefined
    ? html`${work}`
    : html`<a href="#ref-${reference.number}">[${reference.number}]</a>${reference.retracted ? ' (retracted)' : null}`
}

type Claim = EvidenceReport['claims'][number]

/** Page of the text, with the quote marked by browsers that can. */
function textLink({ url, kind, quote }: Claim['evidence'][number]): Markup | null {
  if (url === null) return null
  const isPage = kind === 'html' || kind === 'arxiv-html'
  const fragment = isPage ? `#:~:text=${encodeURIComponent(quote.slice(0, 100)).replaceAll('-', '%2D')}` : ''
  return html`, <a href="${url.replace(/#.*$/, '')}${fragment}">text</a>`
}

function claimItem(report: EvidenceReport, claim: Claim): Markup {
  const facets = report.facets.filter(({ id }) => claim.facets.includes(id)).map(({ label }) => label)
  const { origin } = claim
  const marks = [
    claim.reason,
    facets.length === 0 ? 'It belongs to no part of the question.' : `On ${listed(facets)}.`,
    claim.kind === 'result' ? '' : `A ${claim.kind}, no result.`,
    claim.hedged ? 'Hedged.' : '',
    claim.attributed ? 'Told of another work.' : '',
  ].filter(Boolean)
  return html`<li id="c${claim.number}">
<p class="head">C${claim.number} <span class="verdict ${claim.verified ? 'verified' : claim.label}">${verdictOf(report, claim)}</span><span>from ${origin.from === 'work' ? html`${cite(report, origin.work)}, ${origin.section.at(-1) ?? 'text'}` : originOf(report, claim)}</span></p>
<p class="said">${claim.text}</p>
<p class="why">${marks.join(' ')}</p>
${claim.evidence.map(
  (each) =>
    html`<blockquote class="${each.label}"><p>${each.quote}</p><footer>${each.label === 'insufficient' ? 'closest passage' : report.words.labels[each.label]} (${each.tier}${each.ownWork ? ', its own work' : ''}): ${cite(report, each.reference)}, ${each.section.join(' › ')}; ${placeOf(each)}${textLink(each)}</footer></blockquote>`,
)}
</li>`
}

function results(report: EvidenceReport): Markup {
  const pooled = pooledLines(report)
  const lines = (all: readonly string[]) =>
    html`<ul>${all.map((line) => html`<li>${linked(report, line)}</li>`)}</ul>`
  return html`<section aria-labelledby="claims">
<h2 id="claims">Claims</h2>
${
  report.claims.length === 0
    ? html`<p>No claim was extracted.</p>`
    : html`<p>Each with its verdict, its confidence, and the quotes that decide it; where nothing decides it, the closest passage.</p>
<details><summary>All claims as a table</summary>${plainTable(claimTable(report), 'Claims')}</details>
<details><summary>All findings as a table</summary>${plainTable(findingTable(report), 'Findings')}</details>
<ol class="claims">${report.claims.map((claim) => claimItem(report, claim))}</ol>`
}
<h3>Coverage of the question</h3>
${plainTable(coverageTable(report), 'Claims by part of the question')}
<h3>Claims by source</h3>
${report.concentration.length === 0 ? html`<p>There are none.</p>` : plainTable(concentrationTable(report), 'Claims by source')}
</section>
<section aria-labelledby="contradictions">
<h2 id="contradictions">Contradictions</h2>
${report.contradictions.length === 0 ? html`<p>None among the claims.</p>` : lines(contradictionLines(report))}
</section>
<section aria-labelledby="effects">
<h2 id="effects">Effects</h2>
${report.effects.length === 0 ? html`<p>No claim states a difference with a value.</p>` : plainTable(effectTable(report), 'Effects')}
${pooled.length === 0 ? null : lines(pooled)}
</section>`
}

function methods(report: EvidenceReport): Markup {
  const { problems } = report.prisma
  return html`<section aria-labelledby="methodology">
<h2 id="methodology">Methodology</h2>
${report.methodology.map((paragraph) => html`<p>${paragraph}</p>`)}
<h3>Flow of works</h3>
<figure class="flow">
<div class="wide">${new Markup(prismaFigure(report, 'wide'))}</div>
<div class="narrow">${new Markup(prismaFigure(report, 'narrow'))}</div>
<figcaption>PRISMA 2020. Records before duplicates are removed, works after. ${problems.length === 0 ? 'All sums hold.' : `Sums that do not hold: ${problems.join('; ')}.`}</figcaption>
</figure>
<h3>Rules of screening</h3>
${report.criteria.length === 0 ? html`<p>None.</p>` : plainTable(criteriaTable(report), 'Rules of screening')}
</section>
<section aria-labelledby="limitations">
<h2 id="limitations">Limitations</h2>
${report.limitations.length === 0 ? html`<p>None that this run shows.</p>` : html`<ul class="limits">${report.limitations.map((limit) => html`<li>${limit}</li>`)}</ul>`}
</section>`
}

function rating(report: EvidenceReport): Markup {
  const caps = capLines(report)
  const capture = captureLine(report)
  return html`<section aria-labelledby="rating">
<h2 id="rating">Rating</h2>
<p class="shown">${report.review.shown}</p>
${caps.length === 0 ? html`<p>No cap applies.</p>` : html`<ul>${caps.map((cap) => html`<li>${cap}</li>`)}</ul>`}
${plainTable(raterTable(report), 'Scores by dimension and rater')}
<p class="note">${agreementLine(report)} ${raterLines(report).join(' ')}</p>
${capture === null ? null : html`<p>${capture}</p>`}
<details><summary>What was measured <span class="quiet">${report.review.items.length} measures</span></summary>${plainTable(itemTable(report), 'Measures')}</details>
</section>`
}

function references(report: EvidenceReport): Markup {
  return html`<section aria-labelledby="references">
<h2 id="references">References</h2>
${
  report.references.length === 0
    ? html`<p>None: no claim cites a work.</p>`
    : html`<ol class="references">${report.references.map(
        (reference) =>
          html`<li id="ref-${reference.number}">${referenceText(reference)}${reference.url === null ? null : html` <a href="${reference.url}">${reference.url}</a>`}<span class="use">${linked(report, referenceUse(report, reference))}</span></li>`,
      )}</ol>`
}
</section>`
}

function appendix(report: EvidenceReport): Markup {
  const out = (rows: EvidenceReport['excluded'], label: string) =>
    rows.length === 0 ? html`<p>None.</p>` : plainTable(leftOutTable(rows), label)
  return html`<section aria-labelledby="search-log">
<h2 id="search-log">Search log</h2>
${report.searches.length === 0 ? html`<p>No search was made.</p>` : plainTable(searchTable(report), 'Search log')}
</section>
<section aria-labelledby="left-out">
<h2 id="left-out">Works left out</h2>
<h3>After reading</h3>
${out(report.excluded, 'Left out after reading')}
<h3>Texts that could not be had</h3>
${out(report.notRetrieved, 'Texts that could not be had')}
</section>`
}
