/**
 * The page's style sheet: two colour schemes, a page of 400 px to one of paper. Tones are named after what they stand for; each
 * has a contrast of at least 3 to 1 with the page, letters of at least 4.5 to 1.
 */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #fbfaf6; --sheet: #ffffff; --text: #22211e; --soft: #5d5a52; --line: #dcd8cc; --track: #ece9df;
  --specific: #2c5d8f; --general: #c0862b; --refused: #a8442f; --other: #8b877c;
  --check-1: #a8442f; --check-2: #cc7a52; --check-3: #7a4b7e; --check-4: #47807a; --check-5: #4b5f9b; --check-6: #8a7a2e;
  --sun-light: 0.86; --sun-chroma: 0.062; --noun-light: 0.925; --noun-chroma: 0.036;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Source Serif 4", "Noto Serif", Georgia, "Liberation Serif", serif;
  --serif-zh: "Noto Serif CJK SC", "Source Han Serif SC", "Songti SC", SimSun, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #17181a; --sheet: #1e2023; --text: #e9e6de; --soft: #aaa69b; --line: #3a3b3e; --track: #2b2d30;
    --specific: #7fb0e0; --general: #dba552; --refused: #e58a72; --other: #85827a;
    --check-1: #e58a72; --check-2: #f0b48d; --check-3: #bd93c4; --check-4: #7fbdb4; --check-5: #93a6e0; --check-6: #c9b968;
    --sun-light: 0.42; --sun-chroma: 0.07; --noun-light: 0.33; --noun-chroma: 0.045;
  }
}
* { box-sizing: border-box; }
html { font-size: 17px; -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--page); color: var(--text); font: 1rem/1.55 var(--serif); }
header, nav, main, footer { max-width: 66rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 3rem; }
h1 { font-size: clamp(1.7rem, 5vw, 2.5rem); line-height: 1.15; font-weight: 500; letter-spacing: -0.015em; margin: 0 0 0.5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.5rem; line-height: 1.25; font-weight: 500; letter-spacing: -0.01em; margin: 0 0 1rem; }
h3 { font-size: 1.12rem; font-weight: 600; margin: 2.2rem 0 0.4rem; }
h4 { font-size: 1rem; font-weight: 600; margin: 0 0 0.35rem; }
h4 small { font-weight: 400; color: var(--soft); font-size: 0.88rem; }
p { margin: 0 0 0.8rem; max-width: 44rem; overflow-wrap: anywhere; }
.lead { font-size: 1.08rem; color: var(--soft); }
.notice { border-left: 3px solid var(--general); padding: 0.15rem 0 0.15rem 0.9rem; }
.note, .meta { color: var(--soft); font: 0.84rem/1.5 var(--sans); }
.absent { border: 1px dashed var(--line); padding: 0.8rem 1rem; color: var(--soft); }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.86em; color: var(--text); }
a { color: var(--specific); text-underline-offset: 0.2em; }
:focus-visible { outline: 2px solid var(--specific); outline-offset: 3px; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.3rem; list-style: none; margin: 1.4rem 0 0; padding: 0.7rem 0; border-block: 1px solid var(--line); font: 0.88rem/1.5 var(--sans); }
main > section { padding-top: 2.4rem; }
main > section + section { border-top: 1px solid var(--line); margin-top: 2rem; }
main > #overview { padding-top: 1.6rem; }
footer { margin-top: 3.5rem; padding-bottom: 3rem; color: var(--soft); font: 0.84rem/1.5 var(--sans); }

.tiles { display: grid; grid-template-columns: repeat(6, 1fr); gap: 1.4rem 1.6rem; margin: 0 0 2rem; }
.tiles div { display: flex; flex-direction: column; border-top: 2px solid var(--specific); padding-top: 0.5rem; }
.tiles dt { order: 2; font: 600 0.86rem/1.4 var(--sans); }
.tiles dd { display: contents; }
.tiles strong { order: 1; font-size: 2rem; line-height: 1.15; font-weight: 500; font-variant-numeric: lining-nums; letter-spacing: -0.02em; }
.tiles span { order: 3; color: var(--soft); font: 0.8rem/1.4 var(--sans); }
.missing { border-left: 3px solid var(--refused); padding-left: 0.9rem; margin-bottom: 1.6rem; }
.missing h2 { font-size: 1.12rem; margin: 0 0 0.3rem; }
.missing ul { margin: 0; padding-left: 1.1rem; font: 0.88rem/1.5 var(--sans); }

