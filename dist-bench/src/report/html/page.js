import { figure1Model } from "../figure1.js";
import { exampleSteps, figure2Model } from "../figure2.js";
import { markup } from "../markup.js";
import { trainingCurvesModel } from "../trainingCurves.js";
import { errorsSection } from "./errors.js";
import { htmlFigure } from "./figure.js";
import { choicesSection, machineSection } from "./setup.js";
import { styleSheet } from "./style.js";
import { summarySection } from "./summary.js";
/**
 * The report of a run as one HTML page that needs nothing else: style and figures are inside, and its content security
 * policy forbids requests.
 *
 * @param results of a run, all that the page shows
 * @returns the text of `index.html`
 */
export function htmlReport(results) {
    return markup `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<link rel="icon" href="data:,">
<title>Few-shot learning of Hamiltonian dynamics: ${results.profile} run</title>
<style>${styleSheet}</style>
</head>
<body>
<header>
<h1>Few-shot learning of Hamiltonian dynamics</h1>
<p class="lead">${lead(results)}</p>
<nav aria-label="Sections"><ul>${sections.map(([id, title]) => markup `<li><a href="#${id}">${title}</a></li>\n`)}</ul></nav>
</header>
<main>
${summarySection(results)}
${figure1Section(results)}
${errorsSection(results)}
${figure2Section(results)}
${trainingSection(results)}
${choicesSection(results)}
${machineSection(results)}
</main>
</body>
</html>
`.text;
}
const sections = [
    ["summary", "Summary"],
    ["figure1", "Figure 1"],
    ["numbers", "Numbers"],
    ["figure2", "Figure 2"],
    ["training", "Training"],
    ["choices", "Choices"],
    ["machine", "Machine"],
];
function lead({ profile, systems, machine }) {
    const count = systems.length === 1 ? "One held-out system" : `${systems.length} held-out systems`;
    return `${count}, each predicted by a model meta-trained on other systems. Profile ${profile}, ${machine.date}.`;
}
function figure1Section(results) {
    return markup `<section id="figure1">
<h2>Figure 1: error against adaptation step</h2>
${htmlFigure(figure1Model(results), markup `<strong>Trajectory error against the number of adaptation steps,</strong> one panel a held-out system.`)}</section>
`;
}
function figure2Section({ systems }) {
    return markup `<section id="figure2">
<h2>Figure 2: one trajectory in full</h2>
${systems.flatMap((system) => exampleSteps(system).map((step) => motionFigure(system, step)))}</section>
`;
}
function motionFigure(system, step) {
    const title = `${system.title} after ${step} adaptation step${step === 1 ? "" : "s"}`;
    return markup `<h3>${title}</h3>
${htmlFigure(figure2Model(system, step), markup `<strong>${title}:</strong> coordinates against time, and phase portraits.`)}`;
}
function trainingSection(results) {
    return markup `<section id="training">
<h2>Training curves</h2>
${htmlFigure(trainingCurvesModel(results), markup `<strong>Loss during meta-training,</strong> one panel a held-out system.`)}</section>
`;
}
