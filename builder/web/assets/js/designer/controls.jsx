// The controls of the property panel: one for each way an option's schema can be.
import { useId, useRef } from "preact/hooks";

import { where } from "./form.js";
import { Options } from "./options.jsx";
import { act, flush, form, forms, type } from "./state.js";
import { lang, word } from "./words.js";

let stays = 0;

// A text box whose stay is one step: from focus to focus.
export function TextBox({ label, value, onType, hint = "", most = 500, mode = "text", rows = 0 }) {
  const id = useId();
  const stay = useRef("");
  const Tag = rows ? "textarea" : "input";
  return (
    <div class="panel__row">
      <label class="field__label" for={id}>
        {label}
      </label>
      <Tag
        id={id}
        class="form-control"
        type={rows ? undefined : "text"}
        rows={rows || undefined}
        inputMode={mode}
        value={value}
        maxLength={most}
        placeholder={hint}
        autocomplete="off"
        spellcheck={false}
        onFocus={() => (stay.current = `t${(stays += 1)}-${Date.now().toString(36)}`)}
        onInput={(event) => onType(event.currentTarget.value, stay.current)}
        onBlur={flush}
      />
    </div>
  );
}

export function Switch({ label, isOn, onSwitch }) {
  return (
    <label class="panel__switch">
      <span>{label}</span>
      <input type="checkbox" role="switch" class="switch" checked={isOn} onChange={(event) => onSwitch(event.currentTarget.checked)} />
    </label>
  );
}

export function Choice({ label, value, choices, onChoose }) {
  return (
    <label class="panel__row">
      <span class="field__label">{label}</span>
      <select class="form-select" onChange={(event) => onChoose(event.currentTarget.value)}>
        {choices.map(([key, text]) => (
          <option value={key} key={key} selected={key === value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

const wholeOrNull = (text) => (/^-?\d{1,9}$/.test(text.trim()) ? Number(text) : null);

function textOf(value) {
  return value && typeof value === "object" ? (value[lang] ?? "") : String(value ?? "");
}

// What is written becomes what was there: labels stay labels, a list a list.
function valueOf(control, old, text) {
  if (control.what === "whole") return wholeOrNull(text);
  if (control.what === "list") return text.split("\n").map((line) => line.trim()).filter(Boolean);
  if (control.what === "labels" || (old && typeof old === "object")) {
    const { [lang]: _gone, ...rest } = old || {};
    const labels = text ? { ...rest, [lang]: text } : rest;
    return Object.keys(labels).length ? labels : null;
  }
  return text;
}

const nothing = (value) => value === "" || value === null || (Array.isArray(value) && value.length === 0);

export function Option({ control, chosen, path }) {
  const value = chosen[control.key];
  const edit = (next) => ({ kind: "set", place: where(form.value, path), attribute: control.key, value: nothing(next) ? null : next });
  const write = (text, typing) => type(edit(valueOf(control, value, text)), typing);
  switch (control.what) {
    case "switch":
      return <Switch label={control.label} isOn={value ?? control.default ?? false} onSwitch={(isOn) => act(edit(isOn))} />;
    case "choice": {
      const known = control.choices.map((each) => [each, each]);
      const choices = control.default === null ? [["", word("none")], ...known] : known;
      return <Choice label={control.label} value={value ?? control.default ?? ""} choices={choices} onChoose={(key) => act(edit(key))} />;
    }
    case "form": {
      const choices = forms.value.map((each) => [each.key, each.label]);
      return <Choice label={control.label} value={value} choices={choices} onChoose={(key) => act(edit(key))} />;
    }
    case "options":
      return <Options label={control.label} value={value || []} onChange={(next) => act(edit(next))} onType={(next, typing) => type(edit(next), typing)} />;
    case "list":
      return <TextBox label={`${control.label}（${word("one_per_line")}）`} value={(value || []).join("\n")} onType={write} rows={3} most={4000} />;
    case "whole":
      return <TextBox label={control.label} value={textOf(value)} hint={textOf(control.default)} onType={write} mode="numeric" most={9} />;
    case "none":
      return (
        <p class="small quiet">
          {control.label}: {word("not_here")}
        </p>
      );
    default:
      return <TextBox label={control.label} value={textOf(value)} hint={textOf(control.default)} onType={write} />;
  }
}
