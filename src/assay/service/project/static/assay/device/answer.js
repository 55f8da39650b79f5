// A form that keeps itself as it is filled in: first on this device's disk, then on the server.

import { fieldsOf, fill, wordsOf } from "./fields.js";
import { entry, onChange } from "./outbox.js";
import { submitPlainly } from "./plainly.js";
import { sendSoon, sendNow } from "./sending.js";
import { database, keyOf, putTyped } from "./store.js";
import { sayState } from "./words.js";

const PATIENCE = 5_000;

export async function keepAnswers(form, person, { write, send }) {
  const url = new URL(form.action).pathname;
  const db = await database();
  const { version, client_id } = form.elements;
  let known = textOf(form);
  let timer = 0;

  await refresh();
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keepQuietly, write);
  });
  form.addEventListener("submit", leave);
  addEventListener("pagehide", keepQuietly);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keepQuietly();
    else refresh();
  });
  onChange((key) => { if (key === keyOf(person, url)) refresh(); });
  const { typed, state } = await entry(person, url);
  if (typed && state !== "saved") sendNow({ again: typed.key });

  // Nothing is awaited before the write starts: the page may be closing.
  function keep({ blank = false } = {}) {
    clearTimeout(timer);
    timer = 0;
    const text = textOf(form);
    if (text === known && !blank) return Promise.resolve();
    known = text;
    client_id.value = crypto.randomUUID();
    sayState("saving");
    const written = putTyped(db, {
      key: keyOf(person, url), person, url, reading: form.dataset.reading, name: form.dataset.name,
      fields: fieldsOf(form), words: wordsOf(form), version: Number(version.value),
      client_id: client_id.value, typed_at: new Date().toISOString(),
    });
    return written.then(() => sendSoon(send), (fault) => {
      known = "";
      sayState("no room");
      throw fault;
    });
  }

  // Nobody waits for this one; that it failed is said on the page.
  function keepQuietly() {
    keep().catch(() => {});
  }

  // Shows what this device or another tab of it knows better than the page.
  async function refresh() {
    const { typed, fate, state } = await entry(person, url);
    if (timer) return;
    const saved = fate?.saved;
    const newer = saved && saved.version > Number(version.value);
    if (newer && !typed && saved.client_id !== client_id.value && textOf(form) === known) {
      reloadOnce();
      return;
    }
    if (typed && (state !== "saved" || newer)) {
      if (typed.client_id !== client_id.value) fill(form, typed.fields);
      client_id.value = typed.client_id;
      if (state !== "saved") version.value = typed.version;
      known = textOf(form);
    }
    if (newer && (state === "saved" || saved.client_id === client_id.value)) version.value = saved.version;
    if (typed || saved?.client_id === client_id.value) sayState(typed ? state : "saved", fate);
  }

  async function leave(event) {
    event.preventDefault();
    const target = event.submitter?.name === "back" ? form.dataset.back : form.dataset.next;
    try {
      await keep({ blank: !Number(version.value) });
      await Promise.race([sendNow(), new Promise((done) => { setTimeout(done, PATIENCE); })]);
    } catch {
      submitPlainly(form, event.submitter);
      return;
    }
    const { state } = await entry(person, url);
    if (["conflict", "invalid", "closed"].includes(state)) submitPlainly(form, event.submitter);
    else if (state === "gone") location.assign("/device/");
    else location.assign(target);
  }
}

// The page was made just before what this device sent was saved.
function reloadOnce() {
  const [arrival] = performance.getEntriesByType("navigation");
  if (navigator.onLine && arrival.type !== "reload") location.reload();
}

const textOf = (form) => JSON.stringify(fieldsOf(form));
