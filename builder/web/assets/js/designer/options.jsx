// Options of a choice: named, coloured, ordered. An option's key stays when its name changes.
import { useRef } from "preact/hooks";

import { flush } from "./state.js";
import { icon, labelOf, lang, word } from "./words.js";

const TONES = ["", "info", "ok", "warn", "bad", "muted"];
let stays = 0;

function freeKey(options) {
  const taken = new Set(options.map((each) => each.key));
  let number = options.length + 1;
  while (taken.has(`option_${number}`)) number += 1;
  return [`option_${number}`, number];
}

function OptionRow({ options, at, onChange, onType }) {
  const stay = useRef("");
  const option = options[at];
  const replaced = (next) => options.map((each, place) => (place === at ? next : each));
  const move = () => {
    const next = [...options];
    [next[at - 1], next[at]] = [next[at], next[at - 1]];
    onChange(next);
  };
  const paint = (tone) => {
    const { tone: _old, ...rest } = option;
    onChange(replaced(tone ? { ...rest, tone } : rest));
  };
  return (
    <li class="option-row">
      <input
        class="form-control"
        aria-label={word("option_name", at + 1)}
        value={option.label?.[lang] ?? labelOf(option)}
        maxLength={200}
        autocomplete="off"
        onFocus={() => (stay.current = `o${(stays += 1)}-${Date.now().toString(36)}`)}
        onInput={(event) => {
          const text = event.currentTarget.value;
          if (text.trim()) onType(replaced({ ...option, label: { ...option.label, [lang]: text } }), stay.current);
        }}
        onBlur={flush}
      />
      <select class="form-select option-row__tone" aria-label={word("tone", at + 1)} onChange={(event) => paint(event.currentTarget.value)}>
        {TONES.map((tone) => (
          <option value={tone} key={tone} selected={(option.tone ?? "") === tone}>
            {tone ? word(`tone.${tone}`) : "–"}
          </option>
        ))}
      </select>
      <button type="button" class="icon-button" aria-label={word("up_option", at + 1)} aria-disabled={at === 0} onClick={() => at && move()}>
        {icon("arrow-up")}
      </button>
      <button
        type="button"
        class="icon-button"
        aria-label={word("remove_option", at + 1)}
        aria-disabled={options.length === 1}
        onClick={() => options.length > 1 && onChange(options.filter((_each, place) => place !== at))}
      >
        {icon("x")}
      </button>
    </li>
  );
}

export function Options({ label, value, onChange, onType }) {
  const add = () => {
    const [key, number] = freeKey(value);
    onChange([...value, { key, label: { [lang]: word("option_name", number) } }]);
  };
  return (
    <fieldset class="panel__row">
      <legend class="field__label">{label}</legend>
      <ul class="option-rows">
        {value.map((option, at) => (
          <OptionRow options={value} at={at} onChange={onChange} onType={onType} key={option.key} />
        ))}
      </ul>
      <button type="button" class="btn btn--small" onClick={add}>
        {icon("plus")}
        {word("add_option")}
      </button>
    </fieldset>
  );
}
