// The palette: kinds of fields by group, found by label, pinyin, initials or key.
import { useLayoutEffect, useRef } from "preact/hooks";

import { addField } from "./actions.js";
import { dragKinds } from "./dragging.js";
import { query } from "./state.js";
import { given, icon, word } from "./words.js";

function Kind({ kind }) {
  return (
    <li data-kind={kind.key} class="kind">
      <button type="button" onClick={() => addField(kind.key)}>
        {icon(kind.icon)}
        <span>{kind.label}</span>
      </button>
    </li>
  );
}

function Group({ group, kinds }) {
  const list = useRef(null);
  useLayoutEffect(() => dragKinds(list.current), []);
  return (
    <section aria-labelledby={`group-${group.key}`}>
      <h3 id={`group-${group.key}`}>{group.label}</h3>
      <ul class="kinds" ref={list}>
        {kinds.map((kind) => (
          <Kind kind={kind} key={kind.key} />
        ))}
      </ul>
    </section>
  );
}

export function Palette() {
  const asked = query.value.trim().toLowerCase();
  const found = given.kinds.filter((kind) => kind.group && (!asked || kind.search.includes(asked)));
  const first = found[0];
  return (
    <section class="designer__palette" aria-label={word("palette")}>
      <input
        id="search-fields"
        class="form-control"
        type="search"
        value={query.value}
        placeholder={word("search_fields")}
        aria-label={word("search_fields")}
        autocomplete="off"
        onInput={(event) => (query.value = event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.isComposing || event.key !== "Enter" || !asked || !first) return;
          event.preventDefault();
          query.value = "";
          addField(first.key);
        }}
      />
      {given.groups.map((group) => {
        const kinds = found.filter((kind) => kind.group === group.key);
        return kinds.length ? <Group group={group} kinds={kinds} key={group.key} /> : null;
      })}
      {first ? null : <p class="quiet">{word("no_kind")}</p>}
    </section>
  );
}
