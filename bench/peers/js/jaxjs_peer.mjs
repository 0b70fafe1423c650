// jax-js (its WebAssembly engine) as a contestant: node jaxjs_peer.mjs FOLDER.
import { defaultDevice, grad, init, nn, numpy as np, valueAndGrad, vmap } from "@jax-js/jax";
import { metaStepJob, Stages, serve } from "./protocol.mjs";

const stages = new Stages();
await init("wasm");
defaultDevice("wasm");
stages.done("load");
const { options, parameters, group, flatten } = metaStepJob(process.argv.at(-1));
const names = Object.keys(parameters);
const { bodies } = group;
const { rate, steps } = options.inner;
if (options.network.output !== "direct" || options.network.activation !== "softplus")
  throw new Error("only direct networks with softplus, as the other engine of browsers can");

/** log(1 + e^x) without overflow; the library's own is not a number for large x. */
const softplus = (x) => np.maximum(x.ref, 0).add(np.log1p(np.exp(np.abs(x).neg())));
const act = nn.softplus;

// Arrays belong to whoever uses them last; `.ref` keeps one for another use.
const linear = (x, weight, bias) => np.matmul(x, weight.ref).add(bias.ref);

/** Outputs [body, point, 4] of the network at the states x [body, point, 4] of one task; the parameters are kept. */
function field(p, x) {
  let first = linear(x.ref, p["node.0.weight.state"], p["node.0.bias"]);
  if (bodies > 1) {
    const senders = [];
    for (let shift = 1; shift < bodies; shift++) senders.push(np.roll(x.ref, -shift, 0));
    const stacked = np.stack(senders, 1); // [body, sender, point, 4]
    const own = np.broadcastTo(np.expandDims(x.ref, 1), stacked.shape);
    let hidden = act(linear(np.concatenate([own, stacked], -1), p["edge.0.weight"], p["edge.0.bias"]));
    hidden = act(linear(hidden, p["edge.1.weight"], p["edge.1.bias"]));
    // The last layer is linear: summing the senders before it is less work.
    const message = np.matmul(hidden.sum(1), p["edge.2.weight"].ref).add(p["edge.2.bias"].ref.mul(bodies - 1));
    first = first.add(np.matmul(message, p["node.0.weight.message"].ref));
  }
  x.dispose();
  const hidden = act(linear(act(first), p["node.1.weight"], p["node.1.bias"]));
  return linear(hidden, p["node.2.weight"], p["node.2.bias"]);
}

function loss(p, x, dx) {
  const e = field(p, x).sub(dx);
  for (const name of names) p[name].dispose();
  return e.ref
    .add(softplus(e.mul(-2)))
    .sub(Math.LN2)
    .mean();
}

const refs = (p) => Object.fromEntries(names.map((name) => [name, p[name].ref]));

function afterAdaptation(p, sx, sdx, qx, qdx) {
  let adapted = p;
  for (let step = 0; step < steps; step++) {
    const slopes = grad(loss)(refs(adapted), sx.ref, sdx.ref);
    adapted = Object.fromEntries(names.map((name) => [name, adapted[name].sub(slopes[name].mul(rate))]));
  }
  sx.dispose();
  sdx.dispose();
  return loss(adapted, qx, qdx);
}

const overTasks = vmap(afterAdaptation, [null, 0, 0, 0, 0]);
// Not within `jit`: from the gradient of |grad_W sum (X W)^2|^2 on, what jax-js 0.1.25 compiles is wrong where X has a number
// of rows divisible by four; here the gradient came out 8 % away, in a fifth less time. Uncompiled it is right.
const both = valueAndGrad((p, sx, sdx, qx, qdx) => overTasks(p, sx, sdx, qx, qdx).sum());

const array = ({ values, shape }) => np.array(values).reshape(shape);
const p = Object.fromEntries(names.map((name) => [name, array(parameters[name])]));
const data = ["sx", "sdx", "qx", "qdx"].map((name) => array(group.arrays[name]));

async function step() {
  const [value, slopes] = both(refs(p), ...data.map((x) => x.ref));
  return Promise.all([value, ...names.map((name) => slopes[name])].map((x) => x.data()));
}

const [first, ...slopes] = await step();
stages.done("compile and first run");
await serve(step, () => ({ loss: first, gradient: flatten(slopes) }), stages, { "jax-js": "0.1.25" });
