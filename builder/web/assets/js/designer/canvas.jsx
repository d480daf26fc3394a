// The canvas: the form's fields as the form itself draws them, in one list that keys and hands can use.
import { useLayoutEffect, useRef } from "preact/hooks";

import { choose, onItemKey } from "./actions.js";
import { dragFields } from "./dragging.js";
import { device, drawn, form, selected } from "./state.js";
import { icon, kindOf, labelOf, word } from "./words.js";

// The server draws the field; a title that is being typed is put in at once.
function Drawn({ field }) {
  const box = useRef(null);
  const label = labelOf(field);
  const html = drawn.value[field.key] || "";
  useLayoutEffect(() => {
    const heading = box.current.querySelector(".field__label, .field--section");
    if (heading?.firstChild && heading.firstChild.nodeValue !== label) heading.firstChild.nodeValue = label;
  }, [label, html]);
  return <div class="item__drawn" ref={box} inert aria-hidden="true" dangerouslySetInnerHTML={{ __html: html }} />;
}

function spokenName(field) {
  const facts = [labelOf(field), kindOf(field).label];
  if (field.required) facts.push(word("required"));
  if (field.visible) facts.push(word("conditional"));
  return facts.join(", ");
}

function Item({ field, isFirst }) {
  const isSelected = selected.value.split(".")[0] === field.key;
  const isReached = isSelected || (!selected.value && isFirst);
  return (
    <li
      id={`item-${field.key}`}
      class={`item item--w${field.width ?? 12}`}
      role="option"
      data-path={field.key}
      aria-selected={isSelected}
      tabIndex={isReached ? 0 : -1}
      onClick={() => choose(field.key, { focuses: true })}
      onFocus={() => selected.value !== field.key && !selected.value.startsWith(`${field.key}.`) && choose(field.key)}
      onKeyDown={(event) => onItemKey(event, field.key)}
    >
      <span class="unseen">{spokenName(field)}</span>
      <Drawn field={field} />
      {field.visible || typeof field.required === "string" ? <span class="tag tag--accent item__mark" aria-hidden="true">{word("conditional")}</span> : null}
    </li>
  );
}

export function Canvas() {
  const list = useRef(null);
  useLayoutEffect(() => dragFields(list.current), []);
  const { fields } = form.value;
  return (
    <main class="designer__canvas" id="canvas" tabIndex={-1}>
      <div class={`paper${device.value === "handset" ? " paper--handset" : ""}`}>
        {fields.length ? null : (
          <p class="paper__empty">
            {icon("drag-drop", "icon--big")}
            {word("empty_canvas")}
          </p>
        )}
        <ul class="items" ref={list} role="listbox" aria-label={word("fields_of", labelOf(form.value))}>
          {fields.map((field, at) => (
            <Item field={field} isFirst={at === 0} key={field.key} />
          ))}
        </ul>
      </div>
      <p class="small quiet designer__keys">{word("keyboard_hint")}</p>
    </main>
  );
}
