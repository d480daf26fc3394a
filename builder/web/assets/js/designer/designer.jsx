// The whole designer: bar, palette, canvas, properties.
import { useLayoutEffect } from "preact/hooks";

import { onKey } from "./actions.js";
import { Canvas } from "./canvas.jsx";
import { Palette } from "./palette.jsx";
import { Panel } from "./panel.jsx";
import { conflict, device, flush, form, isSaved, leave, redoLabel, resolve, spoken, status, step, tab, undoLabel } from "./state.js";
import { given, icon, labelOf, word } from "./words.js";

function Step({ which, label, picture }) {
  const text = label ? `${word(which)}: ${label}` : word(`nothing_to_${which}`);
  return (
    <button type="button" class="icon-button" aria-label={text} title={text} aria-disabled={!label} onClick={() => step(which)}>
      {icon(picture)}
    </button>
  );
}

function Segment({ value, names, label }) {
  return (
    <div class="segment" role="group" aria-label={label}>
      {names.map((name) => (
        <button type="button" key={name} aria-pressed={value.value === name} onClick={() => (value.value = name)}>
          {word(name)}
        </button>
      ))}
    </div>
  );
}

function goTo(event) {
  if (isSaved() || event.ctrlKey || event.metaKey || event.button) return;
  event.preventDefault();
  leave(event.currentTarget.href);
}

function Bar() {
  return (
    <header class="designer__top">
      <a class="back" href={given.hrefs.back} aria-label={word("back")} onClick={goTo}>
        {icon("arrow-left")}
      </a>
      <h1>{labelOf(form.value)}</h1>
      <span class="designer__status" data-status={status.value}>
        {word(status.value)}
      </span>
      <span class="push designer__steps">
        <Step which="undo" label={undoLabel.value} picture="arrow-back-up" />
        <Step which="redo" label={redoLabel.value} picture="arrow-forward-up" />
      </span>
      <Segment value={device} names={["desk", "handset"]} label={word("canvas")} />
      <a class="btn btn-primary" href={given.hrefs.publish} onClick={goTo}>
        {word("publish")}
      </a>
    </header>
  );
}

function Conflict() {
  if (!conflict.value) return null;
  return (
    <div class="note note--warn designer__conflict" role="alert">
      {icon("alert-triangle")}
      <p>{conflict.value}</p>
      <button type="button" class="btn btn--small" onClick={() => resolve(false)}>
        {word("load_newest")}
      </button>
      <button type="button" class="btn btn--small btn-primary" onClick={() => resolve(true)}>
        {word("put_mine_on_top")}
      </button>
    </div>
  );
}

// All the designer listens with layout effects: what is on the screen already answers to keys and pointer.
export function Designer() {
  useLayoutEffect(() => {
    document.addEventListener("keydown", onKey);
    const warn = (event) => {
      flush();
      if (!isSaved()) event.preventDefault();
    };
    window.addEventListener("beforeunload", warn);
    return () => {
      document.removeEventListener("keydown", onKey);
      window.removeEventListener("beforeunload", warn);
    };
  }, []);
  return (
    <>
      <Bar />
      <Conflict />
      <div class="designer__body" data-tab={tab.value}>
        <Palette />
        <Canvas />
        <Panel />
      </div>
      <nav class="designer__tabs" aria-label={word("panel")}>
        <Segment value={tab} names={["palette", "canvas", "panel"]} label={word("panel")} />
      </nav>
      <p class="unseen" role="status" aria-live="polite">
        {spoken.value}
      </p>
    </>
  );
}
