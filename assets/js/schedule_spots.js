// Which spot of the schedule lies under the pointer. Measured once, and again when something has scrolled: never while moving.

import { plan } from "ffff/schedule_page";
import { DAY, STEP, snapped } from "ffff/schedule_times";

export function measured() {
  const scroller = plan().querySelector(".grid-scroll");
  const body = plan().querySelector(".grid-body");
  return {
    window: scroller?.getBoundingClientRect(),
    head: body ? Math.max(body.getBoundingClientRect().top, bottomOf(plan().querySelector(".grid-head"))) : 0,
    page: plan().querySelector(".time-grid, [data-testid=month-calendar]").getBoundingClientRect(),
    shelves: places(".shelf").map((place) => ({ ...place, pieces: [...place.element.querySelectorAll("[data-schedule-id]")].map((piece) => [piece.dataset.scheduleId, piece.getBoundingClientRect()]) })),
    columns: places(".grid-column").map((place) => ({ ...place, minute: place.rect.height / DAY })),
    cells: places("[data-testid=day-cell]"),
  };
}

const bottomOf = (element) => (element && getComputedStyle(element).position === "sticky" ? element.getBoundingClientRect().bottom : -Infinity);
const places = (selector) => [...plan().querySelectorAll(selector)].map((element) => ({ element, day: element.dataset.day, rect: element.getBoundingClientRect() }));
const holds = ({ rect }, x, y) => x >= rect.left && x < rect.right && y >= rect.top && y < rect.bottom;
const isSeen = ({ window, head }, y) => y >= Math.max(window.top, head) && y < window.bottom;

/** The minute of a column that lies at this height, not snapped. */
export const minuteAt = (column, y) => (y - column.rect.top) / column.minute;

export function columnAt(map, x, y) {
  return map.window && isSeen(map, y) ? map.columns.find((column) => holds(column, x, y)) : undefined;
}

/** The spot for an entry whose top is `grip` minutes above the pointer; null where it cannot be put down. */
export function spotAt(map, x, y, entry, grip) {
  const shelf = map.shelves.find((one) => holds(one, x, y));
  if (shelf) return { kind: "shelf", element: shelf.element, day: shelf.day, start: null, end: null, index: indexOn(shelf, x, y, entry) };
  const column = columnAt(map, x, y);
  if (column) {
    const start = Math.min(Math.max(snapped(minuteAt(column, y) - grip), 0), DAY - STEP);
    const end = entry.end === null && entry.id ? null : start + entry.length;
    return { kind: "grid", element: column.element, day: column.day, start, end };
  }
  const cell = map.cells.find((one) => holds(one, x, y));
  return cell ? { kind: "cell", element: cell.element, day: cell.day, start: entry.start, end: entry.end } : null;
}

/** The spot of an entry of which one edge is at this height. */
export function stretched(map, column, y, entry, edge) {
  const minute = snapped(minuteAt(column, y));
  const until = entry.start + entry.length;
  const [start, end] = edge === "start" ? [Math.min(Math.max(minute, 0), until - STEP), until] : [entry.start, Math.min(Math.max(minute, entry.start + STEP), DAY)];
  return { kind: "grid", element: column.element, day: entry.date, start, end };
}

function indexOn({ pieces }, x, y, entry) {
  const others = pieces.filter(([id]) => id !== entry.id).map(([, rect]) => rect);
  const inRows = others.length > 1 && others[0].top === others[1].top;
  const after = others.findIndex((rect) => y < rect.top || (inRows ? y < rect.bottom && x < rect.left + rect.width / 2 : y < rect.top + rect.height / 2));
  return after < 0 ? others.length : after;
}
