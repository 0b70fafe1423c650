import type { HeldOutResult, Results } from "../../measure/index.js";
import { htmlDocument } from "../html/document.js";
import { htmlFigure } from "../html/figure.js";
import { machineSection } from "../html/machine.js";
import { type Markup, markup } from "../markup.js";
import { choicesSection } from "./choices-section.js";
import { errorsSection } from "./errors-section.js";
import { figure1Model } from "./figure1.js";
import { exampleSteps, figure2Model } from "./figure2.js";
import { summarySection } from "./summary-section.js";
import { trainingCurvesModel } from "./training-curves.js";

/**
 * The report of a run as one HTML page that needs nothing else: style and figures are inside, and its content security
 * policy forbids requests.
 *
 * @param results of a run, all that the page shows
 * @returns the text of `index.html`
 */
export function htmlReport(results: Results): string {
  return htmlDocument({
    title: `Few-shot learning of Hamiltonian dynamics: ${results.profile} run`,
    heading: "Few-shot learning of Hamiltonian dynamics",
    lead: lead(results),
    links: sections,
    content: markup`${summarySection(results)}
${figure1Section(results)}
${errorsSection(results)}
${figure2Section(results)}
${trainingSection(results)}
${choicesSection(results)}
${machineSection(results)}`,
  });
}

const sections = [
  ["summary", "Summary"],
  ["figure1", "Figure 1"],
  ["numbers", "Numbers"],
  ["figure2", "Figure 2"],
  ["training", "Training"],
  ["choices", "Choices"],
  ["machine", "Machine"],
] as const;

function lead({ profile, systems, machine }: Results): string {
  const count = systems.length === 1 ? "One held-out system" : `${systems.length} held-out systems`;
  return `${count}, each predicted by a model meta-trained on other systems. Profile ${profile}, ${machine.date}.`;
}

function figure1Section(results: Results): Markup {
  return markup`<section id="figure1">
<h2>Figure 1: error against adaptation step</h2>
${htmlFigure(figure1Model(results), markup`<strong>Trajectory error against the number of adaptation steps,</strong> one panel a held-out system.`)}</section>
`;
}

function figure2Section({ systems }: Results): Markup {
  return markup`<section id="figure2">
<h2>Figure 2: one trajectory in full</h2>
${systems.flatMap((system) => exampleSteps(system).map((step) => motionFigure(system, step)))}</section>
`;
}

function motionFigure(system: HeldOutResult, step: number): Markup {
  const title = `${system.title} after ${step} adaptation step${step === 1 ? "" : "s"}`;
  return markup`<h3>${title}</h3>
${htmlFigure(figure2Model(system, step), markup`<strong>${title}:</strong> coordinates against time, and phase portraits.`)}`;
}

function trainingSection(results: Results): Markup {
  return markup`<section id="training">
<h2>Training curves</h2>
${htmlFigure(trainingCurvesModel(results), markup`<strong>Loss during meta-training,</strong> one panel a held-out system.`)}</section>
`;
}
