// The time grid: it opens at the morning, its now-line moves, and map apps are tried before their web pages on a phone.

const A_MINUTE_MS = 60_000;
let opened = null;

function openAtMorning() {
  const scroll = document.querySelector(".grid-scroll");
  if (!scroll || scroll === opened) return;
  opened = scroll;
  if (scroll.scrollTop > 0) return;
  const first = scroll.querySelector(".first-seen");
  scroll.scrollTop = first.offsetTop;
  const today = scroll.querySelector(".grid-column.is-today");
  if (today && scroll.scrollWidth > scroll.clientWidth) scroll.scrollLeft = today.offsetLeft - scroll.querySelector(".grid-hours").offsetWidth;
}

// Seoul's clock, wherever the browser is.
function minuteInSeoul() {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: "Asia/Seoul", hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).formatToParts(new Date());
  const value = (type) => Number(parts.find((part) => part.type === type).value);
  return [value("hour"), value("minute")];
}

function moveNow() {
  const line = document.querySelector("[data-now]");
  if (!line) return;
  const [hour, minute] = minuteInSeoul();
  line.style.setProperty("--at", hour * 60 + minute);
  line.firstElementChild.textContent = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

// A menu closes like any other: by a click beside it or Escape.
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details[data-menu][open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details[data-menu][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

openAtMorning();
setInterval(moveNow, A_MINUTE_MS);
const plan = document.querySelector(".planner-plan");
if (plan) new MutationObserver(openAtMorning).observe(plan, { childList: true });
