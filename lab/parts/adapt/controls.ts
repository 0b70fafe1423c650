import { html, nothing, type TemplateResult } from "lit-html";
import { allSystems, type System } from "../../../src/mechanics/index.js";
import { percentText } from "../../../src/report/numbers.js";
import { unitText } from "../../../src/report/svg/label.js";
import { methodLooks } from "../../figures/methods.js";
import type { App } from "../../page/desks.js";
import { enginesView } from "../../page/engines-view.js";
import { ownComponents, startingState } from "../../page/experiment.js";
import { formula, plainSymbol, symbol } from "../../page/formula.js";
import { icons } from "../../page/icons.js";
import { heldOutNames, methodIds } from "../../page/state.js";

const value = (event: Event) => (event.target as HTMLInputElement | HTMLSelectElement).value;

/** Whose motion it is. */
export function world(app: App): TemplateResult {
  const { state, session } = app;
  return html`
    <h2>The world</h2>
    ${systemPicker(app)}
    ${session.system === undefined ? nothing : html`<p class="hamiltonian">${formula(session.system.formula)}</p>`}
    ${state.system.kind === "written" ? written(app) : nothing}
    ${session.system === undefined ? nothing : constants(app, session.system)}
    ${state.system.kind === "written" ? durationOf(app) : nothing}
  `;
}

/** Everything else that defines the experiment. */
export function controls(app: App): TemplateResult {
  const { state, session } = app;
  return html`
    <h2>The motion</h2>
    ${session.system === undefined ? nothing : initialState(app, session.system)}
    <h2>What the networks see</h2>
    ${points(app)}
    ${noise(app)}
    <h2>Who learns</h2>
    <fieldset class="choices">
      <legend class="visually-hidden">Methods</legend>
      ${methodIds.map(
        (id) => html`<label><input type="checkbox" .checked=${state.methods.includes(id)}
          @change=${(event: Event) => {
            const on = (event.target as HTMLInputElement).checked;
            const methods = methodIds.filter((other) => (other === id ? on : state.methods.includes(other)));
            if (methods.length > 0) app.change({ methods });
            else (event.target as HTMLInputElement).checked = true;
          }} /><span class="swatch ${methodLooks[id].style.colour}"></span>${methodLooks[id].label}</label>`,
      )}
    </fieldset>
    <p class="hint">Networks take gradient steps; the two processes, and the network that has seen random laws and no system, have their answer at once, in closed form.</p>
    ${networkPicker(app)}
    <label class="row"><span>Step size</span>
      <input type="number" min="0.001" max="10" step="any" .value=${String(state.rate)}
        @change=${(event: Event) => {
          const rate = Number(value(event));
          if (rate > 0 && rate <= 10) app.change({ rate });
        }} /></label>
    <h2>What computes</h2>
    ${enginesView(app, app.conductor.engines, "one gradient step of all networks")}
  `;
}

function systemPicker({ state, change }: App): TemplateResult {
  const { system } = state;
  const paper = allSystems.filter(({ name }) => heldOutNames.includes(name));
  const others = allSystems.filter(({ name }) => !heldOutNames.includes(name));
  const option = ({ name, title }: System) =>
    html`<option value=${name} ?selected=${system.kind === "named" && system.name === name}>${title}</option>`;
  const fresh = { motion: 0, initial: undefined, coordinate: 0, plane: undefined };
  return html`
    <label class="stacked"><span>System</span>
      <select id="system" @change=${(event: Event) => {
        const name = value(event);
        change(
          name === ""
            ? { ...fresh, system: { kind: "written", formula: "p^2/2 + q^4/4", constants: {}, duration: 10 } }
            : { ...fresh, system: { kind: "named", name } },
        );
      }}>
        <optgroup label="Held out in training">${paper.map(option)}</optgroup>
        <optgroup label="Never in any training">${others.map(option)}</optgroup>
        <option value="" ?selected=${system.kind === "written"}>Write your own H …</option>
      </select></label>
  `;
}

function written({ state, session, change }: App): TemplateResult {
  const { system } = state;
  if (system.kind !== "written") return html``;
  return html`
    <label class="stacked"><span>Hamiltonian H</span>
      <input id="formula" type="text" spellcheck="false" autocomplete="off" .value=${system.formula}
        aria-describedby="formula-help" aria-invalid=${session.system === undefined}
        @change=${(event: Event) => change({ system: { ...system, formula: value(event) }, initial: undefined, points: 50 })} /></label>
    <p class="hint" id="formula-help">Momenta <code>p</code>, <code>p1</code>, <code>p_x</code> go with <code>q</code>, <code>q1</code>, <code>x</code>;
      other names are constants. Functions: sin, cos, tan, exp, log, sqrt, abs, tanh.</p>
  `;
}

/** Entries of the second that the first has too. */
const onlyOf = (known: Readonly<Record<string, number>>, given: Readonly<Record<string, number>> = {}) =>
  Object.fromEntries(Object.entries(given).filter(([name]) => Object.hasOwn(known, name)));

