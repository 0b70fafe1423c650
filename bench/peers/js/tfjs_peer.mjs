// TensorFlow.js (WASM backend) as a contestant: node tfjs_peer.mjs FOLDER. It runs on one thread in Node.
import * as tf from "@tensorflow/tfjs";
import "@tensorflow/tfjs-backend-wasm";
import { metaStepJob, Stages, serve } from "./protocol.mjs";

const stages = new Stages();
await tf.setBackend("wasm");
stages.done("load");
const { options, parameters, group, flatten } = metaStepJob(process.argv.at(-1));
const names = Object.keys(parameters);
const { tasks, bodies, points } = group;
const { rate, steps } = options.inner;
const { width } = options.network;
if (options.network.output !== "direct" || options.network.activation !== "softplus")
  throw new Error("only direct networks with softplus: its tanh has no second derivative");

const row = (bias) => bias.expandDims(1);
const linear = (x, weight, bias) => tf.add(tf.matMul(x, weight), row(bias));

/** Outputs [task, body, point, 4] of networks with parameters [task, ...] at states [task, body, point, 4]. */
function field(p, x) {
  const act = tf.softplus;
  let first = linear(x.reshape([tasks, bodies * points, 4]), p["node.0.weight.state"], p["node.0.bias"]);
  if (bodies > 1) {
    const pairs = [];
    for (let shift = 1; shift < bodies; shift++) {
      const head = x.slice([0, shift], [-1, bodies - shift]);
      const senders = tf.concat([head, x.slice([0, 0], [-1, shift])], 1);
      pairs.push(tf.concat([x, senders], 3).reshape([tasks, bodies * points, 8]));
    }
    let hidden = act(linear(tf.concat(pairs, 1), p["edge.0.weight"], p["edge.0.bias"]));
    hidden = act(linear(hidden, p["edge.1.weight"], p["edge.1.bias"]));
    // The last layer is linear: summing the senders before it is less work.
    const summed = hidden.reshape([tasks, bodies - 1, bodies * points, width]).sum(1);
    const message = tf.add(tf.matMul(summed, p["edge.2.weight"]), tf.mul(row(p["edge.2.bias"]), bodies - 1));
    first = tf.add(first, tf.matMul(message, p["node.0.weight.message"]));
  }
  const hidden = act(linear(act(first), p["node.1.weight"], p["node.1.bias"]));
  return linear(hidden, p["node.2.weight"], p["node.2.bias"]).reshape(x.shape);
}

/** Sum over tasks of the mean log cosh of the errors. */
function loss(p, x, dx) {
  const e = tf.sub(field(p, x), dx);
  const errors = tf.sub(tf.add(e, tf.softplus(tf.mul(e, -2))), Math.LN2);
  return errors.mean([1, 2, 3]).sum();
}

const named = (values) => Object.fromEntries(names.map((name, i) => [name, values[i]]));

function metaLoss(...weights) {
  let copies = weights.map((w) => tf.broadcastTo(w.expandDims(0), [tasks, ...w.shape]));
  for (let step = 0; step < steps; step++) {
    const slopes = tf.grads((...values) => loss(named(values), data.sx, data.sdx))(copies);
    copies = copies.map((value, i) => tf.sub(value, tf.mul(slopes[i], rate)));
  }
  return loss(named(copies), data.qx, data.qdx);
}

const data = Object.fromEntries(
  Object.entries(group.arrays).map(([name, { values, shape }]) => [name, tf.tensor(values, shape)]),
);
const weights = names.map((name) => tf.tensor(parameters[name].values, parameters[name].shape));
const both = tf.valueAndGrads(metaLoss);

async function step() {
  const { value, grads } = tf.tidy(() => both(weights));
  const results = await Promise.all([value, ...grads].map((x) => x.data()));
  tf.dispose([value, ...grads]);
  return results;
}

const [first, ...slopes] = await step();
stages.done("first run");
await serve(step, () => ({ loss: first, gradient: flatten(slopes) }), stages, { tfjs: tf.version.tfjs });
