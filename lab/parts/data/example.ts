/// <reference types="vite/client" />
import mars from "../../../examples/records/mars-1970.csv?raw";
import pendulum from "../../../examples/records/pendulum.csv?raw";

interface Example {
  /** As the button names it. */
  readonly title: string;
  readonly file: () => File;
}

const example = (title: string, name: string, text: string): Example => ({
  title,
  file: () => new File([text], name, { type: "text/csv" }),
});

/** Records to try: a simulated one whose law has a formula, and positions of Mars that the Jet Propulsion Laboratory determined; see examples/records/PROVENANCE.md. */
export const EXAMPLES: readonly Example[] = [
  example("a pendulum, with 1 % of noise", "pendulum.csv", pendulum),
  example("the planet Mars, 1970", "mars-1970.csv", mars),
];
