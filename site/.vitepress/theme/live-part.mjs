import { withBase } from "vitepress";
import { defineComponent, h, onBeforeUnmount, onMounted, ref } from "vue";

/** A part of the lab in a page, `draw` or `adapting`: its code is loaded when the reader comes near it. */
export default defineComponent({
  props: { name: { type: String, required: true } },
  setup({ name }) {
    const element = ref();
    let seen;
    onMounted(() => {
      seen = new IntersectionObserver(
        (entries) => {
          if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
          seen.disconnect();
          import(/* @vite-ignore */ withBase("/lab/live.js"));
        },
        { rootMargin: "200px" },
      );
      seen.observe(element.value);
    });
    onBeforeUnmount(() => seen?.disconnect());
    return () =>
      h(`metahamilton-${name}`, { ref: element, class: `live-part live-${name}`, lab: withBase("/lab/index.html") });
  },
});
