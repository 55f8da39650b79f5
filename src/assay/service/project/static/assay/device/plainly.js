// Sends a form as it would go without a script, with a token that is fresh, so that the server
// shows the page that belongs: errors, or two versions.

import { whoIsSignedIn } from "./send.js";

export async function submitPlainly(form, submitter) {
  const visitor = await whoIsSignedIn();
  if (visitor.csrf) form.elements.csrfmiddlewaretoken.value = visitor.csrf;
  if (submitter?.name) {
    const pressed = Object.assign(document.createElement("input"), { type: "hidden" });
    form.append(Object.assign(pressed, { name: submitter.name, value: submitter.value }));
  }
  HTMLFormElement.prototype.submit.call(form);
}
