// Entry of a worker thread that runs cells of a comparison.
import { serveJobs } from "../../base/pool/serve-jobs.js";
import { type Cell, runCell } from "./cell.js";

serveJobs((cell: Cell, { signal }) => runCell(cell, { signal }));
