// The page with two versions: the device lets its own go when the server knows the choice.

import { rekeep } from "./kept.js";
import { discard, noteSaved, typedAs } from "./outbox.js";
import { submitPlainly } from "./plainly.js";
import { ask, whoIsSignedIn } from "./send.js";

export function noteChoices(page, person) {
  const status = page.querySelector("[data-save-status]");
  for (const form of page.querySelectorAll("form")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      status.textContent = "Saving…";
      const visitor = await whoIsSignedIn();
      if (visitor === "offline" || visitor === "trouble") {
        status.textContent = "You are offline. Both versions are kept; choose when you are back online.";
        return;
      }
      const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
      const { status: code, said } = await ask(new URL(form.action).pathname, { person, csrf: visitor.csrf, fields });
      if (code !== 200 || !said) { await submitPlainly(form, event.submitter); return; }
      await noteChoice(person, page.dataset, said);
      location.assign(page.dataset.next);
    });
  }
}

// A kept case shows the choice without a network too: mine as what was typed, the saved one as
// a page kept anew.
async function noteChoice(person, { url, typed: client_id }, said) {
  const typed = await typedAs(person, client_id);
  if (!typed) return;
  if (said.version) await noteSaved(typed, said);
  else await discard(typed.key, client_id);
  await rekeep(person, typed.reading, url);
}
