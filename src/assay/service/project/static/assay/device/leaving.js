// Signing out clears the device, but never before the person knows what isn't sent.

import { forget } from "./kept.js";
import { unsent } from "./outbox.js";
import { submitPlainly } from "./plainly.js";
import { sendAll, whoIsSignedIn } from "./send.js";

export function clearOnSignOut(form, person, page) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    await sendAll();
    if ((await unsent(person)).length) location.assign(`${page}#signing-out`);
    else await signOut(form, person, page);
  });
}

export async function signOut(form, person, page) {
  await forget(person);
  if ((await whoIsSignedIn()) === "offline") {
    location.assign(`${page}#cleared`);
    location.reload();
  } else {
    await submitPlainly(form);
  }
}
