/// <reference types="vite/client" />
import mars from "../../../examples/records/mars-1970.csv?raw";

/** A record to try: positions of Mars that the Jet Propulsion Laboratory determined, see examples/records/PROVENANCE.md. */
export const exampleRecord = () => new File([mars], "mars-1970.csv", { type: "text/csv" });
