import { Directive, directive } from "lit-html/directive.js";

/**
 * An SVG image given as text that becomes the next one by the few changes between them: of a chart that grows, axes and words
 * stay as they are, and only curves are laid out and painted again.
 */
class LiveSvg extends Directive {
  #text = "";
  #image: Element | undefined;

  render(text: string): Element {
    if (this.#image === undefined) this.#image = parse(text);
    else if (text !== this.#text) follow(this.#image, parse(text));
    this.#text = text;
    return this.#image;
  }
}

export const liveSvg = directive(LiveSvg);

function parse(text: string): Element {
  const template = document.createElement("template");
  template.innerHTML = text;
  return template.content.firstElementChild as Element;
}

/** Makes an element what another one of the same kind is. */
function follow(now: Element, next: Element): void {
  for (const { name, value } of next.attributes) if (now.getAttribute(name) !== value) now.setAttribute(name, value);
  for (const { name } of [...now.attributes]) if (!next.hasAttribute(name)) now.removeAttribute(name);
  const [old, fresh] = [[...now.childNodes], [...next.childNodes]];
  fresh.forEach((child, i) => {
    const known = old[i];
    if (known === undefined) now.append(child);
    else if (known.nodeName !== child.nodeName) known.replaceWith(child);
    else if (known instanceof Element) follow(known, child as Element);
    else if (known.nodeValue !== child.nodeValue) known.nodeValue = child.nodeValue;
  });
  for (const child of old.slice(fresh.length)) child.remove();
}
