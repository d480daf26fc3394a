// Dragging from the palette and within the canvas. The page belongs to Preact: a drop is undone in the
// DOM and done in the form.
import Sortable from "sortablejs";

import { addField, moveTo } from "./actions.js";

const SHARED = {
  animation: 130,
  chosenClass: "is-chosen",
  delay: 220,
  delayOnTouchOnly: true,
  dragClass: "is-dragged",
  fallbackClass: "is-carried",
  fallbackOnBody: true,
  fallbackTolerance: 4,
  forceFallback: true,
  ghostClass: "is-drop",
  // The line goes before the half of a field that the pointer is in, or after it.
  invertSwap: true,
  invertedSwapThreshold: 1,
  direction: (_event, target) => (isBesideOthers(target) ? "horizontal" : "vertical"),
};

function isBesideOthers(target) {
  const list = target?.parentElement;
  return Boolean(list) && target.offsetWidth < list.clientWidth * 0.8;
}

let isCancelled = false;

function onEscape(event) {
  if (event.key !== "Escape") return;
  isCancelled = true;
  event.preventDefault();
  event.stopPropagation();
  document.dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
}

function start() {
  isCancelled = false;
  document.addEventListener("keydown", onEscape, true);
  document.body.classList.add("is-dragging");
}

function end() {
  document.removeEventListener("keydown", onEscape, true);
  document.body.classList.remove("is-dragging");
  return !isCancelled;
}

export function dragKinds(list) {
  const sortable = Sortable.create(list, {
    ...SHARED,
    draggable: "[data-kind]",
    group: { name: "fields", pull: "clone", put: false },
    sort: false,
    onStart: start,
    onEnd({ item, clone, to, newIndex }) {
      const isMeant = end();
      if (to === list) return;
      if (clone.parentNode) clone.parentNode.replaceChild(item, clone);
      else list.append(item);
      item.classList.remove("is-drop");
      if (isMeant) addField(item.dataset.kind, newIndex);
    },
  });
  return () => sortable.destroy();
}

export function dragFields(list) {
  const sortable = Sortable.create(list, {
    ...SHARED,
    draggable: "[data-path]",
    group: { name: "fields", pull: false, put: true },
    onStart: start,
    onEnd({ item, oldIndex, newIndex }) {
      const isMeant = end();
      item.remove();
      list.insertBefore(item, list.children[oldIndex] || null);
      if (isMeant && oldIndex !== newIndex) moveTo(item.dataset.path, newIndex);
    },
  });
  return () => sortable.destroy();
}
