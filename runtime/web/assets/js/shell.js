// What every page does with JavaScript on: reveal, menus, submit once, theme, badge, toasts.
import { fill } from "./fragment.js";

export function say(text, action) {
  const box = document.getElementById("toasts");
  if (!box) return null;
  const line = document.createElement("div");
  line.className = "toast-line";
  line.append(text);
  if (action) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = action.label;
    button.addEventListener("click", () => {
      line.remove();
      action.run();
    });
    line.append(button);
  }
  box.append(line);
  setTimeout(() => line.remove(), action ? 8000 : 5000);
  return line;
}

// A bar that runs off the side opens where one is: the current step, the chosen tab.
function showCurrent(root) {
  for (const each of root.querySelectorAll(".life [aria-current], .tabs [aria-current]")) {
    const bar = each.closest(".life, .tabs");
    const at = each.getBoundingClientRect();
    const around = bar.getBoundingClientRect();
    bar.scrollLeft += at.left + at.width / 2 - around.left - around.width / 2;
  }
}

export function reveal(root = document) {
  showCurrent(root);
  for (const each of root.querySelectorAll("[data-with-js]")) each.hidden = false;
  for (const each of root.querySelectorAll("[data-without-js]")) each.hidden = true;
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) {
    if (menu !== except && !menu.contains(except)) menu.open = false;
  }
}

function keepInside(menu) {
  const panel = menu.querySelector(".menu__panel");
  if (!panel) return;
  panel.style.removeProperty("transform");
  const box = panel.getBoundingClientRect();
  const right = document.documentElement.clientWidth - 8;
  const shift = box.left < 8 ? 8 - box.left : box.right > right ? right - box.right : 0;
  if (shift) panel.style.setProperty("transform", `translateX(${Math.round(shift)}px)`);
}

function startMenus() {
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    const open = document.querySelector("details[data-menu][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  document.addEventListener(
    "toggle",
    (event) => {
      if (event.target.matches?.("details[data-menu]") && event.target.open) keepInside(event.target);
    },
    true,
  );
  for (const menu of document.querySelectorAll("details[data-menu][open]")) keepInside(menu);
}

// A form is sent once: a double tap makes one record.
function startOnce() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]") || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      form.removeAttribute("aria-busy");
    }
  });
}

async function refresh(badge) {
  if (document.hidden) return;
  try {
    const answer = await fetch(badge.dataset.poll, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) return;
    const text = await answer.text();
    if (text.trim() !== badge.innerHTML.trim()) fill(badge, text);
  } catch {
    // The next round tries again.
  }
}

function startBadges() {
  for (const badge of document.querySelectorAll("[data-poll]")) setInterval(() => refresh(badge), 4000);
}

function startDensity() {
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-density-form]") || !event.submitter) return;
    event.preventDefault();
    const density = event.submitter.value;
    document.documentElement.dataset.density = density;
    for (const each of form.querySelectorAll("button")) each.setAttribute("aria-pressed", String(each.value === density));
    const body = new FormData(form);
    body.append("density", density);
    await fetch(form.action, { method: "POST", body, headers: { "HX-Request": "true" } });
  });
}

function startButtons() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    const sheet = event.target.closest("[data-open-sheet]");
    if (sheet) document.getElementById(sheet.dataset.openSheet)?.showModal();
  });
}

export function startShell() {
  reveal();
  startMenus();
  startOnce();
  startBadges();
  startDensity();
  startButtons();
  const wrongs = document.getElementById("wrongs");
  const first = document.querySelector("[aria-invalid='true']");
  if (first) first.focus();
  else if (wrongs) wrongs.focus();
}
