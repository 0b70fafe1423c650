import { dormandPrince8Tableau } from "./dormand-prince-8-tableau.js";
import { explicitMethod } from "./explicit.js";

/**
 * The solution of order 8 of Dormand and Prince with steps of a given size: 12 evaluations a step, worth it where a
 * smooth field's motion is wanted to nearly all digits.
 */
export const dormandPrince8 = explicitMethod(
  {
    name: "dormand-prince-8",
    title: "Dormand-Prince 8",
    order: 8,
    source: "Prince and Dormand 1981; Hairer, Norsett and Wanner 1993, section II.10",
  },
  dormandPrince8Tableau,
);
