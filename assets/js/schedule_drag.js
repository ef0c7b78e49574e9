// Drag and drop by mouse and finger: entries and likes to a time, a day or a shelf; edges to another length; free time to a new entry.

import { newEntry } from "ffff/schedule_dialog";
import { taken } from "ffff/schedule_hand";
import { tellHolds } from "ffff/schedule_live";
import { holdStill, isEditable, letGo, mayChange, plan, show } from "ffff/schedule_page";
import { entryAt, settle } from "ffff/schedule_placing";
import { columnAt, measured, minuteAt, spotAt, stretched } from "ffff/schedule_spots";
import { DAY, STEP } from "ffff/schedule_times";

const LONG_PRESS_MS = 350;
const MOUSE_SLACK = 4;
const FINGER_SLACK = 10;
const EDGE = 44;
const SIDE = 18;
const TURN_MS = 650;
const WAIT_MS = 250;

let press = null;
let drag = null;
const planner = document.querySelector(".planner");

planner.addEventListener("pointerdown", (event) => {
  if (event.button || !event.isPrimary || !isEditable() || drag) return;
  const grabbed = grabbedBy(event.target);
  if (!grabbed) return;
  press = { ...grabbed, id: event.pointerId, target: event.target, x: event.clientX, y: event.clientY, type: event.pointerType };
  if (event.pointerType === "mouse") event.preventDefault();
  else press.timer = setTimeout(() => begin(press.x, press.y), LONG_PRESS_MS);
});

function grabbedBy(target) {
  const resize = target.closest(".resize");
  const element = target.closest(".entry[data-schedule-id], .like-chip[data-place-id]");
  if (element && !mayChange(element)) return null;
  if (resize) return { kind: "stretch", element, edge: resize.dataset.edge };
  if (element) return { kind: "move", element };
  const column = target.closest(".grid-column");
  return column && !target.closest("a, button, .entry") ? { kind: "span", column } : null;
}

addEventListener("pointermove", (event) => {
  if (drag) return event.pointerId === drag.id && drag.to(event.clientX, event.clientY);
  if (!press || event.pointerId !== press.id) return;
  const far = Math.hypot(event.clientX - press.x, event.clientY - press.y);
  if (press.type === "mouse" && far > MOUSE_SLACK) begin(event.clientX, event.clientY);
  else if (press.type !== "mouse" && far > FINGER_SLACK) forget();
});

addEventListener("pointerup", (event) => {
  if (drag && event.pointerId === drag.id) drag.end(true);
  forget();
});
addEventListener("pointercancel", (event) => {
  if (drag && event.pointerId === drag.id) drag.end(false);
  forget();
});
addEventListener("blur", () => drag?.end(false));
addEventListener("keydown", (event) => {
  if (!drag || event.key !== "Escape") return;
  event.preventDefault();
  drag.end(false);
});

// A finger that has pressed long enough moves the entry, not the page.
planner.addEventListener("touchmove", (event) => drag && event.preventDefault(), { passive: false });
planner.addEventListener("contextmenu", (event) => (drag || press?.timer) && event.preventDefault());

function forget() {
  clearTimeout(press?.timer);
  press = null;
}

function begin(x, y) {
  const pressed = press;
  clearTimeout(pressed.timer);
  getSelection()?.removeAllRanges();
  pressed.target.addEventListener("touchmove", (event) => event.preventDefault(), { passive: false });
  if (pressed.type !== "mouse") navigator.vibrate?.(15);
  drag = new Drag(pressed);
  drag.to(x, y);
}

// --- one drag -----------------------------------------------------------------------------------------------------------

class Drag {
  constructor(pressed) {
    this.id = pressed.id;
    this.pressed = pressed;
    this.map = measured();
    this.entry = pressed.kind === "span" ? spanFrom(this.map, pressed) : entryAt(pressed.element);
    this.grip = this.gripOf(pressed);
    this.spot = null;
    this.hand = taken(this.entry);
    this.hand.hold(pressed.id);
    this.moved = () => (this.isStale = true);
    document.addEventListener("scroll", this.moved, { capture: true, passive: true });
    holdStill();
    if (this.entry.id) tellHolds(this.entry.id);
  }

  // How many minutes below the top of a block it was taken.
  gripOf({ kind, element, x, y }) {
    const column = kind === "move" && element.closest(".grid-column") && columnAt(this.map, x, y);
    return column ? minuteAt(column, y) - this.entry.start : 0;
  }

  to(x, y) {
    this.x = x;
    this.y = y;
    this.frame ??= requestAnimationFrame(() => this.draw());
  }

  draw() {
    this.frame = null;
    if (this.hasEnded) return;
    if (this.isStale) {
      this.map = measured();
      this.isStale = false;
    }
    this.hand.follow(this.x, this.y);
    const spot = this.under();
    if (!same(spot, this.spot)) {
      this.spot = spot;
      this.hand.over(spot);
    }
    if (this.scroll()) this.frame = requestAnimationFrame(() => this.draw());
    this.turn();
  }

