/** A piece of SVG or HTML that is already safe to write: its text has been escaped. */
export class Markup {
    text;
    constructor(text) {
        this.text = text;
    }
    toString() {
        return this.text;
    }
}
/**
 * Template tag for SVG and HTML. Interpolated strings and numbers are escaped, so that a hostile name can neither leave
 * its attribute (write attributes in double quotes) nor open an element; `Markup` goes in as it is; `undefined` is nothing.
 */
export function markup(strings, ...contents) {
    return new Markup(strings.reduce((text, string, i) => text + write(contents[i - 1]) + string));
}
/** `text` with the five characters that XML and HTML reserve replaced, and those that XML 1.0 forbids left out. */
export function escapeText(text) {
    return text.replace(forbidden, "").replace(/[&<>"']/g, (character) => entities[character] ?? "");
}
const entities = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};
// XML 1.0, production 2 (Char): control characters, lone surrogates and two non-characters cannot be written, even escaped.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to leave out.
const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;
function write(content) {
    if (content === undefined)
        return "";
    if (content instanceof Markup)
        return content.text;
    if (typeof content === "object")
        return content.map(write).join("");
    return escapeText(String(content));
}
