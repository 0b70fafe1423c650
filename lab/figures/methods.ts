import { networkStyle } from "../../src/report/paper/networks.js";
import type { Style } from "../../src/report/svg/style.js";
import type { MethodId } from "../compute/messages.js";

interface MethodLook {
  readonly label: string;
  readonly style: Style;
}

/** How the methods are called and drawn: as in the reports. */
export const methodLooks: Readonly<Record<MethodId, MethodLook>> = {
  "meta-trained": { label: "Meta-trained", style: networkStyle("meta-trained") },
  "random-graph-network": { label: "Random graph network", style: networkStyle("random-graph-network") },
  hnn: { label: "HNN", style: networkStyle("hnn-same-step") },
  structured: { label: "Structured process", style: networkStyle("hnn-best-step") },
  process: { label: "Gaussian process", style: { colour: "orange", width: 1.8, dash: "1 4" } },
  "in-context": { label: "Network that has seen laws", style: { colour: "orange", width: 2.2 } },
};
