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

/**
 * Debian's Chromium, or the one that `LAB_BROWSER` names, without a window. Throws where there is none.
 *
 * @param graphics - Whether it offers WebGPU, in software; otherwise it has no graphics processor at all.
 */
export async function launchChromium({ graphics = false } = {}): Promise<Browser> {
  const executablePath = process.env.LAB_BROWSER ?? "/usr/bin/chromium";
  if (!existsSync(executablePath))
    throw new Error(`no browser at ${executablePath}: install Chromium or set LAB_BROWSER to its path`);
  return chromium.launch({ executablePath, args: [...flags, ...(graphics ? softwareGraphics : ["--disable-gpu"])] });
}
