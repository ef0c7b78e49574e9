// The page of the schedule: links and forms work in place, keys move and change, everything else stands in modules of its own.

import { editEntry, newEntry } from "ffff/schedule_dialog";
import "ffff/schedule_drag";
import { lettersWork } from "ffff/schedule_letters";
import { isLifted } from "ffff/schedule_lift";
import "ffff/schedule_live";
import { propose } from "ffff/schedule_optimise";
import { change, entryOf, go, isEditable, mayChange, plan, redo, remove, undo, word } from "ffff/schedule_page";
import { dayAfter } from "ffff/schedule_times";

const planner = document.querySelector(".planner");

// --- links ----------------------------------------------------------------------------------------------------------

document.addEventListener("click", (event) => {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  const link = event.target.closest("a[href]");
  if (!link || link.origin !== location.origin) return;
  const work = planner.contains(link) || link.matches(".fab") ? workOf(link) : null;
  if (!work) return;
  event.preventDefault();
  work();
});

function workOf(link) {
  const { scheduleId, continues } = link.dataset;
  const entry = scheduleId ? link : continues && entryOf(continues);
  if (entry) return mayChange(entry) ? () => editEntry(entry) : null;
  const url = new URL(link.href);
  // It stays when the schedule is drawn anew, so its address may be of days that are no longer shown.
  if (link.matches(".fab") && isEditable()) return newEntry;
  if (url.pathname === "/schedule/entries/new" && isEditable()) return () => newEntry(wished(url.searchParams, link));
  return url.pathname === "/schedule" && !url.hash && !link.hasAttribute("download") ? () => go(url) : null;
}

function wished(query, { dataset }) {
  return { date: query.get("date") ?? undefined, placeId: query.get("place") ?? "", name: dataset.name ?? "", trip: query.get("trip") ?? undefined };
}

// A click beside everything on a day of the month opens that day.
planner.addEventListener("click", (event) => {
  const cell = event.target.closest("[data-testid=day-cell]");
  if (cell && !event.defaultPrevented && !event.target.closest("a, button, .entry")) openDay(cell);
});

const openDay = (cell) => cell.querySelector("a[data-open-day]")?.click();

// --- forms ----------------------------------------------------------------------------------------------------------

planner.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.closest("dialog")) return;
  const work = form.method === "get" ? () => go(`${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`) : postOf(form);
  if (!work) return;
  event.preventDefault();
  work();
});

function postOf(form) {
  const address = form.getAttribute("action");
  if (address === "/schedule/optimise") return () => propose(form);
  if (address === "/schedule/undo") return undo;
  if (address === "/schedule/redo") return redo;
  return address === "/schedule/fix" ? () => change(address, new FormData(form), word("saved")) : null;
}

// --- keys -----------------------------------------------------------------------------------------------------------

const KEYS = {
  n: () => newEntry({ date: dayOf(document.activeElement) }),
  t: () => plan().querySelector("[data-today-link]")?.click(),
  m: () => view("month"),
  w: () => view("week"),
  d: () => view("day"),
};

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || isLifted() || document.querySelector("dialog[open]") || isTyping(event.target)) return;
  const work = workOfKey(event);
  if (!work) return;
  event.preventDefault();
  work();
});

const isTyping = (element) => element.closest?.("input, textarea, select, [contenteditable]");

function workOfKey({ key, ctrlKey, metaKey, altKey, shiftKey, target }) {
  if (altKey) return null;
  if (ctrlKey || metaKey) {
    if (key.toLowerCase() === "z") return shiftKey ? redo : undo;
    return key.toLowerCase() === "y" ? redo : null;
  }
  const entry = target.closest?.(".entry[data-schedule-id]");
  if (entry && (key === "Delete" || key === "Backspace")) return mayChange(entry) ? () => removeFocused(entry) : null;
  const cell = target.matches?.("[data-testid=day-cell]") ? target : null;
  if (cell && key === "Enter") return () => openDay(cell);
  const day = cell && dayByKey(cell.dataset.date, key);
  if (day) return () => focusDay(day);
  return lettersWork() ? (KEYS[key] ?? null) : null;
}

const view = (name) => plan().querySelector(`[data-testid=view-${name}]`)?.click();
const dayOf = (element) => element.closest?.("[data-day], [data-date]")?.dataset.day ?? element.closest?.("[data-date]")?.dataset.date;

async function removeFocused(entry) {
  const all = [...plan().querySelectorAll(".entry[data-schedule-id]")];
  const next = all[all.indexOf(entry) + 1] ?? all[all.indexOf(entry) - 1];
  await remove(entry.dataset);
  if (next) entryOf(next.dataset.scheduleId)?.focus();
}

// --- the head of the hours --------------------------------------------------------------------------------------------

// Only the page knows how high it is: it grows with trips, holidays and what has no time.
const heights = new ResizeObserver(([{ target }]) => target.closest(".time-grid")?.style.setProperty("--head", `${target.offsetHeight}px`));

function measureHead() {
  heights.disconnect();
  const head = plan().querySelector(".grid-head");
  if (head) heights.observe(head);
}

document.addEventListener("schedule-shown", measureHead);
measureHead();

// --- moving in the month ----------------------------------------------------------------------------------------------

function dayByKey(day, key) {
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  if (steps[key]) return dayAfter(day, steps[key]);
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  if (key === "Home") return dayAfter(day, -weekday);
  if (key === "End") return dayAfter(day, 6 - weekday);
  return key === "PageUp" || key === "PageDown" ? dayAfter(day, key === "PageUp" ? -28 : 28) : null;
}

async function focusDay(day) {
  const cell = () => plan().querySelector(`[data-testid=day-cell][data-date="${day}"]`);
  if (!cell()) {
    const url = new URL(location);
    url.searchParams.set("view", "month");
    url.searchParams.set("date", day);
    await go(url);
  }
  for (const other of plan().querySelectorAll("[data-testid=day-cell][tabindex='0']")) other.tabIndex = -1;
  if (!cell()) return;
  cell().tabIndex = 0;
  cell().focus();
}
