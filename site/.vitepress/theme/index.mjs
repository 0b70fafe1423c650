import { useRoute } from "vitepress";
import DefaultTheme from "vitepress/theme";
import { onMounted, watch } from "vue";
import "./contrast.css";
import "./gallery.css";

/** The first page has no landmark that says where its content is. */
const markHome = () => document.querySelector(".VPHome")?.setAttribute("role", "main");

export default {
  extends: DefaultTheme,
  setup() {
    const route = useRoute();
    onMounted(markHome);
    watch(() => route.path, markHome, { flush: "post" });
  },
};