.pair, .samples { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 1.8rem 2.6rem; align-items: start; }
.columns, .triple { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr)); gap: 0 2.4rem; align-items: start; }
.triple { grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr)); }
.pair > *, .samples > *, .columns > *, .triple > * { min-width: 0; }
figure { margin: 0 0 1.4rem; counter-increment: figure; }
main { counter-reset: figure; }
figcaption { font: 0.9rem/1.5 var(--sans); margin-bottom: 0.7rem; max-width: 46rem; overflow-wrap: anywhere; }
figcaption::before { content: "Figure " counter(figure) ". "; font-weight: 600; }
.triple h3 { font: 600 0.82rem/1.4 var(--sans); margin: 0.6rem 0; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; list-style: none; margin: 0 0 0.8rem; padding: 0; color: var(--soft); font: 0.8rem/1.5 var(--sans); }
.swatch { display: inline-block; width: 0.75rem; height: 0.75rem; margin-right: 0.4rem; vertical-align: -0.06rem; }
.swatch.dot-key { background: var(--specific); border-radius: 50%; }
.swatch.hollow-key { border: 2px solid var(--general); border-radius: 50%; }

svg { display: block; overflow: visible; max-width: 100%; font-family: var(--sans); }
svg text { fill: var(--text); font-size: 13px; font-variant-numeric: tabular-nums; }
svg .value { text-anchor: end; fill: var(--soft); }
svg .strong { font-weight: 600; fill: var(--text); }
svg .tick { font-size: 11.5px; fill: var(--soft); paint-order: stroke; stroke: var(--page); stroke-width: 3px; stroke-linejoin: round; }
svg .end { text-anchor: end; }
svg .grid { stroke: var(--line); stroke-width: 1; }
svg .axis { stroke: var(--soft); stroke-width: 1; }
svg .mark { stroke: var(--text); stroke-width: 1; stroke-dasharray: 2 3; }
svg .track { fill: var(--track); }
svg .stretch { stroke: var(--page); stroke-width: 1; }
svg .span { stroke: var(--soft); stroke-width: 2; }
svg .interval { stroke: currentColor; stroke-width: 5; opacity: 0.4; }
svg .dot { fill: currentColor; }
svg .hollow { fill: var(--page); stroke: currentColor; stroke-width: 2; }
svg g.specific { color: var(--specific); }
svg g.general { color: var(--general); }
.swatch.specific { background: var(--specific); } svg rect.specific { fill: var(--specific); }
.swatch.general { background: var(--general); } svg rect.general { fill: var(--general); }
.swatch.refused { background: var(--refused); } svg rect.refused { fill: var(--refused); }
.swatch.other { background: var(--other); } svg rect.other { fill: var(--other); }
${[1, 2, 3, 4, 5, 6].map((k) => `.swatch.check-${k} { background: var(--check-${k}); } svg rect.check-${k} { fill: var(--check-${k}); }`).join('\n')}
.sunburst { width: 100%; max-width: 34rem; margin: 0 auto; }
.sunburst text { text-anchor: middle; font-size: 15px; }
.sunburst .verb .thin { font-size: 12px; }
.sunburst .right { text-anchor: end; } .sunburst .left { text-anchor: start; }
.sunburst .noun text { font-size: 13px; }
.sunburst path { stroke: var(--page); stroke-width: 1; fill: oklch(var(--sun-light) var(--sun-chroma) var(--hue)); }
.sunburst .noun path { fill: oklch(var(--noun-light) var(--noun-chroma) var(--hue)); }
.sunburst .hole { font-size: 30px; font-family: var(--serif); }
.sunburst .small { font-size: 15px; fill: var(--soft); font-family: var(--sans); }

.scroll { overflow-x: auto; margin: 0.2rem 0 0.8rem;
  /* A shadow at the side where there is more to see. */
  background: linear-gradient(to right, var(--page) 40%, transparent) left / 2.5rem 100% no-repeat local,
    linear-gradient(to left, var(--page) 40%, transparent) right / 2.5rem 100% no-repeat local,
    linear-gradient(to right, color-mix(in srgb, var(--text) 22%, transparent), transparent) left / 0.8rem 100% no-repeat scroll,
    linear-gradient(to left, color-mix(in srgb, var(--text) 22%, transparent), transparent) right / 0.8rem 100% no-repeat scroll; }
table { border-collapse: collapse; font: 0.84rem/1.45 var(--sans); font-variant-numeric: tabular-nums; min-width: min(100%, 24rem); }
caption { text-align: left; color: var(--soft); padding-bottom: 0.4rem; }
caption span { display: block; max-width: min(44rem, calc(100vw - 2.5rem)); }
th, td { text-align: left; vertical-align: top; padding: 0.32rem 1.3rem 0.32rem 0; border-bottom: 1px solid var(--line); }
thead th { font-weight: 600; border-bottom-color: var(--soft); vertical-align: bottom; }
tbody th { font-weight: 400; min-width: 8.5rem; }
.number { text-align: right; white-space: nowrap; }
.share { display: inline-flex; align-items: center; gap: 0.5rem; white-space: nowrap; }
details { font: 0.88rem/1.5 var(--sans); }
summary { cursor: pointer; color: var(--specific); padding: 0.25rem 0; overflow-wrap: anywhere; }
.numbers { margin-top: 0.5rem; }

