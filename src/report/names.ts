/** A system's name at the start of a heading: `mass-spring` becomes `Mass-spring`. */
export function systemTitle(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** `name` as part of a file name that is safe on every platform and cannot leave its folder. */
export function fileStem(name: string): string {
  return name.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+/, "") || "system";
}
