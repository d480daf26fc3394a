// The form page: fields that come and go, computed values, suggestions, files, drafts over a language switch.
// The server decides every time; this only shows its answer early.
import { fill } from "./fragment.js";

const WAIT = 250;

function enable(field, on) {
  field.hidden = !on;
  for (const input of field.querySelectorAll("input, select, textarea")) input.disabled = !on;
}

// Rows are told by the number that stands in the names of their inputs.
function applyRows(field, rows) {
  for (const row of field.querySelectorAll("[data-line]")) {
    const number = /-(\d+)-id$/.exec(row.querySelector("input[type='hidden']")?.name ?? "")?.[1];
    for (const output of row.querySelectorAll("[data-output]")) {
      output.textContent = rows[number]?.[output.dataset.output] || "—";
    }
  }
}

function apply(form, answer) {
  for (const field of form.querySelectorAll("[data-field]")) {
    const key = field.dataset.field;
    const facts = answer.fields[key];
    if (!facts) continue;
    if (facts.visible === field.hidden) enable(field, facts.visible);
    const must = field.querySelector("[data-must]");
    if (must && must.hidden === facts.required) {
      must.hidden = !facts.required;
      for (const input of field.querySelectorAll("[id]:is(input, select, textarea)")) {
        if (facts.required) input.setAttribute("aria-required", "true");
        else input.removeAttribute("aria-required");
      }
    }
    const output = field.querySelector(":scope > [data-output]");
    if (output && facts.shown !== undefined) output.textContent = facts.shown || "—";
    if (facts.rows) applyRows(field, facts.rows);
  }
}

function startLive(form) {
  const where = form.dataset.live;
  if (!where) return;
  let timer = 0;
  let asked = 0;
  async function ask() {
    const mine = (asked += 1);
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    for (const field of form.querySelectorAll("[data-field][hidden]")) {
      for (const input of field.querySelectorAll("[name]")) if (input.value && input.type !== "file") body.append(input.name, input.value);
    }
    const token = document.querySelector("meta[name='csrf-token']")?.content ?? "";
    try {
      const answer = await fetch(where, { method: "POST", body, headers: { "X-CSRFToken": token, "HX-Request": "true" } });
      if (answer.ok && mine === asked) apply(form, await answer.json());
    } catch {
      // Without the server the form stays as it is; submitting will say.
    }
  }
  const soon = (event) => {
    if (event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(ask, event.type === "change" ? 0 : WAIT);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  for (const field of form.querySelectorAll("[data-unasked]")) {
    field.removeAttribute("data-unasked");
    enable(field, false);
  }
}

function startSuggestions(form) {
  let timer = 0;
  form.addEventListener("input", (event) => {
    const input = event.target;
    if (!input.dataset?.suggest || event.isComposing) return;
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(input.value)}`, { headers: { "HX-Request": "true" } });
      if (answer.ok) fill(document.getElementById(`${input.id}-list`), await answer.text());
    }, WAIT);
  });
}

function startFiles(form) {
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    const names = [...event.target.files].map((file) => file.name).join(", ");
    const told = event.target.closest("[data-files]")?.querySelector("[data-files-names]");
    if (told) told.textContent = names;
  });
}

// Text typed so far survives a switch of language, theme or a reload.
function startDraft(form) {
  const key = form.dataset.draft ? `draft:${form.dataset.draft}` : "";
  if (!key) return;
  const kept = sessionStorage.getItem(key);
  if (kept && !document.getElementById("wrongs")) {
    for (const [name, values] of Object.entries(JSON.parse(kept))) restore(form, name, values);
    form.dispatchEvent(new Event("change"));
  }
  let changed = false;
  form.addEventListener("input", () => (changed = true));
  const keep = () => {
    if (!changed || form.dataset.sent) return;
    const values = {};
    for (const [name, value] of new FormData(form)) {
      if (typeof value !== "string" || /^(csrf_token|once|version)$/.test(name)) continue;
      (values[name] ??= []).push(value);
    }
    sessionStorage.setItem(key, JSON.stringify(values));
  };
  window.addEventListener("pagehide", keep);
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-keep-draft]")) keep();
    else if (event.target === form) sessionStorage.removeItem(key);
  });
}

function restore(form, name, values) {
  const inputs = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].filter((each) => each.type !== "hidden" && each.type !== "file");
  inputs.forEach((input, position) => {
    if (input.type === "checkbox" || input.type === "radio") input.checked = values.includes(input.value);
    else if (values[position] !== undefined) input.value = values[position];
  });
}

// A hand scanner ends with Enter: it fills the field and does not send the form.
function startScanner(form) {
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.dataset?.scan) return;
    event.preventDefault();
    const inputs = [...form.querySelectorAll("input:not([type='hidden']), select, textarea")].filter((each) => !each.disabled);
    inputs[inputs.indexOf(event.target) + 1]?.focus();
  });
}

export function startEntryForms() {
  for (const form of document.querySelectorAll("form[data-entry]")) {
    startLive(form);
    startDraft(form);
    startSuggestions(form);
    startScanner(form);
  }
  for (const form of document.querySelectorAll("form")) startFiles(form);
}
