// Suggestions while typing: a listbox below an input, by the pattern of the ARIA combobox.

const PATIENCE_MS = 120;

/** Let a search box suggest regions, themes and places, each a link. */
export function suggestFor(input) {
  const label = input.getAttribute("aria-label");
  combobox(input, { id: `${input.id || "top-search"}-list`, frame: input.form, label, rows: searchRows });
}

function searchRows({ regions, themes, places }) {
  return [
    ...regions.map(({ id, name }) => link(`/?region=${id}#explore`, "pin", name)),
    ...themes.map(({ id, name }) => link(`/?theme=${id}#explore`, "theme", name)),
    ...places.map(({ id, name, name_ko: korean }) => link(`/places/${encodeURIComponent(id)}`, "place", name, korean)),
  ];
}

function link(href, kind, name, korean = "") {
  const row = Object.assign(document.createElement("li"), { className: "suggestion" });
  row.dataset.kind = kind;
  row.setAttribute("role", "presentation");
  row.append(asOption(Object.assign(document.createElement("a"), { href, tabIndex: -1 }), name, korean));
  return row;
}

/** Make an element an option with a name, and with the Korean one beside it where that is another. */
export function asOption(element, name, korean) {
  element.setAttribute("role", "option");
  element.setAttribute("aria-selected", "false");
  element.dataset.testid = "search-suggestion";
  element.append(Object.assign(document.createElement("span"), { textContent: name }));
  if (korean && korean !== name) element.append(Object.assign(document.createElement("span"), { textContent: korean, lang: "ko", className: "suggestion-korean" }));
  return element;
}

/** Open a list in `frame` while one types, with what `rows` makes of the answer; an option is taken by a click or Enter. Returns what closes it. */
export function combobox(input, { id, frame, label, rows, className = "", typed = () => {} }) {
  const list = Object.assign(document.createElement("ul"), { id, className: `suggestions ${className}`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  frame.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": id, "aria-expanded": "false", "aria-autocomplete": "list" })) input.setAttribute(name, value);

  let timer;
  let asked = 0;
  let lit = -1;
  let shownFor = "";

  const options = () => [...list.querySelectorAll("[role=option]")];

  function open(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) light(-1);
  }

  function light(index) {
    lit = index;
    const all = options();
    all.forEach((option, number) => option.setAttribute("aria-selected", String(number === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", all[index].id);
    all[index].scrollIntoView({ block: "nearest" });
  }

  /** Light the next option, or the one before; between the last and the first none is lit, and one is back at what was typed. */
  function walk(step) {
    if (list.hidden) open(true);
    const places = options().length + 1;
    light(((lit + 1 + step + places) % places) - 1);
  }

  /** Tell whether the list is about what stands in the input, which may have been filled anew by others. */
  function isFitting() {
    return list.childElementCount > 0 && input.value.trim() === shownFor;
  }

  function close() {
    clearTimeout(timer);
    asked += 1;
    open(false);
  }

  async function ask() {
    const q = input.value.trim();
    const number = ++asked;
    if (!q) return open(false);
    const response = await fetch(`/v1/places/suggest?${new URLSearchParams({ q, lang: document.documentElement.lang })}`).catch(() => null);
    if (!response?.ok) return;
    const found = await response.json();
    if (number !== asked || document.activeElement !== input) return;
    list.replaceChildren(...rows(found));
    shownFor = q;
    options().forEach((option, index) => (option.id = `${id}-${index}`));
    light(-1);
    open(list.childElementCount > 0);
  }

  input.addEventListener("input", () => {
    typed();
    clearTimeout(timer);
    timer = setTimeout(ask, PATIENCE_MS);
  });
  input.addEventListener("focus", () => isFitting() && open(true));
  input.addEventListener("blur", () => open(false));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || (list.hidden && !isFitting())) return;
    if (event.key === "ArrowDown") walk(1);
    else if (event.key === "ArrowUp") walk(-1);
    else if (event.key === "Enter" && lit >= 0) options()[lit].click();
    else if (event.key === "Escape" && !list.hidden) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return close;
}
