import { expect, test } from "vitest";
import { UserError } from "../../src/base/errors.js";

test("a name with line breaks and control characters does not break the line of a message", () => {
  expect(new UserError('a.parquet: column "x\r\n\u0000\u001b[31m\n5" has no numbers').message).toBe(
    'a.parquet: column "x [31m 5" has no numbers',
  );
});
