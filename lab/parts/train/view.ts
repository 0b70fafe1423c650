import { html, nothing, type TemplateResult } from "lit-html";
import { decodeCheckpoint } from "../../../src/learning/index.js";
import { systems } from "../../../src/mechanics/index.js";
import { formatDuration, formatNumber } from "../../../src/report/numbers.js";
import { logDomain } from "../../../src/report/svg/domain.js";
import type { Panel } from "../../../src/report/svg/panel.js";
import { messageOf } from "../../compute/failure.js";
import { panelSize, panelSvg } from "../../figures/svg.js";
import { forgetNetwork, type KeptNetwork } from "../../kept/networks.js";
import type { App } from "../../page/desks.js";
import { download } from "../../page/download.js";
import { enginesView } from "../../page/engines-view.js";
import type { TrainingDesk } from "./desk.js";

/** Meta-training in the browser, and the networks that it has left. */
export function trainPart(app: App): TemplateResult {
  const { training } = app;
  return html`
    <div class="lead">
      <h1>Train here</h1>
      <p>Meta-train a small network on worlds of your choice, then let it meet one that it has not seen. The same steps as
        <code>metahamilton train</code>, computed by this browser.</p>
    </div>
    ${training.engines.notices.map((notice) => html`<p class="notice" role="status">${notice}</p>`)}
    ${training.problem === undefined ? nothing : html`<p class="problem" role="alert">${training.problem}</p>`}
    <div class="columns">
      <section class="side" aria-label="Training settings">${settings(app)}</section>
      <section class="wide" aria-label="Training">${begin(training)} ${progress(training)} ${finished(app)} ${kept(app)}</section>
    </div>
  `;
}

function settings(app: App): TemplateResult {
  const { training } = app;
  const { options, running } = training;
  const number = (
    label: string,
    key: "width" | "iterations" | "trajectories" | "points" | "seed",
    low: number,
    high: number,
  ) => html`
    <label class="row"><span>${label}</span>
      <input type="number" name=${key} min=${low} max=${high} step="1" ?disabled=${running} .value=${String(options[key])}
        @change=${(event: Event) => {
          const input = event.target as HTMLInputElement;
          const value = Math.round(Number(input.value));
          if (value >= low && value <= high) training.set({ [key]: value });
          else input.value = String(options[key]);
        }} /></label>`;
  return html`
    <h2>Worlds to practise on</h2>
    <fieldset class="choices">
      <legend class="visually-hidden">Systems to train on</legend>
      ${systems.map(
        ({
          name,
          title,
        }) => html`<label><input type="checkbox" name=${name} ?disabled=${running} .checked=${options.systems.includes(name)}
          @change=${(event: Event) => {
            const on = (event.target as HTMLInputElement).checked;
            training.set({
              systems: systems
                .map((system) => system.name)
                .filter((other) => (other === name ? on : options.systems.includes(other))),
            });
          }} />${title}</label>`,
      )}
    </fieldset>
    <h2>Network and training</h2>
    ${number("Width (units)", "width", 4, 128)} ${number("Outer steps", "iterations", 10, 20000)}
    ${number("Trajectories a system", "trajectories", 5, 2000)} ${number("Points a task", "points", 2, 50)} ${number("Seed", "seed", 0, 1e9)}
    <h2>What computes</h2>
    ${enginesView(app, training.engines, "one outer step")}
  `;
}

/** The button that begins a training or ends it, above all else, since settings may be a screen away on a phone. */
function begin(training: TrainingDesk): TemplateResult {
  return html`<p>${
    training.running
      ? html`<button class="primary" @click=${() => training.stop()}>Stop here</button>`
      : html`<button class="primary" id="train" ?disabled=${training.options.systems.length === 0} @click=${() => training.start()}>Train</button>`
  }</p>`;
}

function progress({ progress: now, curve, running, options }: TrainingDesk): TemplateResult {
  if (now === undefined)
    return html`<div class="empty" role="status"><p>${running ? "Starting the engines and timing a step …" : "The loss appears here as the network trains: with these settings, a few seconds."}</p></div>`;
  if (now.phase === "data")
    return html`<p class="progress" role="status"><progress max=${now.total} .value=${now.done}></progress> Computing motions: ${now.done} of ${now.total} systems</p>`;
  const left = (now.total - now.done) * now.secondsPerStep;
  return html`
    <p class="progress" role="status"><progress max=${now.total} .value=${now.done} aria-label="Outer steps done"></progress>
      <span id="train-step" data-done=${now.done} data-loss=${now.loss} data-validation=${now.validationLoss}>Outer step ${now.done} of ${now.total}</span>,
      ${formatNumber(1000 * now.secondsPerStep)} ms a step${running && left > 1 ? html`, ${formatDuration(left)} left` : nothing}</p>
    <figure class="chart single">${panelSvg(lossPanel(curve, options.iterations), panelSize({ columns: 1, beside: true, aspect: 0.55 }))}
      <figcaption class="key"><span><span class="swatch blue"></span> meta-training</span><span><span class="swatch vermillion"></span> validation (dashed): motions that training never saw</span></figcaption></figure>
  `;
}

