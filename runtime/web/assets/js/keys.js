// Keyboard: / searches, n opens New, ? shows the sheet, Ctrl+K goes anywhere.
import { fill } from "./fragment.js";

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function startPalette() {
  const dialog = document.getElementById("palette");
  const input = document.getElementById("palette-input");
  const list = document.getElementById("palette-list");
  if (!dialog || !input || !list) return () => {};
  let at = 0;
  let asked = 0;

  const items = () => [...list.querySelectorAll("[role='option']")];
  function choose(index) {
    const all = items();
    if (all.length === 0) return;
    at = (index + all.length) % all.length;
    all.forEach((item, position) => item.setAttribute("aria-selected", String(position === at)));
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  }
  async function search() {
    const mine = (asked += 1);
    const answer = await fetch(`${input.dataset.source}?q=${encodeURIComponent(input.value)}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok || mine !== asked) return;
    fill(list, await answer.text());
    choose(0);
  }
  input.addEventListener("input", (event) => {
    if (!event.isComposing) search();
  });
  input.addEventListener("compositionend", search);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      items()[at]?.querySelector("a")?.click();
    }
  });
  return () => {
    const opener = document.activeElement;
    input.value = "";
    list.textContent = "";
    dialog.showModal();
    input.focus();
    search();
    dialog.addEventListener("close", () => opener?.focus?.(), { once: true });
  };
}

function step(direction) {
  const here = document.querySelector(`[data-step="${direction > 0 ? "next" : "previous"}"]`);
  if (here) {
    here.click();
    return;
  }
  const rows = [...document.querySelectorAll("[data-rows] .cell-title a")];
  if (rows.length === 0) return;
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(rows.length - 1, Math.max(0, at + direction))].focus();
}

export function startKeys() {
  const openPalette = startPalette();
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      openPalette();
      return;
    }
    if (event.ctrlKey || event.metaKey || isTyping(event.target) || document.querySelector("dialog.sheet[open]")) return;
    const inDrawer = document.querySelector("dialog.drawer[open]");
    if (event.key === "/" && !inDrawer) {
      event.preventDefault();
      document.getElementById("find")?.focus();
    } else if (event.key === "n" && !inDrawer) {
      document.querySelector("[data-new]")?.click();
    } else if (event.key === "?") {
      document.getElementById("shortcuts")?.showModal();
    } else if (event.key === "j" || event.key === "k") {
      step(event.key === "j" ? 1 : -1);
    }
  });
}
