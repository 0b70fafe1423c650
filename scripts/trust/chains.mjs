// Posteriors by long Markov chains beside those that `adapt` states, for a few small records: node scripts/trust/chains.mjs [SAMPLES, 5000 a chain] [SEED, 0] [NAME ...]. Build first; two minutes of a processor.
import { cpus } from "node:os";
import { randomStream } from "../../dist/base/random.js";
import { LAWS } from "./calibration/laws.mjs";
import { simulate } from "./calibration/record.mjs";
import { summarize } from "./chains/diagnostics.mjs";
import { lawPosterior } from "./chains/law-posterior.mjs";
import { gaussNewtonFactor, metropolis } from "./chains/metropolis.mjs";
import { processPosterior } from "./chains/process-posterior.mjs";

const [CHAINS, THIN, DRAWS] = [4, 10, 256];
/** By the number that the calibration has them under; of the second law those whose energy is found to be T(p) + V(q). */
const RECORDS = [
  { law: "pendulum", noise: 0.05, posterior: lawPosterior },
  { law: "Duffing", noise: 0.05, posterior: lawPosterior },
  { law: "two carts", noise: 0.05, posterior: lawPosterior },
  { law: "pendulum with friction", noise: 0.05, posterior: lawPosterior },
  { law: "H = e^p - p + e^q - q", noise: 0.01, number: 1, posterior: processPosterior },
  { law: "H = e^p - p + e^q - q", noise: 0.05, number: 1, posterior: processPosterior },
];
const [samples = "5000", seed = "0", ...names] = process.argv.slice(2);

console.log(
  "| record | quantity | chains' mean | and deviation | approximation's, from the mean in deviations | and its deviation over the chains' | R-hat | independent samples |",
);
console.log("|---|---|---|---|---|---|---|---|");
for (const { law: name, noise, number = 0, posterior } of RECORDS.filter(
  ({ law }) => names.length === 0 || names.includes(law),
)) {
  const law = LAWS[name];
  const target = await posterior(law, simulate(law, noise, number));
  const factor = gaussNewtonFactor(target.residuals, target.start, target.steps);
  const steps = Number(samples);
  const chains = Array.from({ length: CHAINS }, (_, k) => {
    const random = randomStream(Number(seed), "chain", name, k);
    return metropolis(target.logDensity, target.start, factor, {
      steps,
      burnIn: steps / 6,
      thin: THIN,
      random,
    }).samples.map(target.quantities);
  });
  const { mean, drawn } = target.approximation(DRAWS, Number(seed));
  for (const quantity of Object.keys(mean)) {
    const own = summarize(chains.map((chain) => chain.map((values) => values[quantity])));
    const deviation = Math.sqrt(
      drawn.reduce((sum, values) => sum + (values[quantity] - mean[quantity]) ** 2, 0) / drawn.length,
    );
    const cells = [
      `${name}, ${100 * noise} % (${target.name})`,
      quantity,
      own.mean.toPrecision(4),
      own.deviation.toPrecision(2),
      ((mean[quantity] - own.mean) / own.deviation).toFixed(2),
      (deviation / own.deviation).toFixed(2),
      own.rHat.toFixed(3),
      Math.round(own.effective),
    ];
    console.log(`| ${cells.join(" | ")} |`);
  }
}
console.log(
  `\n${CHAINS} chains of ${samples} samples, of ${DRAWS} draws of the approximation; seed ${seed}, Node ${process.versions.node}, ${cpus()[0]?.model}`,
);
