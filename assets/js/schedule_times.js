// Days and minutes of Seoul's clock as texts and numbers. A day is a text like 2026-12-01, never a moment.

export const DAY = 1440;
export const STEP = 15;

const words = document.documentElement.lang;
const longDay = new Intl.DateTimeFormat(words, { weekday: "long", month: "long", day: "numeric", timeZone: "UTC" });

export const minuteOf = (clock) => (clock ? Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)) : null);

export function clockOf(minute) {
  if (minute === null) return "";
  const within = ((minute % DAY) + DAY) % DAY;
  return `${String(Math.floor(within / 60)).padStart(2, "0")}:${String(within % 60).padStart(2, "0")}`;
}

/** The end of a span in minutes: at or before its start it is on the following day. */
export function endOf(start, end) {
  const minute = minuteOf(end);
  return minute === null || start === null || minute > start ? minute : minute + DAY;
}

export const snapped = (minute) => Math.round(minute / STEP) * STEP;

export function dayAfter(day, days) {
  const moment = new Date(`${day}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return moment.toISOString().slice(0, 10);
}

export const dayInWords = (day) => longDay.format(new Date(`${day}T00:00:00Z`));
