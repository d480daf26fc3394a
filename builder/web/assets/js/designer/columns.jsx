// Columns of lines: each is a field, chosen and set like any other.
import { addField, choose, moveBy, removeField } from "./actions.js";
import { given, icon, kindOf, labelOf, word } from "./words.js";

export function Columns({ path, chosen }) {
  const kinds = given.kinds.filter((kind) => kind.group && kind.is_stored && !kind.has_columns && !kind.is_generated);
  return (
    <fieldset class="panel__row">
      <legend class="field__label">{word("columns")}</legend>
      <ul class="option-rows">
        {(chosen.fields || []).map((column) => (
          <li class="option-row" key={column.key}>
            <button type="button" class="btn option-row__name" onClick={() => choose(`${path}.${column.key}`)}>
              {icon(kindOf(column).icon)}
              <span>{labelOf(column)}</span>
            </button>
            <button type="button" class="icon-button" aria-label={`${word("move_up")} ${labelOf(column)}`} onClick={() => moveBy(`${path}.${column.key}`, -1)}>
              {icon("arrow-up")}
            </button>
            <button type="button" class="icon-button" aria-label={`${word("remove")} ${labelOf(column)}`} onClick={() => removeField(`${path}.${column.key}`)}>
              {icon("x")}
            </button>
          </li>
        ))}
      </ul>
      <select
        class="form-select"
        aria-label={word("add_column")}
        value=""
        onChange={(event) => {
          if (event.currentTarget.value) addField(event.currentTarget.value, undefined, path);
          event.currentTarget.value = "";
        }}
      >
        <option value="">{word("add_column")}</option>
        {kinds.map((kind) => (
          <option value={kind.key} key={kind.key}>
            {kind.label}
          </option>
        ))}
      </select>
    </fieldset>
  );
}
