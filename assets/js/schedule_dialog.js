// The dialog of an entry: opened, filled, checked while one types, and saved. What is typed stays, whatever others do meanwhile.

import { listed } from "ffff/schedule_hand";
import { tellHolds } from "ffff/schedule_live";
import { entryOf, isEditable, isOnlyRead, plan, post, refresh, remove, tell, word } from "ffff/schedule_page";
import { suggestPlaces } from "ffff/schedule_places";
import { previewer } from "ffff/schedule_preview";
import { clockOf, minuteOf } from "ffff/schedule_times";

const dialog = document.querySelector("[data-testid=schedule-dialog]");
const form = dialog.querySelector("form");
const fields = form.elements;
const error = dialog.querySelector("[data-form-error]");
const warnings = dialog.querySelector("[data-dialog-warnings]");
const TIMES = ["start_time", "end_time"];
const EDITED = ["place_id", "place_name", "date", ...TIMES, "note", "trip_id"];

let seen = null; // The fields as the server had them when the entry was last shown here; null for a new one.
const preview = previewer((found) => warnings.replaceChildren(...nextDay(), ...listed(found)));

// --- opening --------------------------------------------------------------------------------------------------------

/** Open the dialog for a new entry; times in minutes. */
export function newEntry({ date = plan().dataset.newDate, start = null, end = null, placeId = "", name = "", trip = plan().dataset.trip } = {}) {
  if (!isEditable()) return;
  open(null, { place_id: placeId, place_name: name, date, start_time: clockOf(start), end_time: clockOf(end), note: "", trip_id: trip });
  (name ? fields.start_time : fields.place_name).focus();
}

/** Open the dialog for an entry of the page. */
export function editEntry(element) {
  open(element.dataset, valuesOf(element.dataset));
  fields.place_name.focus();
}

function open(entry, values) {
  for (const name of EDITED) fields[name].value = values[name];
  fields.id.value = entry?.scheduleId ?? "";
  fields.version.value = entry?.version ?? "";
  seen = entry && { ...read(), version: entry.version };
  isNew(!entry);
  explain(null);
  warnings.replaceChildren();
  if (!dialog.open) dialog.showModal();
  if (entry) tellHolds(entry.scheduleId);
  check();
}

function isNew(yes) {
  form.action = yes ? "/schedule/entries" : `/schedule/entries/${fields.id.value}`;
  dialog.querySelector("[data-dialog-title]").textContent = word(yes ? "new" : "edit");
  dialog.querySelector("[data-testid=schedule-delete]").hidden = yes;
}

const valuesOf = ({ placeId, name, date, start, end, note, trip }) => ({ place_id: placeId, place_name: name, date, start_time: start, end_time: end, note: note ?? "", trip_id: trip });
const read = () => Object.fromEntries(EDITED.map((name) => [name, fields[name].value]));

dialog.addEventListener("close", () => {
  preview.stop();
  tellHolds(null);
});
dialog.addEventListener("click", (event) => {
  if (event.target === dialog || event.target.closest("[data-dialog-close]")) dialog.close();
});

// --- while one types ------------------------------------------------------------------------------------------------

suggestPlaces(fields.place_name, dialog.querySelector("[data-place-field]") ?? fields.place_name.parentElement, word("suggestions"), (id) => {
  fields.place_id.value = id;
  if (id) check();
});

form.addEventListener("input", check);

function check() {
  const values = read();
  if (!warnings.querySelector("[data-code]")) warnings.replaceChildren(...nextDay());
  if (canBe(values)) preview.about(fields.id.value ? { ...values, id: fields.id.value } : values);
  else preview.stop();
}

function canBe({ date, place_id: placeId, place_name: name, start_time: start, end_time: end }) {
  return fields.date.validity.valid && date && (placeId || name.trim()) && (!end || (start && start !== end));
}

function nextDay() {
  const [start, end] = TIMES.map((name) => minuteOf(fields[name].value));
  if (start === null || end === null || end >= start) return [];
  return [Object.assign(document.createElement("li"), { textContent: word("nextDay"), className: "note" })];
}

function explain(detail, field) {
  error.hidden = !detail;
  error.textContent = detail ?? "";
  for (const name of EDITED) fields[name].removeAttribute("aria-invalid");
  if (!fields[field]) return;
  fields[field].setAttribute("aria-invalid", "true");
  fields[field].focus();
}

// --- saving ---------------------------------------------------------------------------------------------------------

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (event.submitter?.matches("[data-testid=schedule-delete]")) return removeIt();
  form.toggleAttribute("inert", true);
  const answer = await post(form.getAttribute("action"), changed());
  form.toggleAttribute("inert", false);
  if (answer.code === "schedule_not_found") return removedByOthers();
  if (answer.failed) return explain(answer.detail, answer.field);
  dialog.close();
  tell(answer);
  await refresh();
  entryOf(answer.schedule.id)?.focus({ preventScroll: true });
});

// Only what was changed here, so that others keep what they have changed elsewhere; the place and the times each go as one.
function changed() {
  const values = read();
  if (!seen) return values;
  const differ = (...names) => names.some((name) => values[name] !== seen[name]);
  const names = EDITED.filter((name) => (name.startsWith("place_") ? differ("place_id", "place_name") : TIMES.includes(name) ? differ(...TIMES) : differ(name)));
  return { ...Object.fromEntries(names.map((name) => [name, values[name]])), version: seen.version };
}

async function removeIt() {
  dialog.close();
  await remove({ scheduleId: fields.id.value, version: fields.version.value, name: fields.place_name.value });
}

// --- what others do meanwhile -----------------------------------------------------------------------------------------

document.addEventListener("schedule-shown", async () => {
  offerTrips();
  if (!dialog.open || !seen) return;
  const id = fields.id.value;
  const element = entryOf(id);
  if (element) return take(element.dataset.version, valuesOf(element.dataset));
  const answer = await post(`/schedule/entries/${id}`, {});
  if (!dialog.open || fields.id.value !== id) return;
  if (answer.code === "schedule_not_found") removedByOthers();
  else if (answer.schedule) take(answer.schedule.version, answered(answer.schedule));
});

// The trips one is in may be others by now; the one that was chosen may be gone.
function offerTrips() {
  const choice = fields.trip_id;
  if (choice.localName !== "select") return;
  const chosen = choice.value;
  const trips = [...plan().querySelectorAll("[data-testid=trip-select] option")].filter(({ value }) => value && !isOnlyRead(value));
  choice.replaceChildren(choice.options[0], ...trips.map(({ text, value }) => new Option(text, value)));
  choice.value = trips.some(({ value }) => value === chosen) ? chosen : "";
}

const answered = (entry) => ({ ...entry, place_id: entry.place_id ?? "", place_name: entry.name, start_time: entry.start_time ?? "", end_time: entry.end_time ?? "", trip_id: entry.trip_id ?? "" });

// What one has not touched becomes as it is now; what one has, stays, and is compared when it is saved.
function take(version, values) {
  if (String(version) === String(fields.version.value)) return;
  const mine = read();
  for (const name of EDITED) {
    if (mine[name] !== seen[name]) continue;
    fields[name].value = values[name];
    seen[name] = fields[name].value;
  }
  fields.version.value = version;
  if (EDITED.every((name) => read()[name] === seen[name])) seen.version = version;
  explain(word("changed"));
  check();
}

function removedByOthers() {
  seen = null;
  fields.id.value = "";
  isNew(true);
  explain(word("gone"));
  tellHolds(null);
}
