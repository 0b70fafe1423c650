import { LabApp } from "./page/app.js";
import { applyTheme } from "./page/theme.js";

applyTheme();
new LabApp(document.getElementById("lab") as HTMLElement).start();

// Only a built lab has a service worker beside it.
if (import.meta.env.PROD && "serviceWorker" in navigator)
  navigator.serviceWorker.register(new URL("./service-worker.js", document.baseURI)).catch(() => {
    // Without it the lab works as long as there is a network.
  });
