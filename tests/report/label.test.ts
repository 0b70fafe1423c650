import { describe, expect, it } from "vitest";
import { escapeText, markup } from "../../src/report/markup.js";
import { joinLabels, plainLabel, renderLabel, symbolLabel } from "../../src/report/svg/label.js";

describe("symbols", () => {
  it.each([
    ["x", ["x"]],
    ["x1", ["x", { sub: "1" }]],
    ["theta", ["θ"]],
    ["theta2", ["θ", { sub: "2" }]],
    ["p_theta2", ["p", { sub: "θ2" }]],
    ["p_x", ["p", { sub: "x" }]],
    ["θ₁", ["θ₁"]],
  ])("sets %s", (name, label) => expect(symbolLabel(name)).toEqual(label));

  it("lowers a subscript and comes back for what follows", () => {
    expect(renderLabel(joinLabels(symbolLabel("p_x"), "", " (m)")).text).toBe(
      'p<tspan dy="0.28em" font-size="72%">x</tspan><tspan dy="-0.2em"> (m)</tspan>',
    );
  });

  it("reads as plain text", () => expect(plainLabel(symbolLabel("p_theta1"))).toBe("pθ1"));
});

describe("markup", () => {
  it("escapes strings, not markup", () => {
    expect(markup`<b title="${'"><i'}">${"<&>"}${markup`<i/>`}</b>`.text).toBe(
      '<b title="&quot;&gt;&lt;i">&lt;&amp;&gt;<i/></b>',
    );
  });

  it("writes lists and leaves out undefined", () => expect(markup`${[1, undefined, "a"]}`.text).toBe("1a"));

  it("drops characters that XML cannot hold, keeps those beyond the basic plane", () => {
    expect(escapeText("a\u0000b\u001fc\ud800d\uffffe😀")).toBe("abcde😀");
  });
});
