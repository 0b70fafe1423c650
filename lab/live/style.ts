import adapt from "../style/adapt.css?inline";
import colours from "../style/colours.css?inline";
import controls from "../style/controls.css?inline";
import page from "../style/page.css?inline";
import parts from "../style/parts.css?inline";
import own from "./style.css?inline";

let sheet: CSSStyleSheet | undefined;

/** The lab's style for the inside of a shadow root, whose page knows nothing of it. */
export function liveStyle(): CSSStyleSheet {
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    const inHost = colours.replace(/:root(\[[^\]]*\])?/g, (_, theme) =>
      theme === undefined ? ":host" : `:host(${theme})`,
    );
    sheet.replaceSync([inHost, page, controls, adapt, parts, own].join("\n"));
  }
  return sheet;
}
