// The page "On this device": cases kept, answers not sent with what was typed, and ways on.

import { dropReading } from "./kept.js";
import { signOut } from "./leaving.js";
import { discard, isSecond, onChange, unsent } from "./outbox.js";
import { element, labelled, pressable } from "./make.js";
import { submitPlainly } from "./plainly.js";
import { sendNow } from "./sending.js";
import { all } from "./store.js";
import { sayState } from "./words.js";

const WHY = {
  waiting: "Not sent yet.",
  conflict: "Somebody saved another version meanwhile. Both are kept until you choose.",
  invalid: "The service could not take it: ",
  closed: "",
  failed: "The service could not take it. It is tried again, less and less often.",
  draft: "You have not saved it. Open it and press the button.",
  gone: "This case is no longer yours to read, so this was not saved.",
};

export async function listDevice(page, person) {
  const part = (name) => page.querySelector(`[data-part="${name}"]`);
  page.addEventListener("click", async (event) => {
    if (event.target.matches("[data-send]")) {
      sayState("saving");
      if ((await sendNow()) === "done") page.querySelector("[data-save-status]").textContent = "";
    }
    if (event.target.matches("[data-discard-all]")) await signOut(part("leave"), person, location.pathname);
  });
  onChange(show);
  addEventListener("hashchange", show);
  await show();

  async function show() {
    part("offline").hidden = navigator.onLine && location.pathname === page.dataset.page;
    part("cleared").hidden = location.hash !== "#cleared";
    if (!person) return;
    const [waiting, kept] = await Promise.all([unsent(person), all("kept", person)]);
    part("unsent").hidden = !waiting.length;
    part("nothing").hidden = Boolean(waiting.length);
    part("answers").replaceChildren(...waiting.map((one) => answer(one, person)));
    part("kept").hidden = !kept.length;
    kept.sort((one, other) => one.name.localeCompare(other.name, "en", { numeric: true }));
    part("cases").replaceChildren(...kept.map((one) => caseLine(one, show)));
    const leaving = location.hash === "#signing-out" && waiting.length > 0;
    part("leaving").hidden = !leaving;
    part("count").textContent = `${waiting.length} ${waiting.length === 1 ? "answer has" : "answers have"} not been sent`;
    page.querySelector("[data-discard-all]").textContent = `Discard ${waiting.length === 1 ? "it" : `all ${waiting.length}`} and sign out`;
  }
}

function answer({ typed, fate, state }, person) {
  const second = isSecond(typed) && state === "waiting" ? " It was typed in another window beside the other version; you choose once both are sent." : "";
  const words = WHY[state] + (fate?.stopped?.words ?? "") + second;
  const given = typed.words.map(([label, text]) => labelled(label, text));
  const box = element("div", "assay-kept-answer", element("h3", "govuk-heading-s", typed.name),
    element("p", "govuk-body", words), element("dl", "govuk-summary-list", ...given));
  const group = element("div", "govuk-button-group");
  if (state === "conflict") group.append(pressable("See both versions and choose", () => openBoth(typed)));
  else if (state !== "gone") group.append(opening(typed, state));
  group.append(pressable("Copy what you typed", (button) => copy(button, typed), "secondary"));
  if (["closed", "gone", "invalid", "failed", "draft"].includes(state)) {
    group.append(pressable("Discard", () => discard(typed.key, typed.client_id), "warning"));
  }
  box.append(group);
  return box;
}

function opening({ url }, state) {
  const link = element("a", "govuk-link", state === "draft" ? "Open it" : "Open the question");
  link.href = url;
  return link;
}

async function copy(button, { words }) {
  await navigator.clipboard.writeText(words.map(([label, text]) => `${label}: ${text}`).join("\n"));
  button.textContent = "Copied";
}

// The server shows both versions when the kept form is sent to it as a plain form.
async function openBoth(typed) {
  const form = Object.assign(document.createElement("form"), { method: "post", action: typed.url, hidden: true });
  const { version, client_id } = typed;
  for (const [name, value] of [...typed.fields, ["csrfmiddlewaretoken", ""], ["version", version], ["client_id", client_id]]) {
    form.append(Object.assign(document.createElement("textarea"), { name, value }));
  }
  document.body.append(form);
  await submitPlainly(form);
}

function caseLine(kept, show) {
  const link = element("a", "govuk-link", kept.name);
  link.href = kept.reading;
  const drop = pressable("Remove from this device", async () => {
    await dropReading(kept.person, kept.reading, kept.pages);
    await show();
  }, "secondary");
  drop.append(element("span", "govuk-visually-hidden", `: ${kept.name}`));
  return element("li", "", link, " ", drop);
}
