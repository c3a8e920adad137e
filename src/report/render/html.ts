import { count, day, plural } from '#kernel'
import { armColour, armDash } from '../figures/colour.ts'
import { developmentScores, lossCurves } from '../figures/curves.ts'
import { forestPlot, groupPlot } from '../figures/forest.ts'
import { groupFindings, groupTable, membersOf } from '../group-words.ts'
import {
  cellOf,
  differenceOn,
  isSeveral,
  languagesByEffect,
  languagesByName,
  meaningOfMarks,
} from '../lookup.ts'
import { decimal, signed } from '../numbers.ts'
import type { Cell, Difference, Grouping, Report, Table } from '../schema.ts'
import {
  benchmarkTable,
  DETAIL_NOTE,
  dataTable,
  detailTable,
  fileTable,
  publishedNote,
  publishedTable,
  selectionNote,
  selectionTable,
  trainingTable,
  versionTable,
} from '../tables.ts'
import { html, Markup } from './markup.ts'
import { STYLE } from './style.ts'

/** Start of a page up to its body. */
export const pageHead = (title: string, description: string, style: string): Markup => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Polyvia">
<meta name="description" content="${description}">
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>`

/** The report as one file that needs nothing else: no script, no font, no picture from elsewhere. */
export function renderHtml(report: Report): string {
  const page = html`${pageHead(`${report.name}: ${report.question}`, report.answer.sentence, STYLE)}
<body>
${masthead(report)}
<main>
${answer(report)}
${results(report)}
${byGroup(report)}
${published(report)}
${maps(report)}
${chosen(report)}
${curves(report)}
${values(report)}
${methods(report)}
${limits(report)}
${manifest(report)}
</main>
<footer class="colophon">Made by Polyvia from the study <code>${report.reproduce.file}</code> on ${day(report.created)}. The same numbers are in <code>report.json</code>, <code>scores.csv</code>, <code>differences.csv</code>, <code>groups.csv</code> and <code>table.tex</code> beside this page.</footer>
</body>
</html>
`
  return page.text
}

function masthead(report: Report): Markup {
  return html`<header class="masthead">
<p class="eyebrow">${report.name} · transfer study · ${day(report.created)}</p>
<h1>${report.question}</h1>
</header>`
}

function answer(report: Report): Markup {
  const { answer } = report
  const links = [
    ['results', 'Results'],
    ...(report.groups.length > 0 ? [['groups', 'By group']] : []),
    ...(report.published.length > 0 ? [['published', 'Published results']] : []),
    ['languages', 'By language'],
    ...(hasChoices(report) ? [['chosen', 'Chosen on development data']] : []),
    ['curves', 'Learning curves'],
    ['values', 'All values'],
    ['methods', 'Methods'],
    ['limits', 'Limits'],
    ['manifest', 'Manifest'],
  ] as [string, string][]
  return html`<section class="answer ${answer.verdict}" aria-labelledby="answer">
