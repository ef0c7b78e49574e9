// The schedule as it stands on the page: read anew, changed, and told about.

import { toast } from "ffff/app";

export const plan = () => document.getElementById("schedule");
export const isEditable = () => plan().dataset.editable === "true";

export const isOnlyRead = (trip) => Boolean(trip) && plan().dataset.onlyRead.split(" ").includes(trip);

/** Tell whether an entry is not one of a trip that one may only read. */
export const mayChange = ({ dataset }) => isEditable() && !isOnlyRead(dataset.trip);

export const entryOf = (id) => plan().querySelector(`.entry[data-schedule-id="${CSS.escape(id)}"]`);

/** One of the sentences of ui/html/schedule/words.py, with its {braces} filled in. */
export function word(name, values = {}) {
  const sentence = plan().dataset[`word${name[0].toUpperCase()}${name.slice(1)}`] ?? "";
  return sentence.replace(/\{(\w+)\}/g, (brace, key) => values[key] ?? brace);
}

// --- reading --------------------------------------------------------------------------------------------------------

let asked = 0;
let shown = "";
let holding = 0;
let missed = false;
let reading = null;
let isStale = false;

/** Go to another address of the schedule; only a page with a map, or away from one, is loaded as a whole. */
export async function go(address) {
  const url = new URL(address, location.href);
  if (hasMap(url) !== hasMap(location)) return location.assign(url);
  history.pushState({}, "", url);
  if (!(await show(url))) location.assign(url);
}

const hasMap = (url) => new URLSearchParams(url.search).get("view") === "day";

addEventListener("popstate", () => (hasMap(location) === (plan().dataset.view === "day") ? show(location) : location.reload()));

/** Read again what is shown, and once more for what is told meanwhile; while something is held in the hand that waits. */
export async function refresh() {
  if (holding) missed = true;
  else if (reading) isStale = true;
  else {
    do {
      isStale = false;
      reading = show(location);
      await reading;
    } while (isStale);
    reading = null;
  }
  await reading;
}

/** Let the page stand still as long as something is moved over it. */
export function holdStill() {
  holding += 1;
}

export function letGo() {
  holding -= 1;
  if (holding || !missed) return;
  missed = false;
  refresh();
}

/** Show an address; tells whether there was an answer to show, or a later one is on its way. */
export async function show(url) {
  const number = ++asked;
  const query = new URLSearchParams(url.search);
  query.set("lang", document.documentElement.lang);
  const response = await fetch(`/fragments/schedule?${query}`, { headers: { Accept: "application/json" } }).catch(() => null);
  const text = await response?.text().catch(() => null);
  if (number !== asked) return true;
  if (text == null) return false;
  if (response.ok) put(text);
  else if (response.status === 401) location.assign(wayIn().href);
  else if (response.status === 404 && query.has("trip")) location.assign(`/schedule?view=${plan().dataset.view}&date=${plan().dataset.date}`);
  return true;
}

function put(text) {
  if (text === shown) return;
  shown = text;
  const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("schedule");
  const putBack = [focus(), ...scrolls(), ...opened()];
  plan().replaceWith(fresh);
  const { view } = fresh.dataset;
  const planner = fresh.closest(".planner");
  for (const other of ["month", "week", "day"]) planner.classList.toggle(`of-${other}`, other === view);
  document.title = [fresh.querySelector("h1")?.textContent, ...document.title.split(" · ").slice(1)].join(" · ");
  for (const again of putBack) again();
  document.dispatchEvent(new CustomEvent("schedule-shown"));
}

function focus() {
  const active = document.activeElement;
  const selector = plan().contains(active) && sign(active);
  return () => selector && plan().querySelector(selector)?.focus({ preventScroll: true });
}

// What the focused element will be known by when it has been drawn anew.
function sign(element) {
  if (element.id) return `#${CSS.escape(element.id)}`;
  const known = ["scheduleId", "step", "testid"].find((name) => element.dataset[name]);
  return known ? `[data-${known === "scheduleId" ? "schedule-id" : known}="${element.dataset[known]}"]` : null;
}

function scrolls() {
  return [".grid-scroll", ".likes-strip ul"].map((selector) => {
    const { scrollTop, scrollLeft } = plan().querySelector(selector) ?? {};
    return () => scrollTop !== undefined && plan().querySelector(selector)?.scrollTo({ top: scrollTop, left: scrollLeft, behavior: "instant" });
  });
}

function opened() {
  const ids = [...plan().querySelectorAll("[popover]:popover-open, details[open]")].map((element) => element.id).filter(Boolean);
  return ids.map((id) => () => {
    const again = document.getElementById(id);
    if (again?.localName === "details") again.open = true;
    else again?.showPopover?.();
  });
}

// --- changing -------------------------------------------------------------------------------------------------------

/** Post as our forms do; a failure comes as `failed` with its sentence and the field at fault. */
export async function post(address, fields) {
  const response = await fetch(address, { method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(fields) }).catch(() => null);
  const answer = await response?.json().catch(() => null);
  if (response?.ok && answer) return answer;
  return { failed: true, status: response?.status, code: answer?.code, field: answer?.field, detail: answer?.detail ?? word("failed") };
}

/** Change something and show what has become of it; `said` is a sentence for when it has gone well, with a way back. */
export async function change(address, fields, said) {
  document.getElementById("toasts").replaceChildren();
  const answer = await post(address, fields);
  if (answer.failed) explain(answer);
  else tell(answer, said);
  await refresh();
  return answer;
}

export function explain({ status, detail }) {
  toast(detail, status === 401 ? wayIn() : undefined);
}

/** Tell what somebody else had set, with the button that puts it back; else what is to be said. */
export function tell({ overwritten, notice }, said) {
  if (overwritten) toast(overwritten.sentence, { text: word("theirs"), work: () => change(overwritten.address, overwritten.fields) });
  else if (said) toast(said, { text: word("undo"), work: undo });
  else if (notice) toast(notice);
}

export const undo = () => change("/schedule/undo", {});
export const redo = () => change("/schedule/redo", {});

export function remove(entry) {
  const { scheduleId, version, name } = entry;
  return change(`/schedule/entries/${scheduleId}/remove`, { version }, word("removed", { name }));
}

function wayIn() {
  return { text: word("signIn"), href: `/login?next=${encodeURIComponent(location.pathname + location.search)}` };
}
