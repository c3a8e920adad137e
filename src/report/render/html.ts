import { armColour, armDash } from '../figures/colour.ts'
import { developmentScores, lossCurves } from '../figures/curves.ts'
import { forestPlot } from '../figures/forest.ts'
import { cellOf, languagesByEffect, languagesByName, otherArms } from '../lookup.ts'
import type { Cell, Difference, Report, Table } from '../schema.ts'
import { dataTable, fileTable, trainingTable, versionTable } from '../tables.ts'
import { count, day, decimal, plural, signed } from '../wording.ts'
import { html, Markup } from './markup.ts'
import { STYLE } from './style.ts'

/** The report as one file that needs nothing else: no script, no font, no picture from elsewhere. */
export function renderHtml(report: Report): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="Polyvia">
<meta name="description" content="${report.answer.sentence}">
<title>${report.name}: ${report.question}</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
${masthead(report)}
<main>
${answer(report)}
${results(report)}
${maps(report)}
${curves(report)}
${values(report)}
${methods(report)}
${limits(report)}
${manifest(report)}
</main>
<footer class="colophon">Made by Polyvia from the study <code>${report.reproduce.file}</code> on ${day(report.created)}. The same numbers are in <code>report.json</code>, <code>scores.csv</code>, <code>differences.csv</code> and <code>table.tex</code> beside this page.</footer>
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

function answer({ answer }: Report): Markup {
  const links = [
    ['results', 'Results'],
    ['languages', 'By language'],
    ['curves', 'Learning curves'],
    ['values', 'All values'],
    ['methods', 'Methods'],
    ['limits', 'Limits'],
    ['manifest', 'Manifest'],
  ] as const
  return html`<section class="answer ${answer.verdict}" aria-labelledby="answer">
<h2 id="answer">Answer</h2>
<p class="said">${answer.sentence}</p>
<p class="where">${answer.where}</p>
<dl class="facts">${answer.facts.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>
</section>
<nav aria-label="Contents"><ul class="contents">${links.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>`
}

const tone = (difference: Difference) => (!difference.significant ? '' : difference.value > 0 ? 'up' : 'down')
const arrow = (difference: Difference) => (!difference.significant ? '' : difference.value > 0 ? ' ▲' : ' ▼')

function results(report: Report): Markup {
  return html`<section aria-labelledby="results">
<h2 id="results">Results</h2>
<figure>
<div class="wide">${new Markup(forestPlot(report, 'wide'))}</div>
<div class="narrow">${new Markup(forestPlot(report, 'narrow'))}</div>
<figcaption>Difference of each arm to the ${report.baseline} arm in points, mean over languages and seeds, with ${report.level} % intervals. Filled: the interval excludes 0. Right of the line is better than the ${report.baseline}.</figcaption>
</figure>
<ul>${otherArms(report).map((arm) => html`<li><strong>${arm.name}</strong> (${arm.path}): ${arm.finding}</li>`)}</ul>
${mainTable(report)}
<h3>Which targets decide</h3>
<ul>${report.targets.map((target) => html`<li><strong>${target.title}</strong>: ${target.chance}</li>`)}</ul>
</section>`
}

function mainTable(report: Report): Markup {
  const several = report.targets.filter((target) => target.decides).length > 1
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
        several
          ? html`<td class="number">${arm.difference ? change(arm.difference) : arm.baseline ? html`<span class="quiet">reference</span>` : none()}</td>`
          : null
      }${report.targets.map((target) => mainCell(cellOf(report, arm.name, target.id, null)))}</tr>`,
  )}</tbody>
</table></div>
<figcaption>Mean over languages and seeds with its ${report.level} % interval; below it the difference to the ${report.baseline} arm, in points. ▲ better and ▼ worse where the interval excludes 0.</figcaption>
</figure>`
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
<p>Difference to the ${report.baseline} arm in points; languages that gain most come first.</p>
<p class="scale"><span>worse</span><i></i><span>better</span><span>· <strong>bold</strong>: the ${report.level} % interval excludes 0</span></p>
<div class="maps">${report.targets.map((target) => heatMap(report, target))}</div>
</section>`
}

function heatMap(report: Report, target: Report['targets'][number]): Markup {
  const arms = otherArms(report)
  const largest = Math.max(
    1,
    ...report.cells.flatMap((cell) =>
      cell.target === target.id && cell.difference ? Math.abs(cell.difference.value) : [],
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
<thead><tr><th scope="col"><span class="quiet">language</span></th>${arms.map((arm) => html`<th scope="col">${arm.name}</th>`)}</tr></thead>
<tbody>${languagesByEffect(report, target).map(
    (code) =>
      html`<tr><th scope="row">${report.languages[code]!} <span>${code}</span></th>${arms.map((arm) => {
        const difference = cellOf(report, arm.name, target.id, code)?.difference
        return difference
          ? html`<td${new Markup(difference.significant ? ' class="sure"' : '')} style="${shade(difference)}">${signed(difference.value)}</td>`
          : html`<td class="none">none</td>`
      })}</tr>`,
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
<details><summary>Files read <span class="quiet">${count(manifest.data.length)} datasets</span></summary>${plainTable(fileTable(report), 'Files read')}</details>
<details open><summary>Versions and machines</summary>${plainTable(versionTable(report), 'Versions and machines')}</details>
<h3 id="reproduce">How to repeat this</h3>
<pre><code>${reproduce.commands.join('\n')}</code></pre>
<p>with this study as <code>${reproduce.file}</code>:</p>
<pre><code>${reproduce.study}</code></pre>
</section>`
}

/** A table of text as it is; columns with long texts get room. */
function plainTable(table: Table, label: string): Markup {
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
