import { useRoute } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { onMounted, watch } from "vue";
import "./contrast.css";
import "./gallery.css";
import "./live.css";
import LivePart from "./live-part.mjs";

/** The first page has no landmark that says where its content is. */
const markHome = () => document.querySelector(".VPHome")?.setAttribute("role", "main");

export default {
  extends: DefaultTheme,
  enhanceApp: ({ app }) => app.component("LivePart", LivePart),
  setup() {
    const route = useRoute();
    onMounted(markHome);
    watch(() => route.path, markHome, { flush: "post" });
  },
};
