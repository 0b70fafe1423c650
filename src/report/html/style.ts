import { Markup } from "../markup.js";
import { darkTheme, lightTheme, themeVariables } from "../svg/theme.js";

/** The page's style sheet. Page and figures share one set of colours, so both follow the reader's light or dark setting. */
export const styleSheet = new Markup(`
:root { color-scheme: light dark; ${themeVariables(lightTheme)} --soft: #f4f6f8; }
@media (prefers-color-scheme: dark) { :root { ${themeVariables(darkTheme)} --soft: #1d232a; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 70rem; background: var(--figure-background); color: var(--figure-ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 3rem 0 .75rem; padding-top: .75rem; border-top: 1px solid var(--figure-grid); }
h3 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
p { max-width: 46rem; margin: .5rem 0; }
a { color: var(--figure-blue); }
.formula { font: 1.25rem/1.7 "STIX Two Text", Cambria, Georgia, "Times New Roman", serif; margin: .5rem 0; padding-left: 2rem; text-indent: -2rem; max-width: 60rem; }
.formula span { display: inline-block; text-indent: 0; max-width: 100%; }
td .formula { font-size: 1rem; margin: 0 0 .25rem; }
.formula sub, .formula sup { font-size: .7em; line-height: 0; }
.lead, figcaption, small { color: var(--figure-muted); }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; list-style: none; margin: 1rem 0 0; padding: 0; }
dl.summary { display: grid; gap: .75rem 2rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); margin: 1rem 0 0; }
dl.summary div { background: var(--soft); border-radius: .5rem; padding: .75rem 1rem; }
dt { font-weight: 600; }
dd { margin: .35rem 0 0; }
figure { margin: 1rem 0 2.5rem; }
figcaption { font-size: .875rem; max-width: 52rem; margin-top: .5rem; }
figcaption strong { color: var(--figure-ink); }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; list-style: none; margin: 0 0 .75rem; padding: 0; font-size: .9rem; }
.legend li { display: flex; align-items: center; gap: .5rem; }
.legend svg { flex: none; }
.panels { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); }
.panels > svg { width: 100%; height: auto; display: block; overflow: visible; }
.columns-1 { max-width: 44rem; }
.blank { display: none; }
@media (min-width: 44rem) {
  .columns-2 { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .columns-3 { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .blank { display: block; }
}
.scroll { overflow-x: auto; margin: 1rem 0 1.5rem; }
table { border-collapse: collapse; font-size: .9rem; }
small { font-weight: 400; font-size: .85em; }
th, td { text-align: left; vertical-align: top; padding: .3rem .9rem .3rem 0; min-width: 3rem; }
th { font-weight: 600; }
tbody th small { display: block; }
thead th { border-bottom: 1px solid var(--figure-muted); white-space: nowrap; }
tbody { border-bottom: 1px solid var(--figure-grid); }
.words { min-width: 16rem; }
.value { font-variant-numeric: tabular-nums; }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--soft); border-radius: .5rem; padding: .75rem 1rem; font-size: .85rem; line-height: 1.45; margin: .5rem 0; }
summary { cursor: pointer; padding: .5rem 0; }
@media print {
  :root { color-scheme: light; ${themeVariables(lightTheme)} --soft: #fff; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  table { font-size: 8.5pt; }
  h2, h3 { break-after: avoid; }
  .panels > svg, dl.summary div, tr, pre { break-inside: avoid; }
  .columns-2 { grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .columns-3 { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .blank { display: block; }
  .scroll { overflow: visible; }
  pre { border: 1px solid var(--figure-grid); }
}
`);
