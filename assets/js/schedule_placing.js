// Where an entry goes: at once on the page, then on the server, and back where that fails.

import { change, entryOf, plan, word } from "ffff/schedule_page";
import { clockOf, dayInWords, endOf, minuteOf } from "ffff/schedule_times";

const APART = 1000;
const MOST = 1_000_000;

/** What is known of an entry that is moved: its own fields, and how long it lasts on the page. */
export function entryAt(element) {
  const { scheduleId, date, start, end, version, position, name, placeId, stay, theme } = element.dataset;
  const from = minuteOf(start);
  const until = endOf(from, end);
  const drawn = Number(element.style.getPropertyValue("--end")) - Number(element.style.getPropertyValue("--start"));
  const length = until !== null ? until - from : drawn > 0 ? drawn : Number(stay) || 60;
  return { id: scheduleId, date, start: from, end: until, version, position: Number(position), name, placeId, theme, length, element };
}

/** Say a spot in words: the day, and the times where it has some. */
export function inWords({ day, start, end }) {
  const words = { day: dayInWords(day), start: clockOf(start), end: clockOf(end ?? start) };
  return start === null ? word("noTime", words) : word(end === null ? "from" : "at", words);
}

/** What is posted for an entry at a spot; day and times always go together, so that two people's are never mixed. */
export function fieldsAt(entry, { day, start, end, position }) {
  const fields = { date: day, start_time: clockOf(start), end_time: clockOf(end) };
  const kept = position ?? (day === entry.date ? entry.position : null);
  if (kept !== null && Number.isFinite(kept)) fields.position = kept;
  return fields;
}

/** Let an entry, or a liked place, be at a spot. */
export async function settle(entry, spot) {
  const { position, renumbered } = spot.kind === "shelf" && entry.id ? placeInOrder(spot, entry) : {};
  const fields = fieldsAt(entry, { ...spot, position });
  if (!entry.id) return change("/schedule/entries", { ...fields, place_id: entry.placeId, trip_id: plan().dataset.trip });
  const putBack = putAt(entry, spot);
  const answer = renumbered
    ? await change("/schedule/fix", { changes: JSON.stringify(renumbered) })
    : await change(`/schedule/entries/${entry.id}`, { ...fields, version: entry.version });
  if (answer.failed) putBack();
  return answer;
}

// The server draws it for good; until then it stands where it was put.
function putAt(entry, { day, start, end }) {
  const element = entryOf(entry.id);
  const target = container(day, start);
  if (!element || !target) return () => {};
  const { parentElement: parent, nextSibling: next } = element;
  const style = element.getAttribute("style") ?? "";
  if (start !== null) {
    element.style.setProperty("--start", start);
    element.style.setProperty("--end", Math.min(end ?? start + entry.length, 1440));
    element.style.removeProperty("--lanes");
    element.classList.toggle("block", target.matches(".grid-column"));
  }
  if (target !== parent) target.append(element);
  element.classList.add("settling");
  return () => {
    if (!element.isConnected || !parent.isConnected) return;
    element.setAttribute("style", style);
    parent.insertBefore(element, next?.parentNode === parent ? next : null);
    element.classList.remove("settling");
  };
}

export function container(day, start) {
  const all = [...plan().querySelectorAll(`[data-day="${day}"]`)];
  const cell = all.find((one) => one.matches("[data-testid=day-cell]"));
  return cell ?? all.find((one) => one.matches(start === null ? ".shelf" : ".grid-column"));
}

// The place in the order of a shelf before its piece number `index`: a position, or all positions anew where there is no room.
function placeInOrder({ element, index, day }, entry) {
  const pieces = [...element.querySelectorAll("[data-schedule-id]")].filter((piece) => piece.dataset.scheduleId !== entry.id);
  const [before, after] = [pieces[index - 1], pieces[index]].map((piece) => piece && Number(piece.dataset.position));
  if (after === undefined) return { position: before === undefined ? null : Math.min(before + APART, MOST) };
  const position = Math.floor(((before ?? 0) + after) / 2);
  if (position > (before ?? -1) && position < after) return { position };
  const order = [...pieces.slice(0, index), entry.element, ...pieces.slice(index)];
  return { renumbered: order.map(({ dataset }, number) => ({ id: dataset.scheduleId, date: day, start: null, end: null, position: (number + 1) * APART })) };
}
