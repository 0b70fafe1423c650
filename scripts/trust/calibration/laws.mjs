// The laws whose records `npm run calibrate` simulates: rates of change, where motions begin, how long a record lasts, and what is true of each.

const between = (random, low, high) => random.between(low, high);
const sign = (random) => (random.uniform() < 0.5 ? -1 : 1);

/** A law in coordinates with velocities: `draw` gives its constants, start and duration of the record. */
const mechanical = (names, accelerate, draw) => ({
  headings: ["t", ...names, ...names.map((name) => (name === "theta" ? "omega" : `v${name}`))].join(),
  dimension: names.length,
  rows: 50,
  truth: {},
  ...draw,
  rates: (c) => (state, t) => {
    const d = names.length;
    return [...state.slice(d), ...accelerate(c, state.slice(0, d), state.slice(d), t)];
  },
});

/** By name: headings of the file, constants and start of one record, and true constants of its formula by name. */
export const LAWS = {
  pendulum: mechanical(["theta"], ({ g }, [q]) => [-g * Math.sin(q)], {
    draw: (random) => ({
      constants: { g: between(random, 5, 15) },
      start: [sign(random) * between(random, 0.4, 2.2), between(random, -1, 1)],
      duration: between(random, 4, 7),
    }),
    truth: { "coefficient of cos(theta)": ({ g }) => g },
  }),
  spring: mechanical(["x"], ({ k, centre }, [x]) => [-k * (x - centre)], {
    draw: (random) => ({
      constants: { k: between(random, 3, 9), centre: between(random, -0.2, 0.2) },
      start: [between(random, 0.5, 1), between(random, -1, 1)],
      duration: between(random, 5, 9),
    }),
    truth: { "k/m": ({ k }) => k, "centre of x": ({ centre }) => centre },
  }),
  Duffing: mechanical(["x"], ({ k, b }, [x]) => [-k * x - b * x ** 3], {
    draw: (random) => ({
      constants: { k: between(random, 0.5, 1.5), b: between(random, 0.5, 1.5) },
      start: [sign(random) * between(random, 0.8, 1.6), between(random, -0.5, 0.5)],
      duration: between(random, 10, 18),
    }),
    truth: { "k/m": ({ k }) => k, "coefficient of x^4": ({ b }) => b / 4 },
  }),
  "double well": mechanical(["x"], ({ k, b }, [x]) => [k * x - b * x ** 3], {
    draw: (random) => ({
      constants: { k: between(random, 0.8, 1.2), b: between(random, 0.8, 1.2) },
      start: [sign(random) * between(random, 1.2, 1.8), between(random, -0.3, 0.3)],
      duration: between(random, 12, 20),
    }),
    truth: { "k/m": ({ k }) => -k, "coefficient of x^4": ({ b }) => b / 4 },
  }),
  "Kepler, e = 0.4": mechanical(
    ["x", "y"],
    ({ gm }, [x, y]) => [-gm * x * Math.hypot(x, y) ** -3, -gm * y * Math.hypot(x, y) ** -3],
    {
      draw: (random) => {
        const gm = between(random, 0.8, 1.6);
        const [perihelion, angle] = [0.6, between(random, 0, 2 * Math.PI)];
        const speed = Math.sqrt((gm * 1.4) / perihelion);
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        return {
          constants: { gm },
          start: [perihelion * c, perihelion * s, -speed * s, speed * c],
          duration: (between(random, 1.5, 2.5) * 2 * Math.PI) / Math.sqrt(gm),
        };
      },
      truth: { "G M": ({ gm }) => gm },
    },
  ),
  "two carts": mechanical(
    ["x1", "x2"],
    ({ k, j, m }, [x1, x2]) => [-k * x1 - j * (x1 - x2), (-k * x2 - j * (x2 - x1)) / m],
    {
      draw: (random) => ({
        constants: { k: between(random, 1, 3), j: between(random, 0.5, 2), m: between(random, 0.7, 1.5) },
        start: [between(random, 0.4, 1), between(random, -1, 0.4), between(random, -0.5, 0.5), 0],
        duration: between(random, 9, 14),
      }),
      truth: {
        "mass of x2 over that of x1": ({ m }) => m,
        "k of x1 over m of x1": ({ k }) => k,
        "k of x2 over m of x1": ({ k }) => k,
        "k of x1 - x2 over m of x1": ({ j }) => j,
      },
    },
  ),
  "H = e^p - p + e^q - q": {
    headings: "t,q,p",
    dimension: 1,
    rows: 50,
    truth: {},
    options: { coordinates: ["q"], momenta: ["p"] },
    draw: (random) => ({
      constants: {},
      start: [between(random, 0.3, 1), between(random, -0.3, 0.3)],
      duration: between(random, 10, 16),
    }),
    rates:
      () =>
      ([q, p]) => [Math.exp(p) - 1, 1 - Math.exp(q)],
  },
  "pendulum with friction": mechanical(["theta"], ({ g, gamma }, [q], [v]) => [-g * Math.sin(q) - gamma * v], {
    draw: (random) => ({
      constants: { g: between(random, 5, 15), gamma: between(random, 0.1, 0.3) },
      start: [sign(random) * between(random, 0.8, 2.2), between(random, -1, 1)],
      duration: between(random, 6, 9),
    }),
    truth: { "coefficient of cos(theta)": ({ g }) => g, gamma: ({ gamma }) => gamma },
    friction: ({ gamma }) => gamma,
  }),
  "driven spring": mechanical(
    ["x"],
    ({ k, gamma, f, w, phase }, [x], [v], t) => [-k * x - gamma * v + f * Math.cos(w * t + phase)],
    {
      draw: (random) => ({
        constants: {
          k: between(random, 3, 5),
          gamma: between(random, 0.15, 0.3),
          f: between(random, 0.6, 1.2),
          w: between(random, 1.1, 1.5),
          phase: between(random, -1, 1),
        },
        start: [between(random, 0.5, 1.5), 0],
        duration: between(random, 25, 30),
      }),
      rows: 120,
      truth: {
        "k/m": ({ k }) => k,
        gamma: ({ gamma }) => gamma,
        "amplitude of the drive": ({ f }) => f,
        "angular frequency of the drive": ({ w }) => w,
        "phase of the drive": ({ phase }) => phase,
      },
      friction: ({ gamma }) => gamma,
    },
  ),
};
