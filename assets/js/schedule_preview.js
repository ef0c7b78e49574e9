// What would be wrong if an entry stood elsewhere: asked while it is moved or edited, at most some times a second.

import { plan, post } from "ffff/schedule_page";

const PATIENCE_MS = 150;

/** Return a function that asks about the latest fields it is given and hands the warnings to `show`. */
export function previewer(show) {
  let timer = null;
  let latest = null;
  let number = 0;

  async function ask() {
    const fields = latest;
    const asked = ++number;
    timer = null;
    const answer = await post("/schedule/preview", { ...fields, trip: plan().dataset.trip });
    if (asked === number && latest === fields) show(answer.failed ? [] : answer.warnings, answer);
    else if (latest && !timer) timer = setTimeout(ask, PATIENCE_MS);
  }

  return {
    about(fields) {
      latest = fields;
      timer ??= setTimeout(ask, PATIENCE_MS);
    },
    stop() {
      clearTimeout(timer);
      timer = latest = null;
      number += 1;
    },
  };
}
