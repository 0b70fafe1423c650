import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { atomicWrite } from "../../src/base/files.js";
import { svgToPng } from "../../src/report/png.js";
import { type Figure, renderFigure } from "../../src/report/svg/figure.js";

/** Writes NAME.svg and NAME.png into the folder; the path of the PNG. */
export async function drawFigure(folder: string, name: string, figure: Figure): Promise<string> {
  await mkdir(folder, { recursive: true });
  const svg = renderFigure(figure);
  const png = join(folder, `${name}.png`);
  await atomicWrite(join(folder, `${name}.svg`), svg);
  await atomicWrite(png, await svgToPng(svg));
  return png;
}
