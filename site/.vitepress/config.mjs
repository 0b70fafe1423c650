import { defineConfig } from "vitepress";
import { apiSidebar, gallerySidebar } from "../contents.mjs";

const guide = [
  {
    text: "Records",
    items: [
      { text: "Your own measurements", link: "/records" },
      { text: "Files that are read", link: "/formats" },
      { text: "Laws of measured motions", link: "/laws" },
      { text: "The law in words", link: "/law" },
    ],
  },
  {
    text: "Learning",
    items: [
      { text: "Systems", link: "/systems" },
      { text: "Methods", link: "/methods" },
      { text: "The structured process", link: "/structured-process" },
      { text: "Comparing methods", link: "/compare" },
      { text: "The recipe", link: "/recipe" },
      { text: "Integrators", link: "/integrators" },
    ],
  },
  {
    text: "Around it",
    items: [
      { text: "The lab", link: "/lab" },
      { text: "Sweeps", link: "/sweeps" },
      { text: "Files that are written", link: "/files" },
      { text: "What may be trusted", link: "/trust" },
      { text: "Benchmarks", link: "/benchmarks" },
      { text: "Architecture", link: "/architecture" },
    ],
  },
  {
    text: "Coming from",
    items: [
      { text: "hamiltonian-nn", link: "/from-hamiltonian-nn" },
      { text: "PySINDy", link: "/from-pysindy" },
      { text: "diffrax", link: "/from-diffrax" },
    ],
  },
];

export default defineConfig({
  title: "metahamilton",
  description:
    "The law of a measured motion: a formula with error bars, friction and drive told apart, and how it goes on.",
  lang: "en",
  srcDir: ".generated",
  outDir: "dist",
  // Works from any folder of a server.
  base: process.env.SITE_BASE ?? "/",
  cleanUrls: false,
  head: [["link", { rel: "icon", type: "image/svg+xml", href: `${process.env.SITE_BASE ?? "/"}icon.svg` }]],
  markdown: { theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" } },
  lastUpdated: false,
  themeConfig: {
    logo: "/icon.svg",
    nav: [
      { text: "Guide", link: "/records" },
      { text: "Gallery", link: "/gallery/" },
      { text: "API", link: "/api/" },
      { text: "Lab", link: "/lab/index.html", target: "_self" },
    ],
    sidebar: { "/api/": apiSidebar(), "/gallery/": gallerySidebar(), "/": guide },
    outline: { level: [2, 3] },
    // Who looks for "friction" wants the guide: of the interface, which has each word far more often, only the best is above it.
    search: {
      provider: "local",
      options: {
        miniSearch: { searchOptions: { boostDocument: (id) => (/(^|\/)api\//.test(id) ? 0.2 : 1) } },
      },
    },
  },
});
