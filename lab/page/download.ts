import { type Figure, renderFigure } from "../../src/report/svg/figure.js";

/** Hands the visitor a file. */
export function download(name: string, content: Uint8Array | string | Blob, type: string): void {
  const blob = content instanceof Blob ? content : new Blob([content as BlobPart], { type });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Saves a figure on white ground, as the reports' figures are. */
export async function saveFigure(figure: Figure, name: string, type: "svg" | "png"): Promise<void> {
  const text = renderFigure(figure);
  if (type === "svg") return download(`${name}.svg`, text, "image/svg+xml");
  download(`${name}.png`, await toPng(text, 2), "image/png");
}

/** An SVG image drawn by the browser. `scale`: pixels for one px. */
async function toPng(svg: string, scale: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = scale * image.naturalWidth;
  canvas.height = scale * image.naturalHeight;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob === null) throw new Error("this browser cannot draw the figure as PNG; SVG still works");
  return blob;
}
