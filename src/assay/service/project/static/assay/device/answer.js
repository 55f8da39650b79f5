// A form that keeps itself as it is filled in: first on this device's disk, then on the server.

import { fieldsOf, fill, wordsOf } from "./fields.js";
import { distrust, entry, newestOf, onChange, settle } from "./outbox.js";
import { submitPlainly } from "./plainly.js";
import { sendSoon, sendNow } from "./sending.js";
import { database, keyOf, putTyped } from "./store.js";
import { sayState } from "./words.js";

const PATIENCE = 5_000;
const MOST_FOLLOWED = 50;

export async function keepAnswers(form, person, { write, send, served }) {
  const url = new URL(form.action).pathname;
  const db = await database();
  const { version, client_id } = form.elements;
  const main = keyOf(person, url);
  const own = `${main} ${crypto.randomUUID()}`;
  let shown = textOf(form);
  let after = [];
  let timer = 0;

  await settle(person);
  if (served) await distrust(main, Number(version.value), isReload());
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
  onChange((key) => { if (key === main || key === own) refresh(); });
  const { typed, state } = await entry(main);
  if (typed && state !== "saved") sendNow({ again: typed.key });

  // Nothing is awaited before the write starts: the page may be closing.
  function keep({ blank = false } = {}) {
    clearTimeout(timer);
    timer = 0;
    const text = textOf(form);
    if (text === shown && !blank) return Promise.resolve();
    shown = text;
    client_id.value = crypto.randomUUID();
    sayState("saving");
    const written = putTyped(db, {
      key: own, person, url, reading: form.dataset.reading, name: form.dataset.name, after,
      fields: fieldsOf(form), words: wordsOf(form), version: Number(version.value),
      client_id: client_id.value, typed_at: new Date().toISOString(),
    });
    nowShows(client_id.value);
    return written.then(() => settle(person)).then(() => sendSoon(send), (fault) => {
      shown = "";
      sayState("no room");
      throw fault;
    });
  }

  // Nobody waits for this one; that it failed is said on the page.
  function keepQuietly() {
    keep().catch(() => {});
  }

  // What this window types from now on follows this text.
  function nowShows(id) {
    after = [...after, id].slice(-MOST_FOLLOWED);
  }

  // Shows what this device or another window of it knows better than the page.
  async function refresh() {
    const before = client_id.value;
    const second = await entry(own);
    const { typed, fate, state } = second.typed ? second : await entry(main);
    if (timer || client_id.value !== before) return;
    const saved = fate?.saved;
    const newer = saved && saved.version > Number(version.value);
    if (newer && !typed && saved.client_id !== client_id.value && textOf(form) === shown) {
      reloadOnce();
      return;
    }
    if (typed && (state !== "saved" || newer)) {
      if (typed.client_id !== client_id.value) fill(form, typed.fields);
      client_id.value = typed.client_id;
      if (state !== "saved") version.value = typed.version;
      shown = textOf(form);
    }
    if (newer && (state === "saved" || saved.client_id === client_id.value)) version.value = saved.version;
    const newest = newestOf(typed, fate);
    if (newest) nowShows(newest);
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
    const second = await entry(own);
    const { state } = second.typed ? second : await entry(main);
    if (["conflict", "invalid", "closed"].includes(state)) submitPlainly(form, event.submitter);
    else if (state === "gone") location.assign("/device/");
    else location.assign(target);
  }
}

// The page was made just before what this device sent was saved.
function reloadOnce() {
  if (navigator.onLine && !isReload()) location.reload();
}

const isReload = () => performance.getEntriesByType("navigation")[0].type === "reload";
const textOf = (form) => JSON.stringify(fieldsOf(form));
