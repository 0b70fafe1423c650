/** Light or dark, as the visitor's system has it until they choose. The choice stays in this browser. */
export type Theme = "light" | "dark";

const key = "theme";

export function currentTheme(): Theme {
  const chosen = localStorage.getItem(key);
  if (chosen === "light" || chosen === "dark") return chosen;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

/** Sets the page's colours; without a choice they follow the system. */
export function applyTheme(): void {
  const chosen = localStorage.getItem(key);
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  else delete document.documentElement.dataset.theme;
}

export function toggleTheme(): void {
  localStorage.setItem(key, currentTheme() === "dark" ? "light" : "dark");
  applyTheme();
}
