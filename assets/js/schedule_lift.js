// Drag and drop by keyboard: Space picks an entry up, arrows move it, with Shift they change its length, Enter puts it down.

import { say, sayProblems, taken } from "ffff/schedule_hand";
import { tellHolds } from "ffff/schedule_live";
import { entryOf, holdStill, letGo, mayChange, plan, show, word } from "ffff/schedule_page";
import { container, entryAt, fieldsAt, inWords, settle } from "ffff/schedule_placing";
import { previewer } from "ffff/schedule_preview";
import { DAY, STEP, dayAfter } from "ffff/schedule_times";

const MORNING = 9 * 60;
let lifted = null;

export const isLifted = () => lifted !== null;

document.addEventListener(
  "keydown",
  (event) => {
    if (lifted) return lifted.key(event);
    const element = event.target.closest?.(".entry[data-schedule-id]");
    const picks = event.key === " " || (event.key === "Enter" && (event.ctrlKey || event.metaKey));
    if (!element || !picks || !mayChange(element)) return;
    event.preventDefault();
    event.stopPropagation();
    lifted = new Lift(element);
  },
  true,
);

document.addEventListener("pointerdown", () => lifted?.cancel(), true);

// What the keys do is said with every entry that one comes to.
const keys = Object.assign(document.createElement("div"), { id: "schedule-keys", hidden: true, textContent: word("keys") });
document.body.append(keys);
document.addEventListener("focusin", ({ target }) => {
  if (target.matches?.(".entry[data-schedule-id]") && mayChange(target)) target.setAttribute("aria-describedby", keys.id);
});

class Lift {
  constructor(element) {
    this.entry = entryAt(element);
    const { date: day, start, end } = this.entry;
    this.spot = { day, start, end };
    this.hand = taken(this.entry, { follows: false });
    this.preview = previewer((warnings) => sayProblems(warnings));
    holdStill();
    tellHolds(this.entry.id);
    say(word("picked", { name: this.entry.name, when: inWords(this.spot) }));
  }

  key(event) {
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter" || event.key === " ") return this.drop();
    if (event.key === "Escape" || event.key === "Tab") return this.cancel();
    const spot = event.shiftKey ? this.stretched(event.key) : this.moved(event.key);
    if (spot) this.to(spot);
  }

  moved(key) {
    const { day, start, end } = this.spot;
    const isMonth = plan().dataset.view === "month";
    if (key === "ArrowLeft" || key === "ArrowRight") return { day: dayAfter(day, key === "ArrowLeft" ? -1 : 1), start, end };
    if (key === "s" || key === "S") return start === null ? this.at(MORNING) : { day, start: null, end: null };
    if (key !== "ArrowUp" && key !== "ArrowDown") return null;
    const by = key === "ArrowUp" ? -1 : 1;
    if (isMonth) return { day: dayAfter(day, by * 7), start, end };
    if (start === null) return by > 0 ? this.at(MORNING) : null;
    return start + by * STEP < 0 ? { day, start: null, end: null } : this.at(Math.min(start + by * STEP, DAY - STEP));
  }

  at(start) {
    const { day, end, start: before } = this.spot;
    return { day, start, end: before !== null && end !== null ? end - before + start : this.entry.end === null ? null : start + this.entry.length };
  }

  stretched(key) {
    const { day, start, end } = this.spot;
    if (start === null || (key !== "ArrowUp" && key !== "ArrowDown")) return null;
    const until = (end ?? start + this.entry.length) + (key === "ArrowUp" ? -STEP : STEP);
    return { day, start, end: Math.min(Math.max(until, start + STEP), start + DAY - STEP) };
  }

  async to(spot) {
    this.spot = spot;
    say(inWords(spot));
    this.preview.about({ ...fieldsAt(this.entry, spot), id: this.entry.id });
    if (!container(spot.day, spot.start)) await this.turnTo(spot.day);
    if (lifted !== this) return;
    const element = container(this.spot.day, this.spot.start);
    const kind = element?.matches(".grid-column") ? "grid" : element?.matches(".shelf") ? "shelf" : "cell";
    this.hand.over(element ? { ...this.spot, kind, element } : null);
    element?.querySelector(".drop-mark")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  async turnTo(day) {
    const url = new URL(location);
    url.searchParams.set("view", plan().dataset.view);
    url.searchParams.set("date", day);
    history.pushState({}, "", url);
    await show(url);
  }

  async drop() {
    const { entry, spot } = this;
    this.leave();
    const before = { day: entry.date, start: entry.start, end: entry.end };
    say(word("dropped", { name: entry.name, when: inWords(spot) }));
    letGo();
    if (JSON.stringify(before) !== JSON.stringify(spot)) await settle(entry, spot);
    entryOf(entry.id)?.focus();
  }

  async cancel() {
    this.leave();
    say(word("putBack", { name: this.entry.name }));
    letGo();
    if (!entryOf(this.entry.id)) await this.turnTo(this.entry.date);
    entryOf(this.entry.id)?.focus();
  }

  leave() {
    lifted = null;
    this.preview.stop();
    this.hand.drop();
    tellHolds(null);
  }
}
