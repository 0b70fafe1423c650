import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** WebGPU computed by the processor, for machines without a graphics processor. */
const softwareGraphics = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

/** Where Debian installs them: the headless shell draws no window around a page, which takes half of the other's time. */
const installed = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

/**
 * Debian's Chromium, or the one that `LAB_BROWSER` names, without a window. Throws where there is none.
 *
 * @param graphics - Whether it offers WebGPU, in software; otherwise it has no graphics processor at all.
 */
export async function launchChromium({ graphics = false } = {}): Promise<Browser> {
  const places = process.env.LAB_BROWSER === undefined ? installed : [process.env.LAB_BROWSER];
  const executablePath = places.find((place) => existsSync(place));
  if (executablePath === undefined)
    throw new Error(`no browser at ${places.join(" or ")}: install Chromium or set LAB_BROWSER to its path`);
  return chromium.launch({ executablePath, args: [...flags, ...(graphics ? softwareGraphics : ["--disable-gpu"])] });
}
