import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
const require = createRequire(import.meta.url);
// The renderer brings no fonts and bare machines have none, so the figures' font comes from a package.
const fontFiles = ["400Regular/Inter_400Regular.ttf", "600SemiBold/Inter_600SemiBold.ttf"];
/**
 * Draws an SVG image as PNG. WebAssembly: the same picture on every platform, no native library, no system fonts.
 *
 * @param svg text of the image; its width and height are in px
 * @param scale pixels of the PNG for one px of the image
 * @returns the bytes of the PNG file
 */
export async function svgToPng(svg, scale = 2) {
    const fontBuffers = await prepare();
    const image = new Resvg(svg, {
        fitTo: { mode: "zoom", value: scale },
        font: { fontBuffers, defaultFontFamily: "Inter", sansSerifFamily: "Inter" },
    });
    const rendered = image.render();
    try {
        return rendered.asPng();
    }
    finally {
        rendered.free();
        image.free();
    }
}
let prepared;
/** Loads renderer and fonts, once a process: the renderer refuses a second start. */
function prepare() {
    prepared ??= load();
    return prepared;
}
async function load() {
    await initWasm(await readFile(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
    return Promise.all(fontFiles.map((file) => readFile(require.resolve(`@expo-google-fonts/inter/${file}`))));
}