  under() {
    const { pressed, map, x, y } = this;
    if (pressed.kind === "move") return spotAt(map, x, y, this.entry, this.grip);
    const column = map.columns.find(({ day }) => day === this.entry.date);
    if (!column) return null;
    if (pressed.kind === "stretch") return stretched(map, column, y, this.entry, pressed.edge);
    const [one, other] = [this.entry.start, Math.min(Math.max(Math.floor(minuteAt(column, y) / STEP) * STEP, 0), DAY - STEP)];
    return { kind: "grid", element: column.element, day: column.day, start: Math.min(one, other), end: Math.max(one, other) + STEP };
  }

  // Kept near its upper or lower edge the grid, or else the page, moves along.
  scroll() {
    const { window: box, head } = this.map;
    const scroller = box && this.y < box.bottom + EDGE ? plan().querySelector(".grid-scroll") : document.scrollingElement;
    const [top, bottom] = box ? [Math.max(box.top, head, 0), Math.min(box.bottom, innerHeight)] : [0, innerHeight];
    const by = this.y > bottom - EDGE ? this.y - bottom + EDGE : this.spot?.kind !== "shelf" && this.y < top + EDGE && this.y > top - EDGE ? this.y - top - EDGE : 0;
    if (!by || !scroller) return (this.nearEdge = null);
    this.nearEdge ??= performance.now();
    if (performance.now() - this.nearEdge < WAIT_MS) return true;
    const before = scroller.scrollTop;
    scroller.scrollTop += Math.max(-14, Math.min(14, by / 3));
    return scroller.scrollTop !== before;
  }

  // Kept at the left or right edge of the view, its further days come into sight, then the page turns to the time before or after.
  turn() {
    const step = this.pressed.kind === "move" ? this.sideways() : 0;
    if (step === this.turning) return;
    clearTimeout(this.timer);
    this.turning = step;
    if (step) this.timer = setTimeout(() => this.turnTo(step), this.hasTurned ? 2 * TURN_MS : TURN_MS);
  }

  sideways() {
    const { left, right, top, bottom } = this.map.page;
    if (this.y < top || this.y > bottom) return 0;
    const [first, last] = [Math.max(left, 0), Math.min(right, innerWidth)];
    if (Math.abs(this.x - first) < SIDE) return -1;
    return Math.abs(this.x - last) < SIDE ? 1 : 0;
  }

  async turnTo(step) {
    if (this.hasEnded) return;
    if (!this.slide(step)) await this.leaf(step);
    if (this.hasEnded) return;
    this.isStale = true;
    this.spot = undefined;
    this.turning = 0;
    this.hasTurned = true;
    this.to(this.x, this.y);
  }

  slide(step) {
    const scroller = plan().querySelector(".grid-scroll");
    const before = scroller?.scrollLeft;
    scroller?.scrollBy({ left: step * this.map.columns[0].rect.width, behavior: "instant" });
    return scroller?.scrollLeft !== before;
  }

  async leaf(step) {
    const link = plan().querySelector(`a[data-step="${step}"]`);
    if (!link) return;
    history.pushState({}, "", link.href);
    await show(new URL(link.href));
  }

  end(isDropped) {
    this.hasEnded = true;
    drag = null;
    clearTimeout(this.timer);
    cancelAnimationFrame(this.frame);
    document.removeEventListener("scroll", this.moved, { capture: true });
    swallowClick();
    const spot = isDropped && this.frame ? this.under() : this.spot;
    this.hand.drop();
    tellHolds(null);
    if (isDropped && spot) this.put(spot);
    else letGo();
  }

  async put(spot) {
    letGo();
    if (this.pressed.kind === "span") newEntry({ date: spot.day, start: spot.start, end: spot.end });
    else if (!isWhereItWas(this.entry, spot)) await settle(this.entry, spot);
  }
}

function spanFrom(map, { column, x, y }) {
  const found = columnAt(map, x, y) ?? map.columns.find(({ element }) => element === column);
  const start = Math.floor(minuteAt(found, y) / STEP) * STEP;
  return { date: found.day, start, end: start + STEP, length: STEP };
}

const same = (one, other) =>
  one === other || (one && other && one.element === other.element && one.start === other.start && one.end === other.end && one.index === other.index);

function isWhereItWas(entry, { kind, day, start, end }) {
  return Boolean(entry.id) && kind !== "shelf" && day === entry.date && start === entry.start && end === entry.end;
}

// The click that follows a drag is none.
function swallowClick() {
  const swallow = (event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => removeEventListener("click", swallow, { capture: true }), 50);
}

// A click into free time makes an entry of an hour.
planner.addEventListener("click", (event) => {
  const grabbed = isEditable() && grabbedBy(event.target);
  if (!grabbed || grabbed.kind !== "span") return;
  const { date, start } = spanFrom(measured(), { ...grabbed, x: event.clientX, y: event.clientY });
  newEntry({ date, start, end: Math.min(start + 60, DAY) });
});
