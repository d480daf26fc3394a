// Properties of the chosen field, drawn from what the server says of its type; else the form's own.
import { useLayoutEffect, useRef, useState } from "preact/hooks";

import { copyField, moveBy, removeField } from "./actions.js";
import { Columns } from "./columns.jsx";
import { Choice, Option, Switch, TextBox } from "./controls.jsx";
import { where } from "./form.js";
import { act, field, form, misread, selected, titleWanted, type } from "./state.js";
import { icon, kindOf, labelOf, lang, otherLang, word } from "./words.js";

const WIDTHS = [
  [12, "1/1"],
  [8, "2/3"],
  [6, "1/2"],
  [4, "1/3"],
  [3, "1/4"],
];

const relabel = (path, code) => (text, typing) => type({ kind: "relabel", place: where(form.value, path), lang: code, text }, typing);
const change = (path, attribute) => (value) => act({ kind: "set", place: where(form.value, path), attribute, value });
const write = (path, attribute) => (text, typing) =>
  type({ kind: "set", place: where(form.value, path), attribute, value: text || null }, typing);

function Title({ path, chosen }) {
  const box = useRef(null);
  const wanted = titleWanted.value;
  useLayoutEffect(() => {
    if (!wanted) return;
    titleWanted.value = 0;
    const input = box.current?.querySelector("input");
    input?.focus();
    input?.select();
  }, [wanted, path]);
  return (
    <div ref={box}>
      <TextBox label={word("title")} value={chosen.label?.[lang] ?? ""} onType={relabel(path, lang)} most={200} />
      <p class="small quiet" role="status">
        {misread.value[path] ?? ""}
      </p>
    </div>
  );
}

function Width({ path, chosen }) {
  return (
    <fieldset class="panel__row">
      <legend class="field__label">{word("width")}</legend>
      <div class="segment">
        {WIDTHS.map(([twelfths, text]) => (
          <button
            type="button"
            key={twelfths}
            aria-pressed={(chosen.width ?? 12) === twelfths}
            onClick={() => change(path, "width")(twelfths)}
          >
            {text}
          </button>
        ))}
      </div>
    </fieldset>
  );
}

function Required({ path, chosen }) {
  if (typeof chosen.required === "string") return <p class="small quiet">{word("required_when", chosen.required)}</p>;
  return <Switch label={word("required")} isOn={chosen.required === true} onSwitch={change(path, "required")} />;
}

function Frame({ path, chosen, kind }) {
  const help = (text, typing) => {
    const { [lang]: _old, ...rest } = chosen.help || {};
    const value = text ? { ...rest, [lang]: text } : rest;
    type({ kind: "set", place: where(form.value, path), attribute: "help", value: Object.keys(value).length ? value : null }, typing);
  };
  const isWritten = kind.is_stored && !kind.is_generated;
  return (
    <>
      {isWritten ? <Required path={path} chosen={chosen} /> : null}
      {kind.is_stored ? <Width path={path} chosen={chosen} /> : null}
      {isWritten ? <TextBox label={word("help")} value={chosen.help?.[lang] ?? ""} onType={help} most={2000} /> : null}
    </>
  );
}

// One of the field's options, or any formula: an option is written as the text of its key.
function Default({ path, chosen }) {
  const [isFormula, setFormula] = useState(false);
  const value = chosen.default ?? "";
  const known = (chosen.options ?? []).map((option) => [`'${option.key}'`, labelOf(option)]);
  if (known.length > 0 && !isFormula && (value === "" || known.some(([text]) => text === value))) {
    const choices = [["", word("none")], ...known, ["=", word("formula")]];
    const choose = (text) => (text === "=" ? setFormula(true) : change(path, "default")(text || null));
    return <Choice label={word("default")} value={value} choices={choices} onChoose={choose} />;
  }
  return <TextBox label={word("default")} value={value} onType={write(path, "default")} hint={word("formula_hint")} most={8192} />;
}

function More({ path, chosen, kind }) {
  const isWritten = kind.is_stored && !kind.is_generated;
  const isTitle = form.value.title === path;
  return (
    <details class="panel__more">
      <summary>{word("more")}</summary>
      <TextBox label={word("title_other")} value={chosen.label?.[otherLang] ?? ""} onType={relabel(path, otherLang)} most={200} />
      <TextBox label={word("visible")} value={chosen.visible ?? ""} onType={write(path, "visible")} hint={word("condition_hint")} most={8192} />
      {isWritten ? (
        <Default key={path} path={path} chosen={chosen} />
      ) : null}
      {isWritten ? <Switch label={word("unique")} isOn={chosen.unique === true} onSwitch={change(path, "unique")} /> : null}
      {kind.is_title ? (
        <Switch label={word("names_records")} isOn={isTitle} onSwitch={(isOn) => act({ kind: "set", place: where(form.value), attribute: "title", value: isOn ? path : "" })} />
      ) : null}
      <p class="small quiet">
        {word("key_forever")}: <code>{chosen.key}</code>
      </p>
    </details>
  );
}

function Chosen({ path, chosen }) {
  const kind = kindOf(chosen);
  return (
    <>
      <p class="panel__kind">
        {icon(kind.icon)}
        <span>{kind.label}</span>
        <span class="push panel__tools">
          <button type="button" class="icon-button" aria-label={word("move_up")} title={word("move_up")} onClick={() => moveBy(path, -1)}>
            {icon("arrow-up")}
          </button>
          <button type="button" class="icon-button" aria-label={word("move_down")} title={word("move_down")} onClick={() => moveBy(path, 1)}>
            {icon("arrow-down")}
          </button>
          <button type="button" class="icon-button" aria-label={word("copy")} title={word("copy")} onClick={() => copyField(path)}>
            {icon("copy")}
          </button>
          <button type="button" class="icon-button" aria-label={word("remove")} title={word("remove")} onClick={() => removeField(path)}>
            {icon("trash")}
          </button>
        </span>
      </p>
      <Title path={path} chosen={chosen} />
      <Frame path={path} chosen={chosen} kind={kind} />
      {kind.controls.map((control) => (
        <Option control={control} chosen={chosen} path={path} key={control.key} />
      ))}
      {kind.has_columns ? <Columns path={path} chosen={chosen} /> : null}
      <More path={path} chosen={chosen} kind={kind} />
    </>
  );
}

function Settings() {
  const names = form.value.fields.filter((each) => kindOf(each).is_title);
  const rename = (text, typing) => type({ kind: "relabel", place: where(form.value), lang, text }, typing);
  return (
    <>
      <p class="panel__none">
        {icon("click", "icon--big")}
        {word("choose_field")}
      </p>
      <h3>{word("form_settings")}</h3>
      <TextBox label={word("form_name")} value={form.value.label?.[lang] ?? ""} onType={rename} most={200} />
      <label class="panel__row">
        <span class="field__label">{word("record_title")}</span>
        <select
          class="form-select"
          value={form.value.title ?? ""}
          onChange={(event) => act({ kind: "set", place: where(form.value), attribute: "title", value: event.currentTarget.value })}
        >
          <option value="">{word("none")}</option>
          {names.map((each) => (
            <option value={each.key} key={each.key} selected={form.value.title === each.key}>
              {labelOf(each)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

export function Panel() {
  const chosen = field.value;
  const path = selected.value;
  return (
    <section class="designer__panel" aria-label={word("panel")}>
      {chosen ? <Chosen path={path} chosen={chosen} key={path} /> : <Settings />}
    </section>
  );
}
