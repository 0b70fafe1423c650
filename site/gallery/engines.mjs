// What physics engines conserve: a pendulum without friction as each moves it, by scripts/engine-gallery.mjs.

import { unitText } from "../../dist/report/svg/label.js";

/** Title and description of each record, by its file's name. */
export const engineNotes = {
  planck: note("planck 1.5.0", "A circle on a revolute joint, planck (Box2D in JavaScript), no damping asked for."),
  "planck-damping": note("planck 1.5.0 with damping 0.1", "The same with `linearDamping: 0.1`."),
  "rapier-impulse": note(
    "rapier 0.21.0, impulse joint",
    "A ball on a revolute joint that is solved by impulses, no damping asked for.",
  ),
  "rapier-multibody": note(
    "rapier 0.21.0, multibody joint",
    "A ball on a joint in reduced coordinates, no damping asked for.",
  ),
  "cannon-hinge": note(
    "cannon-es 0.20.0, hinge",
    "A sphere on a hinge, with the damping of 0.01 that bodies have there unless it is changed.",
  ),
  "matter-no-air": note("matter-js 0.20.0 without air friction", "A circle on a constraint, `frictionAir: 0`."),
};

function note(title, about) {
  return {
    title,
    about: `${about} The pendulum is let go at 60 degrees and recorded at 60 steps a second by \`node scripts/engine-gallery.mjs\`; without what the engine adds it would go on for ever.`,
  };
}

/** The friction that was found, with its coefficients. */
export const foundText = ({ forces }) =>
  forces.map(({ kind, value, unit }) => `${kind} ${Number(value.toPrecision(3))} ${unitText(unit)}`).join("; ") ||
  "no friction";

/** The page of all of them. */
export function enginesPage(engines) {
  const rows = engines.map(({ name, title, equation, results }) => {
    const { check, heldOut } = results;
    const cells = [
      `[${title}](${name}.md)`,
      check.verdict,
      foundText(results),
      `${"`"}${equation}${"`"}`,
      `${Number((100 * heldOut.relative).toPrecision(2))} %`,
    ];
    // A bar ends a cell, also within code.
    return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  });
  return `# What does your physics engine conserve?

A pendulum of 1 m without friction, let go at 60 degrees, as physics engines move it at 60 steps a second, for 20 s or 60. What each does to the energy is found from times, angles and
angular velocities alone, as for any measured record. Friction that nobody asked for is the engine's own: of its integrator, its joints, or its defaults.

| engine | verdict | found | law, or the nearest formula | held-out error |
|---|---|---|---|---|
${rows.join("\n")}

Yours: write times, angles and angular velocities into a CSV file, as \`scripts/engines\` does, and

\`\`\`sh
metahamilton adapt swing.csv
\`\`\`

Longer records, smaller steps, damping that was asked for, and the engines' own energies beside the law's: [laws of measured motions](../laws.md#physics-engines).
`;
}
