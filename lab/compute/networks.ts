import doublePendulum from "../../models/without-double-pendulum.safetensors?url";
import magneticMirror from "../../models/without-magnetic-mirror.safetensors?url";
import massSpring from "../../models/without-mass-spring.safetensors?url";
import pendulum from "../../models/without-pendulum.safetensors?url";
import threeBody from "../../models/without-three-body.safetensors?url";
import twoBody from "../../models/without-two-body.safetensors?url";
import { UserError } from "../../src/base/errors.js";
import { type Checkpoint, decodeCheckpoint } from "../../src/learning/index.js";
import type { NetworkChoice } from "./messages.js";

/** The committed networks, by the system that each has not seen. */
const pretrained: Readonly<Record<string, string>> = {
  "double-pendulum": doublePendulum,
  "magnetic-mirror": magneticMirror,
  "mass-spring": massSpring,
  pendulum,
  "three-body": threeBody,
  "two-body": twoBody,
};

const loaded = new Map<string, Promise<Checkpoint>>();

/** The chosen network; one that comes with the lab is fetched when first used. */
export function loadNetwork(choice: NetworkChoice): Promise<Checkpoint> {
  if (choice.kind === "file") return Promise.resolve(decodeCheckpoint(choice.bytes, choice.name));
  const { heldOut } = choice;
  const known = loaded.get(heldOut) ?? fetchNetwork(heldOut);
  loaded.set(heldOut, known);
  known.catch(() => loaded.delete(heldOut));
  return known;
}

async function fetchNetwork(heldOut: string): Promise<Checkpoint> {
  const url = pretrained[heldOut];
  if (url === undefined) throw new UserError(`there is no network that was trained without ${heldOut}`);
  return decodeCheckpoint(
    await fetchPackaged(url, `the network trained without ${heldOut}`),
    `network without ${heldOut}`,
  );
}

/** The bytes of a file that comes with the lab; `UserError` where it cannot be loaded. */
export async function fetchPackaged(url: string, what: string): Promise<Uint8Array> {
  const response = await fetch(new URL(url, import.meta.url)).catch(() => undefined);
  if (!response?.ok) throw new UserError(`${what} could not be loaded`);
  return new Uint8Array(await response.arrayBuffer());
}