function lossPanel(curve: TrainingDesk["curve"], iterations: number): Panel {
  const x = curve.map(({ done }) => done);
  const [loss, validation] = [curve.map((point) => point.loss), curve.map((point) => point.validationLoss)];
  return {
    heading: "Query loss after one gradient step",
    x: { kind: "linear", domain: [0, Math.max(iterations, x.at(-1) ?? 1)], label: "Outer step" },
    y: { kind: "log", domain: logDomain([...loss, ...validation]), label: "Loss a point and component" },
    marks: [
      { type: "line", x, y: loss, style: { colour: "blue", width: 1.8 } },
      { type: "line", x, y: validation, style: { colour: "vermillion", width: 2, dash: "7 3" } },
    ],
  };
}

function finished(app: App): TemplateResult {
  const { training } = app;
  const { result } = training;
  if (result === undefined) return html`${nothing}`;
  const name = `my-network-${result.options.systems.length}-worlds`;
  return html`
    <section class="card" aria-labelledby="finished-title">
      <h2 id="finished-title">${result.stopped ? "Stopped early; the network as it is" : "The network is trained"}</h2>
      <form class="bar" @submit=${(event: SubmitEvent) => {
        event.preventDefault();
        const data = new FormData(event.target as HTMLFormElement);
        void training.keep(String(data.get("name") || name));
      }}>
        <label class="row"><span>Name</span><input name="name" type="text" .value=${name} maxlength="60" required /></label>
        <button class="primary" id="keep">Keep in this browser</button>
        <button class="plain" type="button" id="download-trained" @click=${() => download("model.safetensors", result.file, "application/octet-stream")}>Download</button>
      </form>
    </section>
  `;
}

function kept(app: App): TemplateResult {
  return html`
    <section aria-labelledby="kept-title">
      <h2 id="kept-title">Kept networks</h2>
      ${
        app.kept.length === 0
          ? html`<p class="hint">None yet. Train one, or open a <code>model.safetensors</code> of the command line.</p>`
          : html`<ul class="kept">${app.kept.map((network) => keptItem(app, network))}</ul>`
      }
      <label class="file"><span>Open a network</span>
        <input type="file" id="open-network" accept=".safetensors" @change=${(event: Event) => openFile(app, event)} /></label>
    </section>
  `;
}

function keptItem(app: App, network: KeptNetwork): TemplateResult {
  const bodies = app.session.system?.bodies ?? 1;
  const saveOnnx = async () => {
    try {
      const { compute } = await app.conductor.client();
      const bytes = await compute.exportOnnx({ kind: "file", name: network.name, bytes: network.bytes }, bodies);
      download(`${network.name}.onnx`, bytes, "application/octet-stream");
    } catch (error) {
      app.say(messageOf(error));
    }
  };
  return html`
    <li>
      <p><strong>${network.name}</strong><br /><small>${network.origin}, ${new Date(network.saved).toLocaleDateString()}</small></p>
      <p class="actions">
        <button class="plain" @click=${() => app.change({ part: "adapt", network: `kept:${network.id}` })}>Adapt it</button>
        <button class="inline" @click=${() => download(`${network.name}.safetensors`, network.bytes, "application/octet-stream")}>safetensors</button>
        <button class="inline" title="For ${bodies} ${bodies === 1 ? "body" : "bodies"}, as the chosen system has" @click=${saveOnnx}>ONNX</button>
        <button class="inline" aria-label="Forget ${network.name}"
          @click=${async () => {
            await forgetNetwork(network.id);
            if (app.state.network === `kept:${network.id}`) app.change({ network: "auto" });
            await app.refreshKept();
          }}>Forget</button>
      </p>
    </li>
  `;
}

/** Takes a checkpoint of the command line, after reading it as that does. */
async function openFile(app: App, event: Event): Promise<void> {
  const input = event.target as HTMLInputElement;
  const file = input.files?.[0];
  if (file === undefined) return;
  const { training } = app;
  training.problem = undefined;
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const { notes, digest } = decodeCheckpoint(bytes, file.name);
    const from = notes.heldOut === undefined ? (notes.trainedOn ?? "a file") : `trained without ${notes.heldOut}`;
    const origin = digest === undefined ? `${from}; without a digest: whether it was damaged cannot be told` : from;
    await training.keepFile(file.name.replace(/\.safetensors$/, ""), origin, bytes);
  } catch (error) {
    training.problem = messageOf(error);
    app.redraw();
  }
  input.value = "";
}
