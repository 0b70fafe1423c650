/** Endings of names that promise a format, as those who look for files know them; the content decides. */
export const ENDINGS = {
  text: ["csv", "tsv", "txt", "dat", "ecsv", "lvm", "sto", "mot", "trc", "itx", "xvg"],
  parquet: ["parquet", "pq"],
  zip: ["npz", "xlsx", "xlsm", "ods", "zip"],
  excel: ["xls"],
  npy: ["npy"],
  hdf5: ["h5", "hdf5", "hdf", "he5", "nc4"],
  matlab: ["mat"],
  netcdf: ["nc", "cdf"],
  arrow: ["arrow", "arrows", "feather", "ipc", "fea"],
  gzip: ["gz"],
  json: ["json", "jsonl", "ndjson"],
} as const;

/** All of them: "csv", "xlsx", ... */
export const RECORD_ENDINGS: readonly string[] = Object.values(ENDINGS).flat();
