import { AdaptingPage } from "./adapting.js";
import { DrawPage } from "./draw.js";
import type { LivePage } from "./live-page.js";

const makeLawWorker = () => new Worker(new URL("./law-worker.ts", import.meta.url), { type: "module", name: "law" });

/** Defines an element whose content a part of the lab is, for as long as it stands in a page. */
function define(name: string, open: (host: HTMLElement) => LivePage): void {
  customElements.define(
    name,
    class extends HTMLElement {
      #page: LivePage | undefined;

      connectedCallback(): void {
        this.#page = open(this);
        this.#page.start();
      }

      disconnectedCallback(): void {
        this.#page?.end();
      }
    },
  );
}

define("metahamilton-draw", (host) => new DrawPage(host, makeLawWorker));
define("metahamilton-adapting", (host) => new AdaptingPage(host));
