// What the keyboard and the pointer do beyond links. Without it every page works: a link to a claim shows its chain.
"use strict";

(() => {
  const panel = document.querySelector(".panel");
  const chains = panel ? [...panel.querySelectorAll(".chain")] : [];
  const words = [...document.querySelectorAll("[data-in]")];
  const parts = ["said", "item", "event", "place", "who", "cue", "when"];
  let chosen = null;

  const chainOf = (hash) => chains.find((chain) => `#${chain.id}` === decodeURIComponent(hash));
  const figureOf = (chain) => document.querySelector(`a.fig[data-claims~="${CSS.escape(chain.id.slice(2))}"]`);

  function unmark() {
    for (const word of words) {
      word.classList.remove(...parts.map((part) => `on-${part}`));
      delete word.dataset.tag;
    }
    document.querySelectorAll(".fig.chosen").forEach((figure) => {
      figure.classList.remove("chosen");
      figure.removeAttribute("aria-current");
    });
  }

  function mark(chain) {
    const told = new Set();
    for (const word of words) {
      for (const name of word.dataset.in.trim().split(" ")) {
        const [number, part] = name.split(".");
        if (number !== chain.dataset.n || !parts.includes(part)) continue;
        word.classList.add(`on-${part}`);
        if (part !== "said" && part !== "cue" && !told.has(part)) {
          word.dataset.tag = part;
          told.add(part);
        }
      }
    }
    const figure = figureOf(chain);
    if (figure) {
      figure.classList.add("chosen");
      figure.setAttribute("aria-current", "true");
      figure.scrollIntoView({ block: "nearest" });
    }
  }

  function show(chain, { focus = true } = {}) {
    unmark();
    chains.forEach((other) => other.classList.toggle("shown", other === chain));
    panel.classList.toggle("one", Boolean(chain));
    chosen = chain || null;
    if (!chain) return;
    panel.scrollTop = 0;
    mark(chain);
    if (focus) chain.focus({ preventScroll: true });
  }

  function go(chain) {
    history.replaceState(null, "", chain ? `#${chain.id}` : location.pathname + location.search);
    show(chain);
  }

  function back() {
    const figure = chosen && figureOf(chosen);
    go(null);
    if (figure) figure.focus();
  }

  function step(by) {
    const at = chosen ? chains.indexOf(chosen) + by : by > 0 ? 0 : chains.length - 1;
    if (chains[at]) go(chains[at]);
  }

  const keys = { n: () => step(1), p: () => step(-1), j: () => step(1), k: () => step(-1), "/": () => document.getElementById("seek")?.focus() };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "Escape" && chosen) back();
    else if (keys[event.key] && (chains.length || event.key === "/")) keys[event.key]();
    else return;
    event.preventDefault();
  });

  if (!panel) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const chain = chainOf(link.hash);
    if (!chain && !link.classList.contains("close")) return;
    event.preventDefault();
    if (chain) go(chain);
    else back();
  });
  window.addEventListener("hashchange", () => show(chainOf(location.hash)));
  if (location.hash && chainOf(location.hash)) {
    window.scrollTo(0, 0);
    show(chainOf(location.hash), { focus: false });
  }
})();
