/** Steps of colour in a map, from hardly any to the largest value. */
export const SHADES = 15

const STRONGEST = 75

const shadeOf = (name: 'gain' | 'loss', step: number) =>
  `.map .${name}-${step} { background: color-mix(in oklab, var(--${name}) ${(step * STRONGEST) / SHADES}%, var(--surface)); }`
const steps = Array.from({ length: SHADES }, (_, at) => at + 1)
const shades = (['gain', 'loss'] as const).flatMap((name) => steps.map((step) => shadeOf(name, step)))

/** The page's style sheet: one column for reading, figures as wide as they need, light, dark and paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --surface: #f5f4f1; --ink: #1c1b1a; --soft: #63605b; --line: #dfdcd6;
  --gain: #3b8fd6; --loss: #ea8a2f; --gain-ink: #135f9e; --loss-ink: #a04a06;
  --hue-1: #0072b2; --hue-2: #c85400; --hue-3: #00835f; --hue-4: #b0548c; --hue-5: #2f93c9; --hue-6: #a87600;
  --serif: Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, "Noto Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, "DejaVu Sans Mono", monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #151514; --surface: #20201e; --ink: #ecebe6; --soft: #a9a69f; --line: #393834;
    --gain: #2c7cc6; --loss: #bb661c; --gain-ink: #86bff2; --loss-ink: #f2ab69;
    --hue-1: #5aaee6; --hue-2: #f08b45; --hue-3: #3fc299; --hue-4: #e08fc0; --hue-5: #9ad3f2; --hue-6: #e3b341;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 400 1.0625rem/1.6 var(--serif); font-kerning: normal; text-rendering: optimizeLegibility;
  overflow-wrap: break-word;
}
main, .masthead, .colophon { width: min(100% - 2rem, 66rem); margin-inline: auto; }
p, li { max-width: 43rem; }
p { margin: 0 0 1em; }
a { color: inherit; text-decoration-color: var(--soft); text-underline-offset: .18em; }
code, pre { font-family: var(--mono); font-size: .84em; }
pre { background: var(--surface); border-radius: 6px; padding: .9rem 1rem; overflow-x: auto; line-height: 1.5; margin: 0 0 1.2rem; }

.masthead { padding-top: clamp(1.5rem, 5vw, 3.5rem); }
.eyebrow { font: 500 .875rem/1.4 var(--sans); color: var(--soft); margin: 0 0 .9rem; max-width: none; }
h1 { font: 600 clamp(1.45rem, 1.1rem + 1.7vw, 2.25rem)/1.22 var(--serif); letter-spacing: -.012em; margin: 0 0 1.6rem; max-width: 30em; text-wrap: balance; }
h2 { font: 650 1.375rem/1.3 var(--serif); letter-spacing: -.005em; margin: 3.4rem 0 .8rem; padding-top: 1rem; border-top: 1px solid var(--line); }
h3 { font: 650 1rem/1.4 var(--sans); margin: 1.8rem 0 .5rem; }

.answer { background: var(--surface); border-radius: 10px; border-left: 6px solid var(--soft); padding: clamp(1.1rem, 3vw, 1.9rem); }
.answer.good { border-color: var(--gain); }
.answer.bad { border-color: var(--loss); }
.answer.open { border-left-style: dashed; }
.answer h2 { font: 600 .875rem/1.2 var(--sans); color: var(--soft); border: 0; margin: 0 0 .55rem; padding: 0; letter-spacing: 0; }
.lead { font-size: 1.2rem; line-height: 1.4; }
.answer p { margin: 0; max-width: 46em; }
.answer .lead { font-size: clamp(1.2rem, 1.02rem + .85vw, 1.5rem); line-height: 1.38; max-width: 38em; margin: 0 0 .7rem; text-wrap: pretty; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 1rem 1.6rem; margin: 1.4rem 0 0; padding-top: 1.2rem; border-top: 1px solid var(--line); }
.facts div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.facts dt { font: 400 .875rem/1.4 var(--sans); color: var(--soft); }
.facts dd { font: 600 1.25rem/1.35 var(--sans); margin: 0; font-variant-numeric: tabular-nums; letter-spacing: -.01em; }
.contents { font: 400 .9375rem/1.9 var(--sans); margin: 1.5rem 0 0; padding: 0; max-width: none; display: flex; flex-wrap: wrap; gap: 0 1.3rem; list-style: none; }
.contents a { text-decoration: none; border-bottom: 1px solid var(--line); padding: .3em 0 .1em; }

figure { margin: 1.4rem 0 2rem; }
figure:has(+ .as-text) { margin-bottom: .6rem; }
figure.tabled { margin: .8rem 0 1.6rem; }
figcaption, .note { font: 400 .9rem/1.5 var(--sans); color: var(--soft); max-width: 46rem; margin-top: .7rem; }
svg { display: block; max-width: 100%; height: auto; overflow: visible; font-family: var(--sans); }
.narrow { display: none; }
@media (max-width: 46rem) { .wide { display: none; } .narrow { display: block; } }

.scroll { overflow-x: auto; -webkit-overflow-scrolling: touch; max-width: 100%; overscroll-behavior-x: contain; }
.scroll:focus-visible { outline: 2px solid var(--gain); outline-offset: 3px; }
table { border-collapse: collapse; font: 400 .9rem/1.4 var(--sans); font-variant-numeric: tabular-nums lining-nums; }
caption { text-align: left; font: 650 1rem/1.4 var(--sans); padding-bottom: .4rem; }
th, td { text-align: left; padding: .42rem .9rem .42rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-weight: 600; border-bottom: 1.5px solid var(--ink); vertical-align: bottom; }
tbody th { font-weight: 500; }
.number { text-align: right; white-space: nowrap; }
.quiet { color: var(--soft); font-weight: 400; font-size: .84em; }
table .quiet { display: block; white-space: nowrap; }
li > .quiet, p > .quiet { font-family: var(--sans); }
li > .quiet:last-child { display: block; }
.up { color: var(--gain-ink); }
.down { color: var(--loss-ink); }
tr.part > * { border-top: 2px solid var(--soft); }
.numbers th:first-child { position: sticky; left: 0; background: var(--paper); z-index: 1; padding-right: 1rem; }
.numbers td, .numbers th.number { padding-right: 1.5rem; }

.maps { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 20rem), 1fr)); gap: 1.5rem 2.5rem; align-items: start; }
.maps figure { margin: .6rem 0; min-width: 0; }
.map { width: 100%; border-collapse: separate; border-spacing: 2px; font-size: .875rem; }
.map th, .map td { border: 0; padding: .26rem .4rem; }
.map thead th { font-weight: 600; text-align: center; font-size: .8125rem; line-height: 1.25; overflow-wrap: anywhere; hyphens: auto; }
.map tbody th { font-weight: 400; padding-left: 0; }
.map thead th:first-child { text-align: left; }
.map tbody th .quiet { display: inline; font-size: 1em; }
.map td { text-align: center; border-radius: 3px; background: var(--surface); min-width: 2.9rem; font-weight: 400; white-space: nowrap; }
.map td.open { color: var(--soft); background: none; }
.map tr.part > * { border-top: 0; padding-top: .7rem; }
.map td.none { color: var(--soft); font-style: italic; background: none; }
${shades.join('\n')}
.scale { display: flex; align-items: center; gap: .6rem; font: 400 .875rem/1.4 var(--sans); margin: .4rem 0 1rem; flex-wrap: wrap; max-width: none; }
.scale i { display: inline-block; width: 9rem; height: .8rem; border-radius: 3px; background: linear-gradient(to right, color-mix(in oklab, var(--loss) 75%, var(--paper)), var(--surface), color-mix(in oklab, var(--gain) 75%, var(--paper))); }

.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.3rem; list-style: none; margin: .6rem 0 1rem; padding: 0; font: 400 .9rem/1.5 var(--sans); max-width: none; }
.legend svg { display: inline-block; vertical-align: .22em; margin-right: .45rem; }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: 1.2rem 2rem; }
.panels > div { min-width: 0; }
.panels h3 { margin: .6rem 0 .3rem; }
.panels h4 { font: 400 .875rem/1.4 var(--sans); color: var(--soft); margin: .5rem 0 0; }

details { border-bottom: 1px solid var(--line); padding: .3rem 0; }
details:first-of-type { border-top: 1px solid var(--line); }
.as-text, .as-text:first-of-type { border: 0; padding: 0; margin: 0 0 1.4rem; }
.as-text summary { font: 400 .9rem/1.5 var(--sans); color: var(--soft); padding: .2rem 0; }
summary { font: 600 1rem/1.5 var(--sans); cursor: pointer; padding: .55rem 0; }
summary .quiet { display: inline; white-space: normal; margin-left: .4rem; }
details > .tabled, details > p, details > pre { margin: .3rem 0 1.3rem; }
.plain { font-size: .86rem; }
.plain td, .plain th { min-width: 5rem; }
.plain td:first-child { font-weight: 500; }
.plain .long { min-width: 18rem; overflow-wrap: anywhere; }
.plain td.number { min-width: 3.5rem; }

.claim { max-width: 52rem; padding: 1rem 0 1.1rem; border-top: 1px solid var(--line); scroll-margin-top: 1rem; }
.claim:target, .references li:target { background: var(--surface); }
.claim .head { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem .8rem; margin: 0 0 .3rem; font: 600 .875rem/1.5 var(--sans); max-width: none; }
.claim .head span { font-weight: 400; color: var(--soft); }
.claim .said { margin: 0 0 .45rem; }
.claim .note { margin: 0 0 .2rem; }
.claim .head .good { color: var(--gain-ink); font-weight: 650; }
.claim .head .bad { color: var(--loss-ink); font-weight: 650; }
blockquote { margin: .7rem 0 0; padding: .1rem 0 .1rem .9rem; border-left: 3px solid var(--line); max-width: 48rem; }
blockquote.good { border-color: var(--gain); }
blockquote.bad { border-color: var(--loss); }
blockquote p { margin: 0 0 .2rem; font-size: 1rem; line-height: 1.5; }
blockquote footer { font: 400 .84rem/1.5 var(--sans); color: var(--soft); overflow-wrap: anywhere; }
.references { padding-left: 2.2rem; }
.references li { margin-bottom: .55em; scroll-margin-top: 1rem; overflow-wrap: anywhere; }
.colophon { font: 400 .875rem/1.6 var(--sans); color: var(--soft); margin-top: 4rem; padding: 1.2rem 0 2.5rem; border-top: 1px solid var(--line); }

@media print {
  @page { size: A4; margin: 17mm 15mm 18mm; }
  :root {
    color-scheme: light;
    --surface: #f3f2ef; --ink: #000000; --soft: #55524d; --line: #d5d2cb;
  }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  html { font-size: 12.5px; }
  main, .masthead, .colophon { width: 100%; }
  .masthead { padding-top: 0; }
  .contents { display: none; }
  .wide { display: block; } .narrow { display: none; }
  h2 { margin-top: 2rem; }
  h2, h3, summary, caption, thead { break-after: avoid; }
  .answer, .panels > div, tr, pre, .maps figure, .claim, blockquote { break-inside: avoid; }
  thead { display: table-header-group; }
  .scroll { overflow: visible; }
  .maps { display: block; columns: 2; column-gap: 2rem; }
  .panels { grid-template-columns: 1fr 1fr; }
  details { border: 0; }
  summary { list-style: none; }
  .plain { font-size: .72rem; }
  .plain .long { min-width: 0; }
  .plain td, .plain th { min-width: 0; padding-right: .5rem; }
  p, li, figcaption { orphans: 3; widows: 3; max-width: none; }
  pre { white-space: pre-wrap; }
}
`
