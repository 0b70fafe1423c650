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
];

/** How the method in place `index` looks. */
export const comparedStyle = (index: number): Style => styles[index % styles.length] as Style;
