import { describe, expect, it } from "vitest";
import { type Panel, renderPanel } from "../../src/report/svg/panel.js";
import { lightTheme } from "../../src/report/svg/theme.js";

const panelOf = (y: Panel["y"]): Panel => ({
  heading: "Heading",
  x: { kind: "linear", domain: [0, 1], label: "x" },
  y,
  marks: [],
});

/** Where the vertical axis stands, and how far left of it its label's baseline and its widest tick label reach, px. */
function leftOf(y: Panel["y"]) {
  const svg = renderPanel(panelOf(y), { width: 400, height: 240 }, lightTheme).text;
  const [, axis = ""] = /<g transform="translate\((\d+),/.exec(svg) ?? [];
  const [, label = ""] = /transform="translate\(-(\d+),/.exec(svg) ?? [];
  const ticks = [...svg.matchAll(/text-anchor="end"[^>]*>([^<]*)</g)].map(([, text = ""]) => text);
  return { axis: Number(axis), label: Number(label), ticks };
}

describe("a panel", () => {
  it("moves its axis to the right where tick labels are wide, so that they do not touch the axis label", () => {
    const narrow = leftOf({ kind: "linear", domain: [0, 4], label: "y" });
    const wide = leftOf({ kind: "linear", domain: [-0.005, 0.015], label: "y" });
    expect(wide.ticks).toContain("−0.005");
    expect(wide.axis).toBeGreaterThan(narrow.axis);
    // Digits of Inter are 0.64 em wide at most; the tick labels are 11 px high and end 7 px from the axis.
    const reach = 7 + 0.64 * 11 * "−0.005".length;
    expect(wide.label - reach).toBeGreaterThan(4);
  });

  it("names places on an axis instead of numbers", () => {
    const names = ["first", "a very long name of a category"].map((label, i) => ({ value: i + 1, label }));
    const { ticks, axis } = leftOf({ kind: "linear", domain: [0, 3], label: "", ticks: names });
    expect(ticks).toEqual(names.map(({ label }) => label));
    expect(axis).toBeGreaterThan(0.5 * 11 * 30);
  });

  it.each([
    [{ width: 480, height: 300 }, [0, 1], [0, 40]],
    [{ width: 300, height: 480 }, [-3, 900], [0, 1]],
  ] as const)("draws equal lengths equally long where its axes are to have one scale: %j", (size, across, up) => {
    const [x0, y0] = [across[0], up[0]];
    const marks = [
      { type: "line", x: [x0, x0 + 1, x0 + 1], y: [y0, y0, y0 + 1], style: { colour: "blue", width: 1 } },
    ] as const;
    const panel: Panel = {
      heading: "Path",
      x: { kind: "linear", domain: across, label: "x" },
      y: { kind: "linear", domain: up, label: "y" },
      equal: true,
      marks,
    };
    const [, path = ""] = /class="line" d="([^"]*)"/.exec(renderPanel(panel, size, lightTheme).text) ?? [];
    const points = path
      .split(/[ML]/)
      .filter(Boolean)
      .map((text) => text.split(",").map(Number)) as [number, number][];
    const [a, b, c] = points as [[number, number], [number, number], [number, number]];
    // Coordinates are written to a hundredth of a px.
    expect(Math.abs(b[0] - a[0] - (b[1] - c[1]))).toBeLessThan(0.021);
    expect(b[0] - a[0]).toBeGreaterThan(0);
  });
});
