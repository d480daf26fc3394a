// What the designer shows, and the one way to change it: edits, sent one after the other.
import { computed, signal } from "@preact/signals";

import { say } from "../../../../../runtime/web/assets/js/shell.js";
import { fieldAt, patched } from "./form.js";
import { given, word } from "./words.js";

const TYPING_MS = 800;
const RETRY_MS = [1000, 2000, 4000, 8000];

export const form = signal(given.form);
export const drawn = signal(given.drawn);
export const misread = signal(given.misread);
export const forms = signal(given.forms);
export const undoLabel = signal(given.undo);
export const redoLabel = signal(given.redo);
export const status = signal("saved");
export const conflict = signal("");
export const selected = signal(location.hash.slice(1) || "");
export const device = signal("desk");
export const tab = signal("canvas");
export const query = signal("");
export const spoken = signal("");
export const titleWanted = signal(0);
export const field = computed(() => (selected.value && form.value ? fieldAt(form.value, selected.value) : undefined));

let version = given.version;
let busy = false;
let timer = 0;
const queue = [];
const typed = new Map();

const newWord = () => Math.random().toString(36).slice(2) + Date.now().toString(36);

function take(answer) {
  version = answer.version;
  undoLabel.value = answer.undo;
  redoLabel.value = answer.redo;
  if (!answer.form) {
    say(word("gone"));
    window.location.assign(given.hrefs.back);
    return;
  }
  drawn.value = answer.drawn;
  misread.value = answer.misread;
  forms.value = answer.forms;
  const waiting = [...queue.slice(1).map((job) => job.edit), ...typed.values()].filter(Boolean);
  form.value = waiting.reduce(patched, answer.form);
  if (selected.value && !fieldAt(form.value, selected.value)) selected.value = "";
}

async function post(job) {
  const body = JSON.stringify({ version, request: job.request, typing: job.typing || "", edit: job.edit });
  const token = document.querySelector("meta[name=csrf-token]").content;
  const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token };
  return fetch(job.href, { method: "POST", body, headers });
}

const pause = (ms) => new Promise((wake) => setTimeout(wake, ms));

async function newest() {
  const answer = await fetch(given.hrefs.state, { headers: { Accept: "application/json" } });
  if (answer.ok) take(await answer.json());
}

// One at a time, in order; what cannot be sent stays and is tried again.
async function drain() {
  if (busy) return;
  busy = true;
  for (let tries = 0; queue.length > 0; ) {
    const job = queue[0];
    status.value = tries ? "retrying" : "saving";
    const answer = await post(job).catch(() => null);
    if (!answer || answer.status >= 500 || answer.status === 429) {
      status.value = "retrying";
      await pause(RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
      tries += 1;
      continue;
    }
    tries = 0;
    const told = await answer.json().catch(() => ({}));
    if (answer.status === 409) {
      conflict.value = told.sentence || "409";
      status.value = "unsaved";
      break;
    }
    if (answer.ok) {
      take(told);
      queue.shift();
      job.done?.(told);
    } else {
      queue.shift();
      say(told.sentence || String(answer.status));
      await newest().catch(() => {});
    }
  }
  busy = false;
  if (queue.length === 0) status.value = typed.size ? "unsaved" : "saved";
}

export function flush() {
  clearTimeout(timer);
  for (const [typing, edit] of typed) queue.push({ href: given.hrefs.edits, edit, typing, request: newWord() });
  typed.clear();
  if (queue.length) drain();
}

// An edit that is sent at once. `done` gets the server's answer.
export function act(edit, done) {
  flush();
  form.value = patched(form.value, edit);
  queue.push({ href: given.hrefs.edits, edit, request: newWord(), done });
  drain();
}

// An edit made by typing: shown at once, sent when the typing rests. One stay in a box is one step.
export function type(edit, typing) {
  form.value = patched(form.value, edit);
  typed.set(typing, edit);
  status.value = "unsaved";
  clearTimeout(timer);
  timer = setTimeout(flush, TYPING_MS);
}

export function step(which) {
  if (which === "undo" ? !undoLabel.value && !typed.size && !queue.length : !redoLabel.value) return;
  flush();
  queue.push({ href: given.hrefs[which], request: newWord() });
  drain();
}

// After somebody else's change: see it, or put one's own edits on top of it.
export async function resolve(keepsMine) {
  conflict.value = "";
  if (!keepsMine) queue.length = 0;
  await newest();
  if (queue.length) drain();
  else status.value = "saved";
}

export const isSaved = () => status.value === "saved" && queue.length === 0 && typed.size === 0;

export function leave(href) {
  flush();
  const wait = () => (isSaved() || conflict.value ? window.location.assign(href) : setTimeout(wait, 60));
  wait();
}

export function tell(text) {
  spoken.value = spoken.value === text ? `${text}\u00a0` : text;
}
