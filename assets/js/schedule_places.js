// The box for a place in the dialog: it suggests places while one types, and keeps whatever name is typed instead.

const PATIENCE_MS = 150;

/** Let an input suggest places; `choose` gets the id of the chosen place, or "" once the text is a name of its own. */
export function suggestPlaces(input, frame, label, choose) {
  const list = Object.assign(document.createElement("ul"), { id: `${input.id}-list`, className: "suggestions place-suggestions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  frame.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": list.id, "aria-expanded": "false", "aria-autocomplete": "list" })) input.setAttribute(name, value);

  let timer;
  let asked = 0;
  let lit = -1;
  const options = () => [...list.children];

  function open(isOpen) {
    list.hidden = !isOpen;
    input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) light(-1);
  }

  function light(index) {
    lit = index;
    options().forEach((option, number) => option.setAttribute("aria-selected", String(number === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options()[index].id);
    options()[index].scrollIntoView({ block: "nearest" });
  }

  function take(option) {
    input.value = option.dataset.name;
    open(false);
    asked += 1;
    choose(option.dataset.placeId);
  }

  async function ask() {
    const number = ++asked;
    const q = input.value.trim();
    if (!q) return open(false);
    const response = await fetch(`/v1/places/suggest?${new URLSearchParams({ q, lang: document.documentElement.lang })}`).catch(() => null);
    if (!response?.ok || number !== asked) return;
    const { places } = await response.json();
    if (number !== asked || document.activeElement !== input) return;
    list.replaceChildren(...places.map((place, index) => row(place, `${list.id}-${index}`)));
    open(places.length > 0);
    lit = -1;
  }

  input.addEventListener("input", () => {
    choose("");
    clearTimeout(timer);
    timer = setTimeout(ask, PATIENCE_MS);
  });
  input.addEventListener("blur", () => open(false));
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const count = options().length;
    if (event.key === "ArrowDown") light((lit + 1) % count);
    else if (event.key === "ArrowUp") light((lit <= 0 ? count : lit) - 1);
    else if (event.key === "Enter" && lit >= 0) take(options()[lit]);
    else if (event.key === "Escape") open(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function row({ id, name, name_ko: korean }, optionId) {
  const option = Object.assign(document.createElement("li"), { id: optionId, className: "suggestion" });
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.testid = "search-suggestion";
  option.dataset.placeId = id;
  option.dataset.name = name;
  option.append(Object.assign(document.createElement("span"), { textContent: name }));
  if (korean && korean !== name) option.append(Object.assign(document.createElement("span"), { textContent: korean, lang: "ko", className: "suggestion-korean" }));
  return option;
}
