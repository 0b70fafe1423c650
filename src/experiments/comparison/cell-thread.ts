// Entry of a worker thread that runs cells of a comparison.
import { serveJobs } from "../../base/pool/serve-jobs.js";
import { type ComparisonCell, runCell } from "./cell.js";

serveJobs((cell: ComparisonCell, { signal }) => runCell(cell, { signal }));