<h2 id="answer">Answer</h2>
<p class="said">${answer.sentence}</p>
<p class="where">${answer.where}</p>
<dl class="facts">${answer.facts.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
</section>
<nav aria-label="Contents"><ul class="contents">${links.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>`
}

const tone = (difference: Difference) => (!difference.clear ? '' : difference.value > 0 ? 'up' : 'down')
const arrow = (difference: Difference) => (!difference.clear ? '' : difference.value > 0 ? ' ▲' : ' ▼')

function results(report: Report): Markup {
  return html`<section aria-labelledby="results">
<h2 id="results">Results</h2>
<figure>
<div class="wide">${new Markup(forestPlot(report, 'wide'))}</div>
<div class="narrow">${new Markup(forestPlot(report, 'narrow'))}</div>
<figcaption>${report.declared ? 'Difference of each declared comparison' : `Difference of each arm to the ${report.baseline} arm`} in points, mean over languages and seeds, with ${report.level} % intervals. Filled: ${meaningOfMarks(report)}. Right of the line ${report.declared ? 'the first arm is better' : `is better than the ${report.baseline} arm`}.</figcaption>
</figure>
<ul>${report.comparisons.map((pair) => html`<li><strong>${pair.title}</strong>${report.declared ? null : ` (${report.arms.find(({ name }) => name === pair.arm)!.path})`}: ${pair.finding}</li>`)}</ul>
${report.declared ? html`<h3>Arms</h3><ul>${report.arms.map((arm) => html`<li><strong>${arm.name}</strong>: ${arm.path}</li>`)}</ul>` : null}
<h3>Values</h3>
${mainTable(report)}
<h3>Which targets decide</h3>
<ul>${report.targets.map((target) => html`<li><strong>${target.title}</strong>: ${target.chance}</li>`)}</ul>
${report.benchmarks.length === 0 ? null : html`<h3>Benchmark scores</h3>`}
${report.benchmarks.map(
  (
    each,
  ) => html`${each.scores.length === 0 ? null : plainTable(benchmarkTable(report, each), `${each.title} scores`)}
${each.missing === '' ? null : html`<p>${each.missing}</p>`}`,
)}
</section>`
}

function byGroup(report: Report): Markup | null {
  if (report.groups.length === 0) return null
  return html`<section aria-labelledby="groups">
<h2 id="groups">By group</h2>
<p>Differences in points over the languages of a group, each language counting the same${isSeveral(report) ? ', mean over the deciding targets' : ''}. Filled: the ${report.level} % interval excludes 0; nothing here is adjusted for the number of groups.</p>
${report.groups.map((grouping) => groupSection(report, grouping))}
</section>`
}

function groupSection(report: Report, grouping: Grouping): Markup {
  const any = grouping.differences.some(({ target }) => target === null)
  const findings = groupFindings(report, grouping)
  return html`<h3>By ${grouping.title}</h3>
${
  any
    ? html`<figure>
<div class="wide">${new Markup(groupPlot(report, grouping, 'wide'))}</div>
<div class="narrow">${new Markup(groupPlot(report, grouping, 'narrow'))}</div>
</figure>`
    : html`<p>No group has results on a target that decides.</p>`
}
${findings.length === 0 ? null : html`<ul>${findings.map((line) => html`<li>${line}</li>`)}</ul>`}
<details><summary>Targets and languages <span class="quiet">by ${grouping.title}</span></summary>
${plainTable(
  groupTable(
    report,
    grouping,
    (difference) =>
      `${signed(difference.value)}${arrow(difference)} [${signed(difference.low)}, ${signed(difference.high)}]`,
  ),
  `Differences by ${grouping.title}`,
)}
<ul>${membersOf(report, grouping).map((line) => html`<li>${line}</li>`)}</ul>
</details>`
}

function published(report: Report): Markup | null {
  if (report.published.length === 0) return null
  return html`<section aria-labelledby="published">
<h2 id="published">Published results</h2>
<p>${publishedNote(report)}</p>
${plainTable(publishedTable(report), 'Published results')}
</section>`
}

const hasChoices = ({ selections, details }: Report) => selections.length > 0 || details.length > 0

function chosen(report: Report): Markup | null {
  if (!hasChoices(report)) return null
  const { selections, details } = report
  return html`<section aria-labelledby="chosen">
<h2 id="chosen">Chosen on development data</h2>
${selections.length === 0 ? null : html`<h3>Layer and pooling of retrieval</h3><p>${selectionNote(report)}</p>${plainTable(selectionTable(report), 'Layer and pooling')}`}
${details.length === 0 ? null : html`<h3>Thresholds</h3><p>${DETAIL_NOTE}</p><details><summary>All thresholds <span class="quiet">${count(details.length)} scores</span></summary>${plainTable(detailTable(report), 'Thresholds')}</details>`}
</section>`
}

function mainTable(report: Report): Markup {
  const several = isSeveral(report) && !report.declared
  return html`<figure>
<div class="scroll" role="region" tabindex="0" aria-label="Table of results, scrolls sideways">
<table class="results">
<thead><tr><th scope="col">Arm</th>${several ? html`<th scope="col" class="number">Mean difference<span class="quiet">deciding targets</span></th>` : null}${report.targets.map(
    (target) =>
      html`<th scope="col" class="number">${target.title}<span class="quiet">${target.metric.title}, ${plural(target.languages.length, 'language')}</span>${target.decides ? null : html`<span class="quiet chance">at chance</span>`}</th>`,
  )}</tr></thead>
<tbody>${report.arms.map(
    (arm) =>
      html`<tr><th scope="row">${arm.name}${arm.baseline ? html`<span class="quiet">no intermediate stage</span>` : null}</th>${
        several ? html`<td class="number">${meanDifference(report, arm)}</td>` : null
      }${report.targets.map((target) => mainCell(cellOf(report, arm.name, target.id, null)))}</tr>`,
  )}</tbody>
</table></div>
<figcaption>Mean over languages and seeds with its ${report.level} % interval; below it the difference to the ${report.baseline} arm, in points. ▲ better and ▼ worse where ${meaningOfMarks(report)}.${report.declared ? ' Differences that were not declared carry no mark.' : ''}</figcaption>
</figure>`
}

function meanDifference(report: Report, arm: Report['arms'][number]): Markup {
  if (arm.baseline) return html`<span class="quiet">reference</span>`
  const difference = report.comparisons.find((pair) => pair.arm === arm.name)?.difference
  return difference ? change(difference) : none()
}

const none = () => html`<span class="quiet">no result</span>`

function mainCell(cell: Cell | undefined): Markup {
  if (cell === undefined) return html`<td class="number">${none()}</td>`
  const { value, difference } = cell
  return html`<td class="number">${decimal(value.value)}<span class="quiet">${decimal(value.low)} to ${decimal(value.high)}</span>${cell.aboveChance ? null : html`<span class="quiet chance">at chance</span>`}${difference ? change(difference) : null}</td>`
}

function change(difference: Difference): Markup {
  return html`<span class="${tone(difference)}">${signed(difference.value)}${arrow(difference)}</span><span class="quiet">[${signed(difference.low)}, ${signed(difference.high)}]</span>`
}

function maps(report: Report): Markup {
  return html`<section aria-labelledby="languages">
<h2 id="languages">By language</h2>
<p>${report.declared ? 'Declared comparisons' : `Difference to the ${report.baseline} arm`} in points; languages that gain most come first. Among this many cells, some intervals exclude 0 by chance: nothing here is adjusted.</p>
<p class="scale"><span>worse</span><i></i><span>better</span><span>· <strong>bold</strong>: the ${report.level} % interval excludes 0</span></p>
${report.declared ? html`<ul class="legend">${report.comparisons.map((pair, at) => html`<li><strong>${letter(at)}</strong> ${pair.title}</li>`)}</ul>` : null}
<div class="maps">${report.targets.map((target) => heatMap(report, target))}</div>
</section>`
}

/** Short name of a declared comparison in narrow columns. */
const letter = (at: number) => (at < 26 ? String.fromCharCode(65 + at) : String(at + 1))

function heatMap(report: Report, target: Report['targets'][number]): Markup {
  const largest = Math.max(
    1,
    ...report.pairs.flatMap((pair) =>
      pair.target === target.id && pair.language !== null ? Math.abs(pair.difference.value) : [],
    ),
  )
  const shade = (difference: Difference) => {
    const share = Math.round((Math.abs(difference.value) / largest) * 75)
    return `background:color-mix(in oklab,var(--${difference.value < 0 ? 'loss' : 'gain'}) ${share}%,var(--surface))`
  }
  return html`<figure>
<div class="scroll" role="region" tabindex="0" aria-label="Differences on ${target.title}, scrolls sideways">
<table class="map${target.decides ? '' : ' undecided'}">
<caption>${target.title}${target.decides ? null : html` <span class="chance">(at chance: decides nothing)</span>`}</caption>
<thead><tr><th scope="col"><span class="quiet">language</span></th>${report.comparisons.map((pair, at) =>
    report.declared
      ? html`<th scope="col" title="${pair.title}">${letter(at)}</th>`
      : html`<th scope="col">${pair.title}</th>`,
  )}</tr></thead>
<tbody>${languagesByEffect(report, target).map(
    (code) =>
      html`<tr><th scope="row">${report.languages[code]!} <span>${code}</span></th>${report.comparisons.map(
        (pair) => {
          const difference = differenceOn(report, pair, target.id, code)
          return difference
            ? html`<td${new Markup(difference.clear ? ' class="sure"' : '')} style="${shade(difference)}">${signed(difference.value)}</td>`
            : html`<td class="none">none</td>`
        },
      )}</tr>`,
  )}</tbody>
</table></div>
<figcaption>Deepest colour: ${decimal(largest)} points.</figcaption>
</figure>`
}

function curves(report: Report): Markup {
  const swatch = (colour: string, dash: string) =>
    new Markup(
      `<svg width="26" height="8" aria-hidden="true"><line x1="1" x2="25" y1="4" y2="4" stroke="${colour}" stroke-width="2.5"${dash === 'none' ? '' : ` stroke-dasharray="${dash}"`}/></svg>`,
    )
  const shared = report.curves.some((panel) => panel.lines.some((line) => line.arms.length > 1))
  return html`<section aria-labelledby="curves">
<h2 id="curves">Learning curves</h2>
<ul class="legend">${report.arms.map((arm) => html`<li>${swatch(armColour(report, arm.name), armDash(report, arm.name))}${arm.name}</li>`)}${shared ? html`<li>${swatch('var(--ink)', 'none')}shared by several arms</li>` : null}</ul>
<div class="panels">${report.curves.map((panel) => {
    const scores = developmentScores(report, panel)
    return html`<figure>
<h3>${panel.title}</h3>
<h4>Training loss by step</h4>
${new Markup(lossCurves(report, panel))}
${scores === null ? null : html`<h4>English development score by step (${panel.score ?? 'score'})</h4>${new Markup(scores)}`}
</figure>`
  })}</div>
<p class="note">One line a seed. Loss is averaged within stretches of the run. A filled dot is the step whose weights were kept.</p>
</section>`
}

function values(report: Report): Markup {
  return html`<section aria-labelledby="values">
<h2 id="values">All values by language</h2>
<p>Mean over seeds with its ${report.level} % interval; below it the difference to the ${report.baseline} arm, in points.</p>
${report.targets.map(
  (target) => html`<details open>
<summary>${target.title}<span class="quiet">${target.metric.title}</span></summary>
<div class="scroll" role="region" tabindex="0" aria-label="Values on ${target.title}, scrolls sideways">
<table class="values">
<thead><tr><th scope="col">Language</th><th scope="col" class="number">Chance</th>${report.arms.map((arm) => html`<th scope="col" class="number">${arm.name}</th>`)}</tr></thead>
<tbody>${languagesByName(report, target).map((code) => {
    const chance =
      report.cells.find((cell) => cell.target === target.id && cell.language === code)?.chance ?? null
    return html`<tr><th scope="row">${report.languages[code]!} <span class="quiet">${code}</span></th><td class="number">${chance === null ? 'none' : decimal(chance)}</td>${report.arms.map((arm) => mainCell(cellOf(report, arm.name, target.id, code)))}</tr>`
  })}</tbody>
</table></div>
</details>`,
)}
${report.missing.length === 0 ? null : html`<h3>Missing</h3><ul>${report.missing.map((cell) => html`<li>${cell.arm}, ${cell.target}, seed ${cell.seed} (${cell.languages.join(', ')}): ${cell.reason}</li>`)}</ul>`}
</section>`
}

function methods(report: Report): Markup {
  return html`<section aria-labelledby="methods">
<h2 id="methods">Methods</h2>
${report.methods.map((paragraph) => html`<p>${paragraph}</p>`)}
<h3>Settings of every trained phase</h3>
${plainTable(report.settings, 'Settings of every trained phase')}
<h3>Where settings and metrics come from</h3>
${plainTable(report.sources, 'Sources')}
</section>`
}

function limits(report: Report): Markup {
  return html`<section aria-labelledby="limits">
<h2 id="limits">Limits</h2>
<ul class="limits">${report.limits.map((limit) => html`<li>${limit}</li>`)}</ul>
</section>`
}

function manifest(report: Report): Markup {
  const { manifest, reproduce } = report
  return html`<section aria-labelledby="manifest">
<h2 id="manifest">Manifest</h2>
<ul>${manifest.summary.map((line) => html`<li>${line}</li>`)}</ul>
<details open><summary>Trained phases</summary>${plainTable(trainingTable(report), 'Trained phases')}</details>
<details open><summary>Data read</summary>${plainTable(dataTable(report), 'Data read')}</details>
<details><summary>Files read <span class="quiet">${count(manifest.files.length)} files</span></summary>${plainTable(fileTable(report), 'Files read')}</details>
<details open><summary>Versions and machines</summary>${plainTable(versionTable(report), 'Versions and machines')}</details>
<h3 id="reproduce">How to repeat this</h3>
<pre><code>${reproduce.commands.join('\n')}</code></pre>
<p>with this study as <code>${reproduce.file}</code>:</p>
<pre><code>${reproduce.study}</code></pre>
</section>`
}

/** A table of text as it is; columns with long texts get room. */
export function plainTable(table: Table, label: string): Markup {
  const kind = (at: number) =>
    table.columns[at]!.numeric
      ? 'number'
      : table.rows.some((row) => (row[at] ?? '').length > 40)
        ? 'long'
        : ''
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}, scrolls sideways"><table class="plain">
<thead><tr>${table.columns.map((column, at) => html`<th scope="col" class="${kind(at)}">${column.title}</th>`)}</tr></thead>
<tbody>${table.rows.map((row) => html`<tr>${row.map((text, at) => html`<td class="${kind(at)}">${text}</td>`)}</tr>`)}</tbody>
</table></div>`
}
