// The box for a place in the dialog: it suggests places while one types, and keeps whatever name is typed instead.

import { asOption, combobox } from "ffff/suggest";

/** Let an input suggest places; `choose` gets the id of the chosen place, or "" once the text is a name of its own. */
export function suggestPlaces(input, frame, label, choose) {
  const rows = ({ places }) => places.map(row);
  const close = combobox(input, { id: `${input.id}-list`, frame, label, rows, className: "place-suggestions", typed: () => choose("") });

  function row({ id, name, name_ko: korean }) {
    const option = asOption(Object.assign(document.createElement("li"), { className: "suggestion" }), name, korean);
    option.dataset.placeId = id;
    option.addEventListener("click", () => {
      input.value = name;
      close();
      choose(id);
    });
    return option;
  }
}
