// Says on every page what of a person's answers is not on the server yet.

import { isSecond, onChange, unsent } from "./outbox.js";

const WHY = {
  conflict: ": there are two versions. Choose one",
  draft: ": what you typed is on this device and not saved",
};

export async function watchUnsent(person) {
  const place = document.querySelector("[data-unsent]");
  // Two pages say it themselves.
  if (!place || document.querySelector("main [data-device], main [data-two-versions]")) return;
  const own = document.querySelector("form[data-outbox], form[data-draft]");
  const show = async () => {
    const entries = await unsent(person);
    const here = ({ typed }) => own && new URL(own.action).pathname === typed.url && !isSecond(typed);
    const stuck = entries.filter((one) => one.state !== "waiting" && !here(one));
    const waiting = entries.filter((one) => one.state === "waiting" && !here(one));
    place.hidden = !stuck.length && !waiting.length;
    place.querySelector("[data-unsent-words]").replaceChildren(...lines(stuck, waiting.length));
  };
  onChange(show);
  await show();
}

function lines(stuck, waiting) {
  const found = stuck.map(({ typed, state }) => line(`${typed.name}${WHY[state] ?? " could not be saved"}`));
  if (waiting) found.push(line(`${waiting} ${waiting === 1 ? "answer is" : "answers are"} on this device and not sent yet`));
  return found;
}

function line(words) {
  const paragraph = document.createElement("p");
  paragraph.className = "govuk-notification-banner__heading";
  paragraph.textContent = `${words}.`;
  return paragraph;
}
