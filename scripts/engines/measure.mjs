/**
 * The derivatives of column `values` at row i, fourth order: [first, second].
 * At 1/60 s and a period of 2 s their errors are near 1e-6 relative.
 */
function derivatives(values, i, step) {
  const [a, b, c, d, e] = values.slice(i - 2, i + 3);
  return [(a - 8 * b + 8 * d - e) / (12 * step), (-a + 16 * b - 30 * c + 16 * d - e) / (12 * step * step)];
}

/** By how much omega belongs to an earlier time than theta [s], and its scale: omega = scale theta' - lag theta''. */
export function lagOf(rows) {
  const step = rows[1][0];
  const theta = rows.map((row) => row[1]);
  let [aa, ab, bb, ay, by] = [0, 0, 0, 0, 0];
  for (let i = 2; i < rows.length - 2; i++) {
    const [a, b] = derivatives(theta, i, step);
    const y = rows[i][2];
    aa += a * a;
    ab += a * b;
    bb += b * b;
    ay += a * y;
    by += b * y;
  }
  const determinant = aa * bb - ab * ab;
  return { scale: (ay * bb - by * ab) / determinant, lag: (ay * ab - by * aa) / determinant };
}

/** The turning points of theta, from parabolas through three rows: [{ row, t, amplitude }]. */
export function turningPoints(rows) {
  const found = [{ row: 0, t: 0, amplitude: Math.abs(rows[0][1]) }];
  for (let i = 1; i < rows.length - 1; i++) {
    const [a, b, c] = [rows[i - 1][1], rows[i][1], rows[i + 1][1]];
    if ((b - a) * (c - b) > 0 || b === a) continue;
    const shift = (a - c) / (2 * (a - 2 * b + c));
    const amplitude = Math.abs(b - ((a - c) * shift) / 4);
    found.push({ row: i, t: rows[i][0] + shift * rows[1][0], amplitude });
  }
  return found;
}

/** The laws that a loss may follow: what a swing takes is coefficient * integral |omega|^power dt. */
export const laws = [
  { name: "constant torque", power: 1, unit: "N m" },
  { name: "linear", power: 2, unit: "N m s" },
  { name: "quadratic", power: 3, unit: "N m s2" },
  { name: "cubic", power: 4, unit: "N m s3" },
];

/** What a pendulum loses in one swing, from one turning point to the next, and the laws' integrals over it. */
function swingsOf(rows, turns, energies) {
  const step = rows[1][0];
  const theta = rows.map((row) => row[1]);
  return energies.slice(1).map((energy, k) => {
    const integrals = laws.map(() => 0);
    for (let i = Math.max(2, turns[k].row); i < Math.min(turns[k + 1].row, rows.length - 2); i++) {
      const speed = Math.abs(derivatives(theta, i, step)[0]);
      for (const [j, { power }] of laws.entries()) integrals[j] += speed ** power * step;
    }
    return { taken: energies[k] - energy, integrals };
  });
}

/** The least-squares coefficients of laws i and j (one law where i = j) and their misfit (root mean square, relative). */
function fitOf(swings, i, j) {
  const dot = (a, b) => swings.reduce((sum, { taken, integrals: x }) => sum + (x[a] ?? taken) * (x[b] ?? taken), 0);
  const [taken, size] = ["taken", Math.sqrt(dot("taken", "taken"))];
  const determinant = dot(i, i) * dot(j, j) - dot(i, j) ** 2;
  const coefficients =
    i === j
      ? [dot(i, taken) / dot(i, i)]
      : [
          (dot(i, taken) * dot(j, j) - dot(j, taken) * dot(i, j)) / determinant,
          (dot(j, taken) * dot(i, i) - dot(i, taken) * dot(i, j)) / determinant,
        ];
  const terms = coefficients.map((coefficient, k) => ({ law: laws[[i, j][k]], coefficient, index: [i, j][k] }));
  const left = swings.map(({ taken: lost, integrals }) =>
    terms.reduce((rest, { coefficient, index }) => rest - coefficient * integrals[index], lost),
  );
  return { terms, misfit: Math.hypot(...left) / size };
}

/**
 * What the pendulum lost: the share of its first energy, and the laws that explain what every swing took: one law, or
 * two with positive coefficients where they miss by less than a third of what one misses. Energies are those of the
 * turning points, `weight` [J] (m g l) times (1 - cos amplitude), where a lag of omega counts for nothing.
 */
export function lossOf(rows, weight) {
  const turns = turningPoints(rows);
  const energies = turns.map(({ amplitude }) => weight * (1 - Math.cos(amplitude)));
  const swings = swingsOf(rows, turns, energies);
  const least = (fits) => fits.reduce((a, b) => (b.misfit < a.misfit ? b : a));
  const one = least(laws.map((_, i) => fitOf(swings, i, i)));
  const pairs = laws.flatMap((_, i) => laws.slice(i + 1).map((__, k) => fitOf(swings, i, i + 1 + k)));
  const positive = pairs.filter(({ terms }) => terms.every(({ coefficient }) => coefficient > 0));
  const two = positive.length > 0 ? least(positive) : one;
  return { lost: 1 - energies.at(-1) / energies[0], ...(two.misfit < one.misfit / 3 ? two : one) };
}
