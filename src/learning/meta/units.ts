import { NODE_SIZE } from "../../mechanics/index.js";

type Floats = Float32Array | Float64Array;

/** Units of one task: of all positions, of all momenta, and of H. */
export interface TaskUnits {
  readonly position: number;
  readonly momentum: number;
  readonly energy: number;
}

/**
 * Units in which a task's points have positions, momenta and derivatives of H of root mean square 1. They are the same for
 * all bodies, whose exchange stays a symmetry; components that are zero in all points (surplus ones) do not count.
 * `states` and `derivatives` are one task's [body, point, 4].
 */
export function taskUnits(states: Floats, derivatives: Floats, bodies: number): TaskUnits {
  const points = states.length / (bodies * NODE_SIZE);
  const sums = { position: { square: 0, count: 0 }, momentum: { square: 0, count: 0 } };
  const eachActive = (visit: (component: number, values: (of: Floats) => number[]) => void) => {
    for (let body = 0; body < bodies; body++)
      for (let c = 0; c < NODE_SIZE; c++) {
        const values = (of: Floats) =>
          Array.from({ length: points }, (_, k) => of[(body * points + k) * NODE_SIZE + c] as number);
        if ([...values(states), ...values(derivatives)].some((x) => x !== 0)) visit(c, values);
      }
  };
  eachActive((component, values) => {
    const sum = component < 2 ? sums.position : sums.momentum;
    for (const x of values(states)) sum.square += x * x;
    sum.count += points;
  });
  const root = ({ square, count }: { square: number; count: number }) => (square > 0 ? Math.sqrt(square / count) : 1);
  const [position, momentum] = [root(sums.position), root(sums.momentum)];
  // dH/dp = dq/dt in units of momentum, dH/dq = -dp/dt in units of position.
  const slopes = { square: 0, count: 0 };
  eachActive((component, values) => {
    for (const x of values(derivatives)) slopes.square += (x * (component < 2 ? momentum : position)) ** 2;
    slopes.count += points;
  });
  return { position, momentum, energy: root(slopes) };
}

/** Puts one task's points [body, point, 4], or any number of them, into units, in place. */
export function intoUnits({ position, momentum, energy }: TaskUnits, states: Floats, derivatives: Floats): void {
  for (let i = 0; i < states.length; i++) {
    const isPosition = i % NODE_SIZE < 2;
    states[i] = (states[i] as number) / (isPosition ? position : momentum);
    derivatives[i] = ((derivatives[i] as number) * (isPosition ? momentum : position)) / energy;
  }
}

/** Puts every task of a group into the units of its support, in place; arrays are [task, body, point, 4]. */
export function groupIntoUnits(
  {
    supportStates,
    supportDerivatives,
    queryStates,
    queryDerivatives,
  }: Readonly<Record<"supportStates" | "supportDerivatives" | "queryStates" | "queryDerivatives", Floats>>,
  tasks: number,
  bodies: number,
): void {
  for (let task = 0; task < tasks; task++) {
    const own = (all: Floats) => all.subarray((task * all.length) / tasks, ((task + 1) * all.length) / tasks);
    const units = taskUnits(own(supportStates), own(supportDerivatives), bodies);
    intoUnits(units, own(supportStates), own(supportDerivatives));
    intoUnits(units, own(queryStates), own(queryDerivatives));
  }
}
