import { cpus, release, totalmem, type } from "node:os";
import { leaveOneOut } from "../dataset/index.js";
import { systemNamed, systems } from "../mechanics/index.js";
import { findEngine } from "../runtime/index.js";
import { declaredChoices } from "./choices.js";
import { jobsOf } from "./run.js";
import { readJobResult } from "./run-job.js";
import { bootstrapInterval, mean, median } from "./statistics.js";
/** Gathers a run's finished jobs into `results.json`'s content; seeds are pooled, trajectory by trajectory. */
export async function collectResults(config, directory, facts) {
    const results = [];
    const phases = [];
    for (const heldOut of config.holdOut) {
        const parts = [];
        for (const job of jobsOf(config, directory).filter((one) => one.heldOut === heldOut)) {
            const result = await readJobResult(job.directory);
            if (result !== undefined)
                parts.push(result);
        }
        const [first] = parts;
        if (first === undefined)
            continue;
        results.push({
            heldOut,
            title: systemNamed(heldOut).title,
            trainedOn: leaveOneOut(systems, heldOut).map(({ name }) => name),
            training: averageCurves(parts.map(({ curve }) => curve)),
            methods: first.comparison.methods.map(({ name }) => poolMethod(parts.flatMap(({ comparison }) => comparison.methods.filter((method) => method.name === name)), config.evaluation.bootstrapSamples)),
            example: first.comparison.example,
        });
        phases.push({ name: `${heldOut}: training`, seconds: total(parts.map(({ curve }) => curve.seconds)) });
        phases.push({ name: `${heldOut}: evaluation`, seconds: total(parts.map((part) => part.evaluationSeconds)) });
    }
    return {
        version: 1,
        profile: facts.profile,
        seeds: config.seeds,
        command: facts.command,
        config: { ...config },
        choices: declaredChoices(config),
        machine: await describeMachine(config, facts.version),
        timing: { totalSeconds: facts.totalSeconds, phases },
        systems: results,
    };
}
const total = (values) => values.reduce((a, b) => a + b, 0);
function poolMethod(parts, bootstrapSamples) {
    const [first] = parts;
    const pooled = (key) => first.step.map((_, i) => parts.flatMap((part) => part[key][i]));
    const mse = pooled("mse");
    return {
        name: first.name,
        label: first.label,
        // The tuned step size may differ between seeds; the first seed's is shown.
        stepSize: first.stepSize,
        trajectories: mse[0]?.length ?? 0,
        step: first.step,
        mse: summarise(mse, bootstrapSamples),
        energyError: summarise(pooled("energyError"), bootstrapSamples),
        escaped: pooled("escaped").map((flags) => flags.filter(Boolean).length),
    };
}
function summarise(values, bootstrapSamples) {
    const intervals = values.map((row) => bootstrapInterval(row, bootstrapSamples));
    return {
        mean: values.map(mean),
        median: values.map(median),
        low: intervals.map(({ low }) => low),
        high: intervals.map(({ high }) => high),
    };
}
function averageCurves(curves) {
    const [first] = curves;
    const average = (key) => first.step.map((_, i) => mean(curves.map((curve) => curve[key][i])));
    return {
        step: first.step,
        metaLoss: average("metaLoss"),
        validationLoss: average("validationLoss"),
        seconds: total(curves.map(({ seconds }) => seconds)),
    };
}
/** The machine and versions that figures are quoted with. */
export async function describeMachine(config, version) {
    const engine = await findEngine(config.engine ?? undefined);
    const [cpu] = cpus();
    return {
        cpu: cpu?.model.trim() ?? "unknown",
        cores: cpus().length,
        memoryGiB: Math.round(totalmem() / 2 ** 30),
        platform: `${type()} ${release()} ${process.arch}`,
        node: process.version,
        metahamilton: version,
        engine: `${engine.name}: ${engine.version}`,
        date: new Date().toISOString().slice(0, 10),
    };
}
