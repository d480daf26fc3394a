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

// Where the form, or a field of it, stands in the app's document; and the field's path from there.
export const where = (form, path = "") =>
  ["forms", form.key, ...(path ? path.split(".").flatMap((key) => ["fields", key]) : [])].join("/");
const pathFrom = (place) => place.split("/").slice(2).filter((_, step) => step % 2).join(".");

// Only what is typed or ticked is shown at once; adding, moving and removing wait for the answer.
export function patched(form, edit) {
  const change = {
    relabel: (element) => ({ ...element, label: { ...element.label, [edit.lang]: edit.text } }),
    set: (element) => ({ ...element, [edit.attribute]: edit.value ?? undefined }),
  }[edit.kind];
  if (!change) return form;
  const path = pathFrom(edit.place);
  return path ? withField(form, path, change) : change(form);
}
