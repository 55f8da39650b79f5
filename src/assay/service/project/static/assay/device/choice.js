// The page with two versions: the device lets its own go when the server knows the choice.

import { discard } from "./outbox.js";
import { submitPlainly } from "./plainly.js";
import { ask, whoIsSignedIn } from "./send.js";
import { keyOf } from "./store.js";

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
      const { status: code } = await ask(new URL(form.action).pathname, { person, csrf: visitor.csrf, fields });
      if (code !== 200) { await submitPlainly(form, event.submitter); return; }
      await discard(keyOf(person, page.dataset.url), page.dataset.typed);
      location.assign(page.dataset.next);
    });
  }
}
