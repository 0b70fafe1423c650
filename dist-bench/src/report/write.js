import { join } from "node:path";
import { atomicWrite } from "../base/files.js";
import { figure1 } from "./figure1.js";
import { exampleSteps, figure2 } from "./figure2.js";
import { htmlReport } from "./html/page.js";
import { fileStem } from "./names.js";
import { svgToPng } from "./png.js";
import { trainingCurves } from "./trainingCurves.js";
/**
 * Writes a run's figures (`figures/*.svg`, `figures/*.png`) and its page (`report/index.html`). Every file appears whole or
 * not at all.
 *
 * @param directory the run's folder; folders are made where they are missing, older files of the same names are replaced
 * @returns paths of the files written
 */
export async function writeReport(results, directory) {
    const page = join(directory, "report", "index.html");
    await atomicWrite(page, htmlReport(results));
    const files = [page];
    for (const [name, svg] of drawFigures(results)) {
        const path = join(directory, "figures", name);
        await atomicWrite(`${path}.svg`, svg);
        await atomicWrite(`${path}.png`, await svgToPng(svg));
        files.push(`${path}.svg`, `${path}.png`);
    }
    return files;
}
/** Every figure of a run: file name without ending, and SVG text. */
function* drawFigures(results) {
    yield ["figure1", figure1(results)];
    for (const system of results.systems) {
        for (const step of exampleSteps(system))
            yield [`figure2-${fileStem(system.heldOut)}-${step}`, figure2(system, step)];
    }
    yield ["training", trainingCurves(results)];
}
