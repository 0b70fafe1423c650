// Adapts a network that never saw a pendulum to 50 points of one. Run in a checkout: node examples/pretrained.mjs

import { learning, loadPretrained, pendulum, randomStream, simulate } from "metahamilton";

const { learner } = await loadPretrained("without-pendulum");
const { states } = simulate(pendulum, Float64Array.of(1, 0), { points: 50 });
const derivatives = new Float64Array(states.length);
for (let i = 0; i < states.length; i += 2) pendulum.vectorField(states.slice(i, i + 2), derivatives.subarray(i, i + 2));
const observations = { count: 50, states, derivatives };
const random = randomStream(0, "example");
const learned = await learner.adapt(learning.phaseSpaceOf(pendulum), observations, { random });
const slope = new Float64Array(2);
learned.vectorField(Float64Array.of(0.5, 0), slope);
console.log(`dp/dt at 0.5 rad: learned ${slope[1].toFixed(3)}, true ${(-Math.sin(0.5)).toFixed(3)}`);
await learned.close?.();
