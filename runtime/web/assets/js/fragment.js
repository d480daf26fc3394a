// The one place where text becomes elements. Only replies of our own server come here: it has escaped
// every value in them, and the page's policy runs no script that a reply might hold.

function elements(html) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
}

// The first element of a reply.
export function element(html) {
  return elements(html).firstElementChild;
}

// Puts a reply in the place of all that an element holds.
export function fill(holder, html) {
  holder.replaceChildren(elements(html));
}
