import type { CompareResults } from "../../measure/index.js";
import type { Style } from "../svg/style.js";

/** Looks for methods in the order in which a comparison lists them: no two share both colour and dash. */
const styles: readonly Style[] = [
  { colour: "blue", width: 2.2, marker: "circle" },
  { colour: "vermillion", width: 2, marker: "square" },
  { colour: "green", width: 1.8, dash: "7 3", marker: "triangle" },
  { colour: "purple", width: 1.8, dash: "9 3 2 3", marker: "diamond" },
  { colour: "orange", width: 1.8, dash: "2 3", marker: "circle" },
  { colour: "blue", width: 1.8, dash: "2 3", marker: "square" },
  { colour: "vermillion", width: 1.8, dash: "7 3", marker: "triangle" },
  { colour: "green", width: 1.8, dash: "2 3", marker: "diamond" },
  { colour: "purple", width: 1.8, marker: "circle" },
  { colour: "orange", width: 1.8, dash: "7 3", marker: "square" },
  { colour: "muted", width: 1.8, marker: "triangle" },
  { colour: "muted", width: 1.8, dash: "7 3", marker: "diamond" },
  { colour: "green", width: 1.8, marker: "square" },
  { colour: "orange", width: 1.8, marker: "triangle" },
  { colour: "blue", width: 1.8, dash: "9 3 2 3", marker: "circle" },
  { colour: "vermillion", width: 1.8, dash: "9 3 2 3", marker: "diamond" },
];

const limitStyle: Style = { colour: "muted", width: 1.6, dash: "2 3", marker: "triangle" };

/** How the method in place `index` looks: limits stand back. */
export const comparedStyle = ({ methods }: Pick<CompareResults, "methods">, index: number): Style =>
  methods[index]?.limit === true ? limitStyle : (styles[index % styles.length] as Style);
