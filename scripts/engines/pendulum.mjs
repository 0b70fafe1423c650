/** The pendulum that every engine builds: arm [m], gravity [m/s^2], release angle [rad], radius [m] and mass [kg] of the bob. */
export const pendulum = { arm: 1, gravity: 9.81, release: Math.PI / 3, radius: 0.1, mass: 1 };

/** Where the bob is released; the pivot is the origin, y points up. */
export const start = {
  x: pendulum.arm * Math.sin(pendulum.release),
  y: -pendulum.arm * Math.cos(pendulum.release),
};

/** The record of a built pendulum: rows [t, theta, omega, energy], the energy [J] above the pendulum at rest. */
export function record({ advance, state, inertia, mass = pendulum.mass }, step, duration) {
  const rows = [];
  const steps = Math.round(duration / step);
  for (let i = 0; i <= steps; i++) {
    if (i > 0) advance();
    const [theta, omega] = state();
    const lifted = mass * pendulum.gravity * pendulum.arm * (1 - Math.cos(theta));
    rows.push([i * step, theta, omega, (inertia * omega * omega) / 2 + lifted]);
  }
  return rows;
}
