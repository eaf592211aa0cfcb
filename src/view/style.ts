/** The page's style sheet: calm, dark and light, one column where the window is narrow. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --sheet: #ffffff; --ink: #22211f; --soft: #5f5b54; --line: #e0dcd2;
  --accent: #1f5f8b; --accent-soft: #e3eef5; --good: #256b3a; --bad: #a3312a; --wait: #6d5a12;
  font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Noto Sans CJK SC', sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #16171a; --sheet: #1d1f23; --ink: #e8e6e1; --soft: #a5a29a; --line: #34363c;
    --accent: #7cb8de; --accent-soft: #22333f; --good: #7fc894; --bad: #ef8f86; --wait: #d9c26a;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body { height: 100%; margin: 0; }
body { display: flex; flex-direction: column; background: var(--paper); color: var(--ink); }
h1, h2, h3, p { margin: 0; }
h1 { font-size: 1.1rem; }
h2 { font-size: 1.35rem; }
h3 { font-size: .8rem; font-weight: 600; color: var(--soft); letter-spacing: .02em; }
header { display: flex; align-items: center; gap: 1rem; padding: .6rem 1rem; border-bottom: 1px solid var(--line); }
header > div { flex: 1; min-width: 0; color: var(--soft); font-size: .87rem; }
.error { color: var(--bad); font-weight: 600; }
button, select, input { font: inherit; color: inherit; background: var(--sheet); border: 1px solid var(--line);
  border-radius: 6px; padding: .3rem .6rem; min-height: 2.1rem; }
button { cursor: pointer; white-space: nowrap; }
button:disabled { opacity: .45; cursor: default; }
button.quiet { color: var(--soft); }
.count button { min-height: 1.7rem; padding: 0 .6rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
kbd { font: 600 .75em/1 ui-monospace, monospace; border: 1px solid var(--line); border-radius: 4px; padding: .1em .35em;
  margin-left: .5em; color: var(--soft); }
.filters { display: flex; flex-wrap: wrap; gap: .5rem .7rem; align-items: end; padding: .6rem 1rem;
  border-bottom: 1px solid var(--line); }
.filters label { display: flex; flex-direction: column; gap: .1rem; flex: 1 1 8rem; max-width: 13rem; min-width: 0; }
.filters label span { font-size: .75rem; color: var(--soft); }
.filters .search { flex: 3 1 16rem; max-width: none; }
.filters select, .filters input { width: 100%; text-overflow: ellipsis; }
.facets { display: contents; }
.toggle { display: none; }
.filters .chosen { border-color: var(--accent); background: var(--accent-soft); }
.replies { padding: .4rem 1rem; border-bottom: 1px solid var(--line); }
.replies > div { max-height: 40vh; overflow: auto; }
main { flex: 1; min-height: 0; display: grid; grid-template-columns: minmax(20rem, 2fr) 3fr; }
.list { display: flex; flex-direction: column; min-height: 0; border-right: 1px solid var(--line); }
.count { display: flex; justify-content: space-between; align-items: center; min-height: 2.3rem; padding: .15rem 1rem; font-size: .87rem; color: var(--soft); border-bottom: 1px solid var(--line); }
.scroller { flex: 1; overflow-y: scroll; min-height: 0; contain: strict; }
.space { position: relative; overflow: hidden; }
.window { position: absolute; inset: 0 0 auto; will-change: transform; }
.row { height: 76px; padding: .45rem 1rem; border-bottom: 1px solid var(--line); cursor: pointer; overflow: hidden;
  display: flex; flex-direction: column; gap: .05rem; }
.row > span { white-space: nowrap; overflow: hidden; text-overflow: ellipsis; line-height: 1.4; }
.row .meta { display: flex; gap: .7rem; font-size: .8rem; color: var(--soft); }
.row .meta > * { overflow: hidden; text-overflow: ellipsis; }
.row .meta > :nth-child(n+3) { flex: none; }
.row .meta b { color: var(--ink); }
.row .answer { color: var(--soft); font-size: .92rem; }
.row[aria-selected=true] { background: var(--accent-soft); box-shadow: inset 3px 0 var(--accent); }
.row:hover { background: var(--accent-soft); }
.fate.kept, .mark.good { color: var(--good); }
.fate.refused, .mark.bad { color: var(--bad); }
.fate.waiting { color: var(--wait); }
.detail { overflow: auto; min-height: 0; padding: 1rem 1.5rem 3rem; background: var(--sheet);
  display: flex; flex-direction: column; gap: .9rem; outline: none; overflow-wrap: anywhere; }
.detail > *, .body > * { flex: none; max-width: 48rem; }
.body { display: flex; flex-direction: column; gap: .9rem; }
.detail .back { display: none; align-self: start; }
.detail section { display: flex; flex-direction: column; gap: .35rem; }
.hint, .place { color: var(--soft); font-size: .87rem; }
.text { white-space: pre-wrap; }
.text.question { font-weight: 600; }
.review { display: flex; flex-wrap: wrap; gap: .5rem; }
.review input { flex: 1 1 12rem; min-width: 0; }
.review .hint { flex-basis: 100%; }
.review .hint:empty { display: none; }
.list .hint { padding: 1rem; }
.review .mark[aria-pressed=true] { border-color: currentColor; background: var(--accent-soft); font-weight: 600; }
.passage { margin: 0; display: grid; grid-template-columns: minmax(5rem, max-content) 1fr; gap: .2rem .8rem; }
.passage dt { font-weight: 600; color: var(--soft); max-width: 10rem; }
.passage dd { margin: 0; }
.passage .own { color: var(--accent); }
.legend { display: flex; flex-wrap: wrap; gap: 0 1.2rem; }
.dialogue { list-style: none; margin: .3rem 0 0; padding: 0; display: flex; flex-direction: column; gap: .6rem; }
.turn { max-width: 88%; padding: .4rem .8rem .5rem; border: 1px solid var(--line); border-radius: 10px; }
.turn.others { align-self: flex-start; border-top-left-radius: 2px; background: var(--paper); }
.turn.own { align-self: flex-end; border-top-right-radius: 2px; border-style: dashed; }
.turn.own.trained { border-style: solid; border-color: var(--accent); background: var(--accent-soft); }
.who { display: flex; flex-wrap: wrap; gap: 0 .8rem; font-size: .8rem; color: var(--soft); }
.who b { color: var(--ink); }
.turn.own .who b, .learnt { color: var(--accent); }
.lines { margin-left: auto; }
.text + .who { margin-top: .4rem; }
.turn .fate { font-size: .8rem; font-weight: 600; }
.cut { color: var(--bad); border-top: 2px dashed currentColor; padding-top: .35rem; font-size: .92rem; }
summary { cursor: pointer; padding: .2rem 0; }
.asked + .asked { border-top: 1px solid var(--line); padding-top: .4rem; }
.message { margin: .4rem 0; }
.speaker { font-size: .8rem; color: var(--soft); }
pre { margin: .15rem 0 0; padding: .6rem .7rem; white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line);
  border-radius: 6px; background: var(--paper); font: .85rem/1.5 ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono CJK SC', monospace; }
dialog { color: var(--ink); background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 1.2rem 1.5rem;
  max-width: min(34rem, 92vw); }
dialog[open] { display: flex; flex-direction: column; gap: .8rem; }
dialog::backdrop { background: rgb(0 0 0 / .4); }
dialog th { text-align: left; font-weight: 600; padding: .15rem 1rem .15rem 0; white-space: nowrap; vertical-align: top; }
dialog button { align-self: end; }
@media (max-width: 800px) {
  main { grid-template-columns: 1fr; }
  .list { border-right: 0; }
  header { flex-wrap: wrap; gap: .2rem 1rem; }
  header > div { order: 3; flex-basis: 100%; }
  header > button { margin-left: auto; }
  .filters { gap: .4rem .5rem; padding: .5rem 1rem; }
  .filters .search { flex: 1 1 10rem; }
  .filters .search span { position: absolute; clip-path: inset(50%); }
  .toggle { display: block; }
  .facets { display: none; flex-basis: 100%; flex-wrap: wrap; gap: .4rem .5rem; }
  .open .facets { display: flex; }
  .facets label { flex: 1 1 28%; max-width: none; }
  .detail { display: none; position: fixed; inset: 0; padding: .8rem 1rem 3rem; }
  .reading .detail { display: flex; }
  .detail .back { display: block; }
}
@media (max-width: 500px) { .passage { grid-template-columns: 1fr; } .passage dd { margin-bottom: .35rem; } }
`;
