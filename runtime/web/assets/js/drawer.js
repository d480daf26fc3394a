// A record beside its list: the link opens a drawer on a wide screen, its own page elsewhere.
import { fill } from "./fragment.js";
import { reveal } from "./shell.js";

const WIDE = "(min-width: 761px)";

export function startDrawer() {
  const drawer = document.getElementById("drawer");
  if (!drawer) return;
  let opener = null;

  async function show(link) {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true", "HX-Target": "drawer" } });
    if (answer.redirected || !answer.ok) {
      window.location.assign(link.href);
      return;
    }
    fill(drawer, await answer.text());
    reveal(drawer);
    window.htmx?.process(drawer);
    for (const row of document.querySelectorAll("tr.is-at")) row.classList.remove("is-at");
    link.closest("tr")?.classList.add("is-at");
    opener = link;
    if (!drawer.open) {
      drawer.showModal();
      history.pushState({ drawer: true }, "", window.location.href);
    }
    drawer.querySelector("[data-close-drawer]")?.focus();
  }

  function neighbour(direction) {
    const links = [...document.querySelectorAll("[data-rows] a[data-drawer]")];
    const next = links[links.indexOf(opener) + direction];
    if (next) show(next);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close-drawer]")) {
      drawer.close();
      return;
    }
    const link = event.target.closest("a[data-drawer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    if (!window.matchMedia(WIDE).matches) return;
    event.preventDefault();
    show(link);
  });
  drawer.addEventListener("click", (event) => {
    if (event.target === drawer) drawer.close();
  });
  drawer.addEventListener("keydown", (event) => {
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const steps = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };
    if (!(event.key in steps) || event.target.closest("[open] > .menu__panel")) return;
    event.preventDefault();
    event.stopPropagation();
    neighbour(steps[event.key]);
  });
  drawer.addEventListener("close", () => {
    drawer.textContent = "";
    opener?.focus();
    if (history.state?.drawer) history.back();
  });
  // The browser takes the focus away some frames after going back; the reader stays at the row.
  window.addEventListener("popstate", () => {
    if (drawer.open) drawer.close();
    else if (opener) setTimeout(() => opener.focus(), 60);
  });
}

// Shift and a click on a header adds a second sort key.
export function startSorting() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-sort-add]");
    if (!link || !event.shiftKey) return;
    event.preventDefault();
    window.location.assign(link.dataset.sortAdd);
  });
}

export function startTimeline() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-timeline-filter] button");
    if (!button) return;
    const card = button.closest(".card");
    for (const each of button.parentElement.children) each.setAttribute("aria-pressed", String(each === button));
    for (const entry of card.querySelectorAll(".timeline > li")) entry.hidden = Boolean(button.value) && entry.dataset.kind !== button.value;
  });
}
