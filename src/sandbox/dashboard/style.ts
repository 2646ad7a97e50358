/** The one style sheet of the dashboard: one accent, one scale, states told by icon and word. System fonts, nothing loaded from elsewhere. */
export const STYLE = `:root {
  color-scheme: light dark;
  --bg: #f6f7f8; --surface: #fff; --sunken: #eef0f2; --line: #d5d9de; --edge: #7a838d; --text: #1b1f24; --muted: #59616b;
  --accent: #0b6b74; --accent-text: #fff; --alert: #b3261e; --alert-bg: #fdf0ef; --note-bg: #eaf4f5;
  --s1: 4px; --s2: 8px; --s3: 12px; --s4: 16px; --s5: 24px; --s6: 40px;
  --radius: 6px; --font: system-ui, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
@media (prefers-color-scheme: dark) { :root {
  --bg: #111417; --surface: #191d21; --sunken: #22272c; --line: #363d45; --edge: #89929c; --text: #e7eaed; --muted: #a0a9b3;
  --accent: #5cc4cf; --accent-text: #06282b; --alert: #ff9a91; --alert-bg: #2f1a19; --note-bg: #14292c;
} }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--text); font: 15px/1.5 var(--font); overflow-wrap: break-word; }
main { max-width: 1040px; margin: 0 auto; padding: var(--s5) var(--s4) var(--s6); }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 var(--s2); } h2 { font-size: 18px; margin: var(--s5) 0 var(--s3); } h3 { font-size: 15px; margin: var(--s4) 0 var(--s2); }
p { margin: 0 0 var(--s3); } .muted { color: var(--muted); } small, .small { font-size: 13px; }
code { font: 13px var(--mono); overflow-wrap: anywhere; } a { color: var(--accent); } ul.plain { list-style: none; margin: 0; padding: 0; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: var(--s4); top: -100px; background: var(--surface); padding: var(--s2) var(--s3); z-index: 1; } .skip:focus { top: var(--s2); }
.sprite { position: absolute; width: 0; height: 0; } [hidden] { display: none !important; }
.bar { display: flex; flex-wrap: wrap; gap: var(--s1) var(--s4); align-items: center; padding: var(--s2) var(--s4); background: var(--surface); border-bottom: 1px solid var(--line); }
.bar .end { margin-left: auto; display: flex; flex-wrap: wrap; gap: 0 var(--s3); align-items: center; } .bar form { margin: 0; }
nav.bar a { color: var(--text); text-decoration: none; padding: var(--s1) 0; min-height: 32px; } nav.bar a[aria-current] { border-bottom: 2px solid var(--accent); font-weight: 600; }
.pad > ul { margin: 0; padding-left: var(--s5); } .pad > ul.list, .pad ul.plain { padding: 0; } .crumbs { margin-bottom: var(--s1); font-size: 13px; color: var(--muted); }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); margin-bottom: var(--s4); overflow: hidden; }
.card > h2, .card > h3, .card > form > h2 { margin: 0; padding: var(--s3) var(--s4); font-size: 15px; border-bottom: 1px solid var(--line); display: flex; gap: var(--s2); align-items: baseline; flex-wrap: wrap; }
.card h2 .end { margin-left: auto; font-weight: 400; } .pad { padding: var(--s3) var(--s4); } .pad > :last-child { margin-bottom: 0; }
.row { display: grid; gap: var(--s1) var(--s4); padding: var(--s3) var(--s4); border-top: 1px solid var(--line); } .card > .row:first-of-type, .card > form > .row:first-of-type { border-top: 0; }
.row.who { grid-template-columns: 240px 1fr; } .row.perm { grid-template-columns: minmax(0, 1fr) auto; align-items: center; padding-block: var(--s2); }
.row.wide { grid-template-columns: 1fr; } .row .at { color: var(--muted); } .row h3 { margin: 0; } .row p { margin: 0; } .row .value { text-align: right; }
.note, .alert { border-left: 4px solid var(--accent); background: var(--note-bg); padding: var(--s3) var(--s4); border-radius: var(--radius); margin: var(--s4) 0; } .alert { border-color: var(--alert); background: var(--alert-bg); }
.note > :last-child, .alert > :last-child { margin-bottom: 0; }
.counts { display: flex; flex-wrap: wrap; gap: var(--s2) var(--s5); margin: var(--s4) 0; padding: 0; list-style: none; } .counts b { font-size: 24px; margin-right: var(--s1); }
.tag { display: inline-block; font-size: 13px; border: 1px solid var(--line); border-radius: 999px; padding: 0 var(--s2); white-space: nowrap; } .tag.bad { border-color: var(--alert); color: var(--alert); font-weight: 600; }
.state { vertical-align: middle; display: inline-flex; align-items: center; gap: var(--s1); font-size: 13px; white-space: nowrap; } svg.icon { width: 16px; height: 16px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; vertical-align: -3px; }
.state.hidden, .state.frozen { color: var(--muted); }
button, .button { font: inherit; color: var(--text); background: var(--surface); border: 1px solid var(--edge); border-radius: var(--radius); padding: var(--s1) var(--s3); min-height: 36px; cursor: pointer; text-decoration: none; display: inline-flex; align-items: center; gap: var(--s2); }
button.main, .button.main { background: var(--accent); border-color: var(--accent); color: var(--accent-text); } button.bad { border-color: var(--alert); color: var(--alert); }
button.link { border: 0; background: none; color: var(--accent); text-decoration: underline; padding: 0; min-height: 32px; font-size: inherit; } button:disabled { cursor: default; color: var(--muted); border-style: dashed; background: var(--sunken); }
.actions { display: flex; flex-wrap: wrap; gap: var(--s2); margin: var(--s3) 0; align-items: center; } .actions form { margin: 0; }
input:not([type=checkbox], [type=radio], [type=hidden]), select, textarea { font: inherit; color: var(--text); background: var(--surface); border: 1px solid var(--edge); border-radius: var(--radius); padding: var(--s1) var(--s2); min-height: 36px; max-width: 100%; }
input[type=number] { width: 110px; } input[type=email] { width: 300px; } input:disabled, select:disabled { color: var(--muted); background: var(--sunken); }
input[type=checkbox], input[type=radio] { accent-color: var(--accent); width: 18px; height: 18px; margin: 0; flex: none; } label { display: inline-flex; gap: var(--s2); align-items: center; min-height: 32px; }
input[role=switch] { appearance: none; width: 36px; height: 20px; border-radius: 10px; background: var(--edge); position: relative; cursor: pointer; } input[role=switch]::after { content: ""; position: absolute; inset: 2px auto 2px 2px; width: 16px; border-radius: 8px; background: var(--surface); }
input[role=switch]:checked { background: var(--accent); } input[role=switch]:checked::after { left: 18px; } input[role=switch]:disabled { opacity: .5; cursor: default; }
.switch .on, .switch:has(:checked) .off { display: none; } .switch:has(:checked) .on { display: inline; }
label.field { display: grid; gap: var(--s1); align-content: start; } .fields { display: flex; flex-wrap: wrap; gap: var(--s3) var(--s4); align-items: end; margin: 0 0 var(--s3); } .fields .field { flex: 0 1 auto; max-width: 100%; } .fields input[type=search] { width: 280px; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; } legend { padding: 0; font-weight: 600; } [data-narrows] input[type=search] { width: 320px; } .choices { display: flex; flex-wrap: wrap; gap: 0 var(--s4); } .pad > fieldset + fieldset { margin-top: var(--s3); }
.cols { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0 var(--s4); align-items: start; } .list { columns: 3; padding: 0; margin: 0; list-style: none; } .list li { padding: 2px 0; }
.scroll { overflow-x: auto; position: relative; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: var(--s2) var(--s4); border-top: 1px solid var(--line); vertical-align: middle; } tbody th { white-space: nowrap; } thead th { font-size: 13px; color: var(--muted); border-top: 0; white-space: nowrap; } th { font-weight: 600; } td.number, th.number { text-align: right; } td form { margin: 0; }
caption { text-align: left; padding: var(--s3) var(--s4); font-weight: 600; } .pager { display: flex; flex-wrap: wrap; gap: var(--s2) var(--s4); align-items: center; }
details > summary { cursor: pointer; padding: var(--s3) var(--s4); font-weight: 600; min-height: 32px; } pre { margin: 0; padding: var(--s3) var(--s4); overflow-x: auto; font: 13px/1.5 var(--mono); background: var(--sunken); }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: var(--s1) var(--s4); margin: 0; } .facts dt { color: var(--muted); } .facts dd { margin: 0; overflow-wrap: anywhere; }
.phone { border: 1px solid var(--line); border-radius: 20px; background: var(--surface); padding: var(--s4); max-width: 380px; } .part { border: 1px solid var(--line); border-radius: var(--radius); padding: var(--s2) var(--s3); margin-bottom: var(--s2); display: flex; justify-content: space-between; gap: var(--s2); align-items: center; } .part.is-hidden { border-style: dashed; color: var(--muted); } .part.is-frozen { background: var(--sunken); color: var(--muted); }
@media (max-width: 640px) { .row.perm select { max-width: 180px; } .row.who, .cols, .facts { grid-template-columns: minmax(0, 1fr); } .list { columns: 1; } .bar .end { margin-left: 0; width: 100%; } nav.bar { flex-wrap: nowrap; overflow-x: auto; } nav.bar a { white-space: nowrap; } .facts dd { margin-bottom: var(--s2); } h1 { font-size: 20px; } th, td { padding: var(--s2); } .row.perm.many { grid-template-columns: minmax(0, 1fr); } }
@media print { body { background: #fff; } .card { break-inside: avoid; } details { display: block; } }
`;
