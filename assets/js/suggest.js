// Suggestions while typing: a listbox under the search box, by the pattern of the ARIA combobox.

const PATIENCE_MS = 120;

export function suggestFor(input) {
  const list = Object.assign(document.createElement("ul"), { className: "suggestions", id: `${input.id || "top-search"}-list`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  input.form.append(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": list.id, "aria-expanded": "false", "aria-autocomplete": "list" })) {
    input.setAttribute(name, value);
  }

  let timer;
  let asked = 0;
  let chosen = -1;

  const options = () => [...list.querySelectorAll("[role=option]")];

  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  }

  function choose(index) {
    const all = options();
    chosen = all.length ? (index + all.length + 1) % (all.length + 1) : -1;
    if (chosen === all.length || index === -1) chosen = -1;
    all.forEach((option, number) => option.setAttribute("aria-selected", String(number === chosen)));
    if (chosen >= 0) {
      input.setAttribute("aria-activedescendant", all[chosen].id);
      all[chosen].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  async function ask() {
    const q = input.value.trim();
    const number = ++asked;
    if (!q) return show(false);
    const query = new URLSearchParams({ q, lang: document.documentElement.lang });
    const response = await fetch(`/v1/places/suggest?${query}`).catch(() => null);
    if (!response?.ok || number !== asked || document.activeElement !== input) return;
    const found = await response.json();
    list.replaceChildren(...rows(found, list.id));
    show(list.childElementCount > 0);
    chosen = -1;
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PATIENCE_MS);
  });
  input.addEventListener("focus", () => list.childElementCount && input.value.trim() && show(true));
  input.addEventListener("blur", () => setTimeout(() => show(false), 150));
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) show(list.childElementCount > 0);
      const count = options().length;
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(chosen === -1 && step === -1 ? count - 1 : chosen + step === -1 ? -1 : chosen + step);
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      options()[chosen].click();
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      show(false);
    }
  });
}

function rows(found, listId) {
  const made = [
    ...found.regions.map((region) => row(`/?region=${region.id}#explore`, region.name, "", "pin")),
    ...found.themes.map((theme) => row(`/?theme=${theme.id}#explore`, theme.name, "", "theme")),
    ...found.places.map((place) => row(`/places/${encodeURIComponent(place.id)}`, place.name, place.name_ko === place.name ? "" : place.name_ko, "place")),
  ];
  made.forEach((element, number) => (element.firstChild.id = `${listId}-${number}`));
  return made;
}

function row(href, name, korean, kind) {
  const element = Object.assign(document.createElement("li"), { className: "suggestion" });
  element.dataset.kind = kind;
  element.setAttribute("role", "presentation");
  const link = Object.assign(document.createElement("a"), { href, tabIndex: -1 });
  link.setAttribute("role", "option");
  link.setAttribute("aria-selected", "false");
  link.dataset.testid = "search-suggestion";
  link.append(Object.assign(document.createElement("span"), { textContent: name }));
  if (korean) link.append(Object.assign(document.createElement("span"), { textContent: korean, lang: "ko", className: "suggestion-korean" }));
  link.addEventListener("mousedown", (event) => event.preventDefault());
  element.append(link);
  return element;
}
