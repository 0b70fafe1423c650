/** `name` as part of a file name that is safe on every platform and cannot leave its folder. */
export function fileStem(name) {
    return name.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+/, "") || "system";
}
