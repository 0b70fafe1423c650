import { UserError } from "../base/errors.js";
import { nearest, quote } from "../base/text.js";
import { allSystems, type System, systemNamed } from "../mechanics/index.js";

/** The system called `name`; the `UserError` for an unknown one suggests the nearest. */
export function findSystem(name: string): System {
  const names = allSystems.map((system) => system.name);
  if (names.includes(name) || /^(n-body|spring-chain)-[1-9]\d*$/.test(name)) return systemNamed(name);
  const suggestion = nearest(name, names);
  const hint = suggestion === undefined ? "; the" : `; did you mean ${suggestion}? The`;
  throw new UserError(`there is no system ${quote(name)}${hint} systems are ${names.join(", ")}`);
}
