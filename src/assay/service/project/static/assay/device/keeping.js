// "Keep on this device": a case's pages, so that it can be assessed without a network.

import { installed } from "./installing.js";
import { dropReading, keepReading, keptReading } from "./kept.js";
import { answersOf, unsent } from "./outbox.js";
import { submitPlainly } from "./plainly.js";
import { sendNow } from "./sending.js";
import { all } from "./store.js";

const WORDS = {
  kept: "Kept on this device. You can assess it without a network.",
  offline: "Not kept: the service did not answer. Try again when you are online.",
  "signed out": "Not kept: sign in again first.",
  refused: "Not kept: this case can’t be assessed any more.",
};

export function offerKeeping(box, person) {
  const button = box.querySelector("button");
  const status = box.querySelector("[role=status]");
  const readings = box.dataset.keep.split(" ").filter(Boolean);
  box.hidden = !readings.length || !("serviceWorker" in navigator);
  button.addEventListener("click", async () => {
    status.textContent = "Keeping…";
    const ended = (await installed()) ? await keepAll(person, readings, status) : "offline";
    status.textContent = readings.length > 1 && ended === "kept"
      ? `${readings.length} cases are kept on this device.` : WORDS[ended];
  });
  if (readings.length === 1) sayKept(person, readings[0], status);
}

async function keepAll(person, readings, status) {
  for (const [place, reading] of readings.entries()) {
    if (readings.length > 1) status.textContent = `Keeping case ${place + 1} of ${readings.length}…`;
    const ended = await keepReading(person, reading);
    if (ended !== "kept") return ended;
  }
  return "kept";
}

async function sayKept(person, reading, status) {
  if (await keptReading(person, reading)) status.textContent = WORDS.kept;
}

// Marks what is newer here than on the page: what isn't sent, and on a kept page what was saved
// since it was kept.
export async function markNewer(person, served) {
  for (const { typed, fate, state } of await answersOf(person)) {
    if (state !== "saved") mark(typed, "On this device, not sent");
    else if (!served && fate.saved.noted_at > (await keptReading(person, typed.reading))?.kept_at) {
      mark(typed, "Saved from this device");
    }
  }
}

function mark({ url }, words) {
  const link = document.querySelector(`a[href="${CSS.escape(url).replaceAll("\\", "")}"]`);
  const status = link?.closest("li")?.querySelector(".govuk-task-list__status");
  if (status) status.textContent = words;
}

// A submitted case leaves the device; before, all that was typed must have arrived.
export function submitWhole(form, person) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await sendNow();
    const left = (await unsent(person)).filter(({ typed }) => typed.reading === form.dataset.submits);
    if (left.length) location.assign("/device/");
    else await submitPlainly(form, event.submitter);
  });
}

export async function dropSubmitted(person) {
  const done = new Set([...document.querySelectorAll("[data-submitted]")].map((row) => row.dataset.submitted));
  for (const kept of await all("kept", person)) {
    if (done.has(kept.reading)) await dropReading(person, kept.reading, kept.pages);
  }
}
