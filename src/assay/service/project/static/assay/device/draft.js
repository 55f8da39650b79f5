// A form that only its writer sends, such as feedback: what is typed stays on the device until
// the server has taken it, through an ended session, a closed tab or a lost network.

import { fieldsOf, fill, wordsOf } from "./fields.js";
import { discard, entry } from "./outbox.js";
import { submitPlainly } from "./plainly.js";
import { whoIsSignedIn } from "./send.js";
import { database, keyOf, putTyped } from "./store.js";
import { sayState } from "./words.js";

const PATIENCE = 20_000;

export async function keepDraft(form, person, { write }) {
  const url = new URL(form.action).pathname;
  const key = keyOf(person, url);
  const db = await database();
  const { version } = form.elements;
  let shown = textOf(form);
  let timer = 0;

  await restore();
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keepQuietly, write);
  });
  form.addEventListener("submit", save);
  addEventListener("pagehide", keepQuietly);

  async function restore() {
    const { typed } = await entry(key);
    if (!typed) return;
    if (version && version.value !== typed.version && JSON.stringify(typed.fields) === shown) {
      await discard(key, typed.client_id);
      return;
    }
    fill(form, typed.fields);
    // The server refuses it, rather than losing what somebody saved meanwhile.
    if (version) version.value = typed.version;
    shown = textOf(form);
    sayState("draft");
  }

  function keep() {
    clearTimeout(timer);
    if (textOf(form) === shown) return Promise.resolve();
    shown = textOf(form);
    return putTyped(db, {
      key, person, url, draft: true, reading: form.dataset.reading, name: form.dataset.name,
      fields: fieldsOf(form), words: wordsOf(form), version: version?.value,
      client_id: crypto.randomUUID(), typed_at: new Date().toISOString(),
    }).then(() => sayState("draft"));
  }

  function keepQuietly() {
    keep().catch(() => { sayState("no room"); });
  }

  async function save(event) {
    event.preventDefault();
    await keep().catch(() => {});
    const visitor = await whoIsSignedIn();
    if (typeof visitor === "string") { sayState(visitor === "signed out" ? "draft signed out" : "draft offline"); return; }
    if (visitor.person !== person) { sayState("draft signed out"); return; }
    if (!(await isTaken(form, visitor))) { await submitPlainly(form, event.submitter); return; }
    const { typed } = await entry(key);
    if (typed) await discard(key, typed.client_id);
    location.assign(form.dataset.next);
  }
}

// A form that was taken leads elsewhere; one that wasn't is shown again with what is wrong.
async function isTaken(form, { person, csrf }) {
  const headers = { Accept: "application/json", "X-Assay-Person": person, "X-CSRFToken": csrf };
  const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const request = {
    method: "POST", headers, body: new URLSearchParams(fields),
    redirect: "manual", signal: AbortSignal.timeout(PATIENCE),
  };
  try {
    return (await fetch(form.action, request)).type === "opaqueredirect";
  } catch {
    return false;
  }
}

const textOf = (form) => JSON.stringify(fieldsOf(form));
