// The form's document: finding a field, and what an edit makes of it before the server has answered.

export function fieldAt(form, path) {
  const [outer, inner] = path.split(".");
  const found = form.fields.find((field) => field.key === outer);
  return inner && found ? (found.fields || []).find((field) => field.key === inner) : found;
}

export function siblingsOf(form, path) {
  const [outer, inner] = path.split(".");
  return inner ? (form.fields.find((field) => field.key === outer)?.fields ?? []) : form.fields;
}

export function placeOf(form, path) {
  const key = path.split(".").at(-1);
  return siblingsOf(form, path).findIndex((field) => field.key === key);
}

function withField(form, path, change) {
  const [outer, inner] = path.split(".");
  const fields = form.fields.map((field) => {
    if (field.key !== outer) return field;
    if (!inner) return change(field);
    return { ...field, fields: (field.fields || []).map((each) => (each.key === inner ? change(each) : each)) };
  });
  return { ...form, fields };
}

// Only what is typed or ticked is shown at once; adding, moving and removing wait for the answer.
export function patched(form, edit) {
  if (edit.kind === "relabel_form") return { ...form, label: { ...form.label, [edit.lang]: edit.text } };
  if (edit.kind === "relabel_field") {
    return withField(form, edit.field, (field) => ({ ...field, label: { ...field.label, [edit.lang]: edit.text } }));
  }
  if (edit.kind === "change_field") {
    return withField(form, edit.field, (field) => ({ ...field, [edit.attribute]: edit.value ?? undefined }));
  }
  return form;
}
