import { render, type TemplateResult } from "lit-html";
import type { Theme } from "../page/theme.js";
import { liveStyle } from "./style.js";

/** Something of the lab inside another page: its style stays in a shadow root, light or dark follows the text around it. */
export abstract class LiveRoot {
  readonly root = document.createElement("div");
  /** What is undone at the end. */
  readonly ends: (() => void)[] = [];
  #theme: Theme = "light";
  #drawn = false;

  protected abstract view(): TemplateResult;

  constructor(readonly host: HTMLElement) {
    const shadow = host.shadowRoot ?? host.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [liveStyle()];
    this.root.className = "live";
    shadow.replaceChildren(this.root);
  }

  get theme(): Theme {
    return this.#theme;
  }

  start(): void {
    this.#followTheme();
    const looks = new MutationObserver(() => this.#followTheme());
    for (const element of [document.documentElement, document.body])
      looks.observe(element, { attributeFilter: ["class", "style", "data-theme", "data-jp-theme-light"] });
    const widths = new ResizeObserver(() => this.redraw());
    widths.observe(this.host);
    const system = matchMedia("(prefers-color-scheme: dark)");
    const onSystem = () => this.#followTheme();
    system.addEventListener("change", onSystem);
    this.ends.push(
      () => looks.disconnect(),
      () => widths.disconnect(),
      () => system.removeEventListener("change", onSystem),
    );
    this.redraw();
  }

  /** Stops what runs; the page that it stood in goes on. */
  end(): void {
    for (const end of this.ends.splice(0)) end();
  }

  redraw(): void {
    if (this.#drawn) return;
    this.#drawn = true;
    requestAnimationFrame(() => {
      this.#drawn = false;
      render(this.view(), this.root);
      this.drawn();
    });
  }

  /** After every drawing. */
  protected drawn(): void {}

  /** Pages say by many means whether they are dark; their text is light where they are. */
  #followTheme(): void {
    const { color } = getComputedStyle(this.host.parentElement ?? document.body);
    const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map(Number);
    this.#theme = 0.3 * red + 0.59 * green + 0.11 * blue > 127 ? "dark" : "light";
    this.host.dataset.theme = this.#theme;
    this.redraw();
  }
}