/** The system's constants; other ones than its own stand in the address. */
function constants({ state: { system }, change }: App, { constants: now }: System): TemplateResult {
  const set = (name: string, number: number) =>
    change({ system: { ...system, constants: { ...system.constants, [name]: number } } });
  return html`
    ${Object.entries({ ...now, ...onlyOf(now, system.constants) }).map(
      ([name, number]) => html`<label class="row"><span>${symbol(name)}</span>
        <input type="number" step="any" data-constant=${name} .value=${String(number)}
          @change=${(event: Event) => {
            const chosen = Number(value(event));
            if (value(event) !== "" && Number.isFinite(chosen)) set(name, chosen);
          }} /></label>`,
    )}
    ${
      system.kind === "named" && system.constants !== undefined
        ? html`<button class="inline" id="usual-constants" @click=${() => change({ system: { kind: "named", name: system.name } })}>The usual constants</button>`
        : nothing
    }
  `;
}

function durationOf({ state: { system }, change }: App): TemplateResult {
  if (system.kind !== "written") return html``;
  return html`
    <label class="row"><span>Duration (s)</span>
      <input type="number" min="1" max="100" step="any" .value=${String(system.duration)}
        @change=${(event: Event) => {
          const duration = Number(value(event));
          if (duration > 0 && duration <= 100) change({ system: { ...system, duration } });
        }} /></label>
  `;
}

function initialState({ state, session, change }: App, system: System): TemplateResult {
  const components = ownComponents(system);
  // A motion that cannot be integrated keeps its start, to be corrected.
  const now = session.motion?.states ?? (session.status === "failed" ? startingState(state, system) : undefined);
  return html`
    <div class="state-grid">
      ${components.map(
        (
          { name, unit },
          i,
        ) => html`<label><span>${symbol(name)}${unit === "1" ? nothing : html` <small>${unitText(unit)}</small>`}</span>
          <input type="number" step="any" data-component=${i} .value=${now === undefined ? "" : String(Number((now[i] ?? 0).toPrecision(4)))}
            @change=${(event: Event) => {
              if (now === undefined) return;
              const initial = Array.from(now.subarray(0, components.length));
              initial[i] = Number(value(event));
              change({ initial });
            }} /></label>`,
      )}
    </div>
    ${
      system.dimension > 1
        ? html`<label class="row"><span>Portrait of</span>
            <select @change=${(event: Event) => change({ coordinate: Number(value(event)) })}>
              ${system.coordinates.map(
                ({ position, momentum }, i) =>
                  html`<option value=${i} ?selected=${i === state.coordinate}>${plainSymbol(position.name)}, ${plainSymbol(momentum.name)}</option>`,
              )}
            </select></label>`
        : nothing
    }
    <button class="plain" id="another" @click=${() => change({ motion: state.motion + 1, initial: undefined, points: typeof state.points === "number" ? state.points : 50 })}>
      ${icons.dice} Another motion</button>
  `;
}

function points({ state, session, change }: App): TemplateResult {
  const count =
    session.motion?.support.length ?? (typeof state.points === "number" ? state.points : state.points.length);
  return html`
    <label class="stacked"><span>Points K <output>${count}</output></span>
      <input id="points" type="range" min="1" max="100" .value=${String(count)}
        @change=${(event: Event) => change({ points: Number(value(event)) })} /></label>
    ${
      typeof state.points === "number"
        ? nothing
        : html`<p class="hint">Chosen by hand. <button class="inline" @click=${() => change({ points: 50 })}>Draw 50 again</button></p>`
    }
  `;
}

function noise({ state, change }: App): TemplateResult {
  return html`
    <label class="stacked"><span>Noise on them <output>${percentText(state.noise)}</output></span>
      <input id="noise" type="range" min="0" max="0.2" step="0.005" .value=${String(state.noise)} aria-describedby="noise-help"
        aria-valuetext=${percentText(state.noise)} @change=${(event: Event) => change({ noise: Number(value(event)) })} /></label>
    <p class="hint" id="noise-help">Its standard deviation over that of each coordinate, momentum and derivative along the motion.</p>
  `;
}

function networkPicker({ state, kept, change }: App): TemplateResult {
  const own = state.system.kind === "named" && heldOutNames.includes(state.system.name);
  const usual = own ? "Trained without this system" : "Trained without three-body";
  return html`
    <label class="stacked"><span>Meta-trained network</span>
      <select id="network" @change=${(event: Event) => change({ network: value(event) })}>
        <option value="auto" ?selected=${state.network === "auto"}>${usual}</option>
        ${allSystems
          .filter(({ name }) => heldOutNames.includes(name))
          .map(
            ({ name, title }) =>
              html`<option value=${name} ?selected=${state.network === name}>Trained without ${title.toLowerCase()}</option>`,
          )}
        ${kept.map(
          ({ id, name }) =>
            html`<option value="kept:${id}" ?selected=${state.network === `kept:${id}`}>${name} (kept here)</option>`,
        )}
      </select></label>
  `;
}
