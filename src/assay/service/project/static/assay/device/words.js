// What the page says about its answer, in a live region.

const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "short", timeZone: "Europe/London" });
const WORDS = {
  saving: "Saving…",
  waiting: "Kept on this device. Saving…",
  offline: "Kept on this device; it will be sent when you are back online",
  trouble: "Kept on this device; it will be sent when the service answers again",
  "signed out": "Sign in to send it. What you typed is kept on this device",
  "no room": "This device can’t keep what you type. Use the button to save it",
  conflict: "Two versions: choose. Press a button below to see both",
  invalid: "Not saved yet: ",
  closed: "Not saved: ",
  failed: "Not saved yet: the service could not take it. It is kept on this device and tried again",
  draft: "What you typed is kept on this device. Use the button to save it",
  "draft signed out": "Sign in again, in another tab, to save it. What you typed is kept on this device",
  "draft offline": "The service did not answer. What you typed is kept on this device; try again",
  gone: "Not saved: this case is no longer yours to read. What you typed is kept on this device",
};
const place = () => document.querySelector("[data-save-status]");

export function sayState(state, fate) {
  if (state === "saved") show(`Saved at ${time.format(new Date(fate.saved.saved_at))}`, state);
  else show(WORDS[state] + (["invalid", "closed"].includes(state) ? fate.stopped.words : ""), state);
}

// How a sending ended matters to the page only while its own answer waits.
export function say(ended) {
  const waits = ["saving", "waiting", "offline", "trouble", "signed out"];
  if (!["done", "failed"].includes(ended) && waits.includes(place()?.dataset.saveStatus)) sayState(ended);
}

function show(words, state) {
  if (!place() || place().dataset.saveStatus === state && place().textContent === words) return;
  place().dataset.saveStatus = state;
  place().textContent = words;
}
