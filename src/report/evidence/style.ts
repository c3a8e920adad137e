/** What the page of a review has beyond the style of all reports. */
export const EVIDENCE_STYLE = `
.answer.yes { border-color: var(--gain); }
.answer.no { border-color: var(--loss); }
.basis { display: block; font: 400 .9rem/1.5 var(--sans); color: var(--soft); }
.claims { list-style: none; margin: 1.2rem 0 0; padding: 0; max-width: none; }
.claims > li { max-width: 52rem; padding: 1rem 0 1.1rem; border-top: 1px solid var(--line); scroll-margin-top: 1rem; }
.claims > li:target { background: var(--surface); }
.claims .head { display: flex; flex-wrap: wrap; align-items: baseline; gap: .2rem .8rem; margin: 0 0 .3rem; font: 600 .875rem/1.5 var(--sans); max-width: none; }
.claims .head span { font-weight: 400; color: var(--soft); }
.claims .said { margin: 0 0 .45rem; }
.verdict.verified, .verdict.supported { color: var(--gain-ink) !important; font-weight: 650 !important; }
.verdict.contradicted { color: var(--loss-ink) !important; font-weight: 650 !important; }
.claims .why { font: 400 .9rem/1.5 var(--sans); color: var(--soft); margin: 0 0 .2rem; }
blockquote { margin: .7rem 0 0; padding: .1rem 0 .1rem .9rem; border-left: 3px solid var(--line); max-width: 48rem; }
blockquote.supported { border-color: var(--gain); }
blockquote.contradicted { border-color: var(--loss); }
blockquote p { margin: 0 0 .2rem; font-size: 1rem; line-height: 1.5; }
blockquote footer { font: 400 .84rem/1.5 var(--sans); color: var(--soft); overflow-wrap: anywhere; }
.plain td.number { min-width: 3.5rem; }
.references { padding-left: 2.2rem; }
.references li { margin-bottom: .55em; scroll-margin-top: 1rem; overflow-wrap: anywhere; }
.references li:target { background: var(--surface); }
.references .use { display: block; font: 400 .84rem/1.5 var(--sans); color: var(--soft); }
.shown { font-size: 1.2rem; line-height: 1.4; }
.flow { max-width: 45rem; }
@media print { .claims > li, blockquote { break-inside: avoid; } }
`
