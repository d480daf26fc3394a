// What a person does to the form, by mouse, finger or keyboard: all become edits.
import { say } from "../../../../../runtime/web/assets/js/shell.js";
import { fieldAt, placeOf, siblingsOf, where } from "./form.js";
import { act, field, form, selected, step, tab, tell, titleWanted } from "./state.js";
import { labelOf, word } from "./words.js";

const isPhone = () => window.matchMedia("(max-width: 760px)").matches;

function focusItem(path) {
  requestAnimationFrame(() => document.getElementById(`item-${path}`)?.focus());
}

export function choose(path, { focuses = false } = {}) {
  selected.value = path;
  if (focuses) focusItem(path);
}

export function addField(type, at, inside = "") {
  const last = selected.value ? placeOf(form.value, selected.value.split(".")[0]) + 1 : form.value.fields.length;
  const place = inside ? undefined : (at ?? last);
  act({ kind: "new_field", type, at: place, inside }, (answer) => {
    const added = fieldAt(form.value, answer.added);
    if (!added) return;
    tell(word("added", labelOf(added), placeOf(form.value, answer.added) + 1));
    if (inside) return;
    selected.value = answer.added;
    if (isPhone()) tab.value = "panel";
    titleWanted.value += 1;
  });
}

export function moveTo(path, to, { focuses = true } = {}) {
  if (to === placeOf(form.value, path)) return;
  act({ kind: "move", place: where(form.value, path), to }, () => {
    tell(word("placed", placeOf(form.value, path) + 1));
    if (focuses) focusItem(path);
  });
}

export function moveBy(path, by) {
  const to = placeOf(form.value, path) + by;
  if (to < 0 || to >= siblingsOf(form.value, path).length) return;
  moveTo(path, to, { focuses: !path.includes(".") });
}

export function removeField(path) {
  const gone = fieldAt(form.value, path);
  if (!gone) return;
  const at = placeOf(form.value, path);
  const next = siblingsOf(form.value, path)[at + 1] || siblingsOf(form.value, path)[at - 1];
  act({ kind: "remove", place: where(form.value, path) }, () => {
    const text = word("removed", labelOf(gone));
    tell(text);
    say(text, { label: word("undo"), run: () => step("undo") });
    if (!path.includes(".") && next) choose(next.key, { focuses: true });
  });
}

export function copyField(path) {
  act({ kind: "copy_field", field: path }, (answer) => {
    if (answer.added) choose(answer.added, { focuses: true });
  });
}

const isTyping = (element) => element.closest("input, textarea, select, [contenteditable]");

// Ctrl+Z in a text box belongs to the box; anywhere else it is the form's.
export function onKey(event) {
  if (event.isComposing || isTyping(event.target)) return;
  const isControl = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (isControl && key === "z") {
    event.preventDefault();
    step(event.shiftKey ? "redo" : "undo");
  } else if (isControl && key === "y") {
    event.preventDefault();
    step("redo");
  } else if (key === "/" && !isControl) {
    event.preventDefault();
    tab.value = "palette";
    requestAnimationFrame(() => document.getElementById("search-fields")?.focus());
  }
}

function neighbour(path, by) {
  return form.value.fields[placeOf(form.value, path) + by];
}

// Keys on a field of the canvas.
export function onItemKey(event, path) {
  const step_ = { ArrowDown: 1, ArrowUp: -1, ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const isControl = event.ctrlKey || event.metaKey;
  if (step_ && event.altKey) moveBy(path, step_);
  else if (step_ && !isControl) {
    const next = neighbour(path, step_);
    if (next) choose(next.key, { focuses: true });
  } else if (event.key === "Enter") {
    if (isPhone()) tab.value = "panel";
    titleWanted.value += 1;
  } else if (event.key === "Delete" || event.key === "Backspace") removeField(path);
  else if (isControl && event.key.toLowerCase() === "d") copyField(path);
  else if (event.key === "Escape" && field.value) selected.value = "";
  else return;
  event.preventDefault();
  event.stopPropagation();
}
