// The time grid opens at the morning, and its now-line moves.

const A_MINUTE_MS = 60_000;
let opened = null;

function openAtMorning() {
  const scroll = document.querySelector(".grid-scroll");
  if (!scroll || scroll === opened) return;
  opened = scroll;
  if (scroll.scrollTop === 0) scroll.scrollTop = scroll.querySelector(".first-seen").offsetTop;
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
  const [hour, minute] = minuteInSeoul();
  for (const sign of document.querySelectorAll("[data-now]")) {
    sign.style.setProperty("--at", hour * 60 + minute);
    if (sign.textContent) sign.textContent = `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  }
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
