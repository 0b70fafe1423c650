import { heldAs, type Inputs, ratesOf, sideBySide } from "../../identification/index.js";
import type { InputQuantity, Recording } from "../recording.js";
import { measuredRecord } from "./measured.js";

/** A record with the rates of some of its inputs behind these, as inputs of their own. */
export function recordWithRates(record: Recording, of: readonly number[]): Recording {
  const { inputs, motions, time } = record;
  const rates = of.map((k): InputQuantity => {
    const { name, unit } = inputs[k] as InputQuantity;
    const [own, over] = [unit === "1" ? "" : unit, time.unit];
    return { name: `${name}'`, unit: own === "" || over === "" ? "" : `${own}/${over}`, held: false, rateOf: k };
  });
  return {
    ...record,
    inputs: [...inputs, ...rates],
    motions: motions.map((motion) => {
      const { times, inputs: values } = motion;
      if (values === undefined) return motion;
      const more = ratesOf({ times, values, count: inputs.length }, of);
      return { ...motion, inputs: sideBySide(values, more, times.length) };
    }),
  };
}

/** Inputs of a record with the rates of those that are not held; undefined where all are. */
export function inputsWithRates(record: Recording, inputs: Inputs): Inputs | undefined {
  const rates = inputs.held.flatMap((held, k) => (held ? [] : [k]));
  const wide = rates.length === 0 ? undefined : measuredRecord(recordWithRates(record, rates)).inputs;
  if (wide === undefined) return undefined;
  const held = [...inputs.held, ...rates.map(() => false)];
  return { ...heldAs(wide, held), judged: held.map(() => false), rates };
}
