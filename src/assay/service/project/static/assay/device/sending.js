// When to send: soon after a pause, at once, when the network is back, and again after a failure.

import { sendAll } from "./send.js";
import { say } from "./words.js";

const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 300_000;
let wait = FIRST_WAIT;
let soon = 0;

export function sendSoon(milliseconds) {
  if (!navigator.onLine) say("offline");
  clearTimeout(soon);
  soon = setTimeout(sendNow, milliseconds);
  askForBackgroundSync();
}

export async function sendNow(options) {
  clearTimeout(soon);
  const ended = await sendAll(options);
  say(ended);
  if (ended === "done" || ended === "signed out") {
    wait = FIRST_WAIT;
  } else if (ended === "failed") {
    soon = setTimeout(sendNow, FIRST_WAIT);
  } else {
    soon = setTimeout(sendNow, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
  return ended;
}

export function sendWhenBack() {
  addEventListener("online", () => sendNow());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") sendNow();
  });
}

// Lets the browser send when this page is closed, where it can.
async function askForBackgroundSync() {
  const registration = await navigator.serviceWorker?.getRegistration();
  await registration?.sync?.register("assay-outbox").catch(() => {});
}