.sample { background: var(--sheet); border: 1px solid var(--line); border-radius: 4px; padding: 1rem 1.15rem; overflow-wrap: anywhere; }
.sample p { margin-bottom: 0.55rem; white-space: pre-line; }
.sample .question { font-style: italic; }
.sample:lang(zh), [lang="zh"] { font-family: var(--serif-zh); }
.sample:lang(zh) .question { font-style: normal; color: var(--soft); }
.sample .answer { border-left: 3px solid var(--specific); padding-left: 0.8rem; }
.refused-sample .answer { border-left-color: var(--refused); }
.turns { list-style: none; margin: 0 0 0.6rem; padding: 0; display: flex; flex-direction: column; gap: 0.45rem; }
.turns li { max-width: 90%; align-self: flex-start; padding-left: 0.7rem; border-left: 2px solid var(--line); }
.turns li.own { align-self: flex-end; padding: 0 0.7rem 0 0; border: 0; border-right: 2px dashed var(--specific); }
.turns li.trained { border-right: 3px solid var(--specific); }
.refused-sample .turns li.own { border-right-color: var(--refused); }
.turns li p { margin: 0; }
.turns p + p { margin-top: 0.3rem; }
.turns b, .learnt { font: 600 0.84rem/1.5 var(--sans); }
.turns .own b, .learnt { color: var(--specific); }
.refused-here { color: var(--refused); font: 600 0.8rem/1.5 var(--sans); }
.cut { border-top: 2px dashed var(--refused); padding-top: 0.35rem; }
.check { float: right; border: 1px solid var(--refused); color: var(--refused); border-radius: 3px; padding: 0 0.4rem; font: 0.78rem/1.5 var(--sans); }
.why { font: 0.88rem/1.5 var(--sans); }
.proofs { margin: 0.4rem 0 0; font: 0.86rem/1.5 var(--sans); }
.proofs div { display: grid; grid-template-columns: 8rem 1fr; gap: 0.2rem 1rem; padding: 0.3rem 0; border-top: 1px solid var(--line); }
.proofs dt { font-weight: 600; }
.proofs dd { margin: 0; }
mark { background: none; color: inherit; font-weight: 600; border-bottom: 2px solid var(--general); }
cite, .place { font: normal 0.94em/1.5 ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 0.78rem; color: var(--soft); }
blockquote { margin: 0.4rem 0 0.9rem; padding: 0.1rem 0 0.1rem 0.9rem; border-left: 2px solid var(--line); }
blockquote p { margin: 0 0 0.35rem; }
blockquote .own b { color: var(--specific); }

@media (max-width: 960px) { .tiles { grid-template-columns: repeat(3, 1fr); } }
@media (max-width: 600px) {
  html { font-size: 16px; }
  header { padding-top: 1.8rem; }
  .tiles { grid-template-columns: 1fr 1fr; }
  .tiles strong { font-size: 1.6rem; }
  .sunburst .noun text, .sunburst .thin { display: none; }
  .sunburst .verb text { font-size: 23px; }
  .sunburst .hole { font-size: 36px; } .sunburst .small { font-size: 21px; }
  .proofs div { grid-template-columns: 1fr; }
  th, td { padding-right: 0.9rem; }
  tbody th { min-width: 6.4rem; }
}
@media print {
  :root {
    color-scheme: light;
    --page: #ffffff; --sheet: #ffffff; --text: #000000; --soft: #4a4842; --line: #c9c5ba; --track: #efede6;
    --specific: #2c5d8f; --general: #c0862b; --refused: #a8442f; --other: #8b877c;
    --check-1: #a8442f; --check-2: #cc7a52; --check-3: #7a4b7e; --check-4: #47807a; --check-5: #4b5f9b; --check-6: #8a7a2e;
    --sun-light: 0.86; --sun-chroma: 0.062; --noun-light: 0.925; --noun-chroma: 0.036;
  }
  html { font-size: 10.5pt; }
  body { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  header, nav, main, footer { max-width: none; padding: 0; }
  nav, .numbers:not([open]) { display: none; }
  details.passage::details-content { content-visibility: visible; display: block; height: auto; }
  h2, h3, h4 { break-after: avoid; }
  figure, .sample, .tiles, tr { break-inside: avoid; }
  .scroll { overflow: visible; }
  .pair, .samples { grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); }
}
`;
