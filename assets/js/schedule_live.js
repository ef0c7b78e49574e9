// What others do: their changes are read again, and who is here is shown with what each of them holds.

import { plan, refresh, word } from "ffff/schedule_page";

const PATIENCE_MS = 60;
let timer = null;
let people = [];
let held = null;

addEventListener("schedule-changed", () => {
  clearTimeout(timer);
  timer = setTimeout(refresh, PATIENCE_MS);
});

addEventListener("schedule-presence", ({ detail }) => {
  people = detail;
  showPeople();
});

document.addEventListener("schedule-shown", showPeople);

/** Let others see which entry is being moved or edited here; null for none. */
export function tellHolds(id) {
  if (id === held) return;
  held = id;
  if (window.did_handshake) window.emitEvent("schedule-holds", id);
}

function showPeople() {
  const place = plan().querySelector("[data-presence]");
  const names = people.map(({ name }) => name).join("\n");
  if (place && place.dataset.names !== names) {
    place.dataset.names = names;
    place.replaceChildren(...people.map(chip));
  }
  for (const entry of plan().querySelectorAll("[data-held]")) {
    delete entry.dataset.held;
    delete entry.dataset.heldBy;
  }
  for (const { name, colour, holds } of people) for (const id of holds) mark(id, name, colour);
}

function mark(id, name, colour) {
  for (const entry of plan().querySelectorAll(`[data-schedule-id="${CSS.escape(id)}"]`)) {
    entry.dataset.held = colour;
    entry.dataset.heldBy = name;
  }
}

function chip({ name, colour }) {
  const chip = Object.assign(document.createElement("span"), { className: "guest", title: word("here", { name }) });
  chip.dataset.guest = colour;
  chip.dataset.testid = "guest";
  const initial = Object.assign(document.createElement("span"), { textContent: [...name][0]?.toUpperCase() ?? "", className: "guest-initial" });
  initial.setAttribute("aria-hidden", "true");
  chip.append(initial, Object.assign(document.createElement("span"), { textContent: name, className: "guest-name" }));
  return chip;
}
