// What waits to be sent, and what became of it. An answer leaves only when the server has said
// that it is saved, or when the person chose between two versions or discarded it.

import { all, change, keyOf, read } from "./store.js";

// A message isn't heard by the channel that sent it: what one window typed is news to the
// others alone, what became of it is news to all.
const news = new BroadcastChannel("assay");
const heard = new BroadcastChannel("assay");
const announce = (key) => news.postMessage(key);

export function onChange(listen) {
  heard.addEventListener("message", (event) => listen(event.data));
}

// "saved", "waiting", "draft" for what only its writer sends, or why it isn't sent: "conflict",
// "invalid", "closed", "gone", "failed".
export function stateOf(typed, fate) {
  if (typed.draft) return "draft";
  if (fate?.saved?.client_id === typed.client_id) return "saved";
  if (fate?.stopped?.client_id === typed.client_id) return fate.stopped.kind;
  return "waiting";
}

export const newestOf = (typed, fate) => typed?.client_id ?? fate?.saved?.client_id;

const mainOf = ({ person, url }) => keyOf(person, url);
export const isSecond = (typed) => typed.key !== mainOf(typed);

export async function entry(key) {
  const [typed, fate] = await Promise.all([read("typed", key), read("fates", key)]);
  return { key, typed, fate, state: typed ? stateOf(typed, fate) : "none" };
}

export async function typedAs(person, client_id) {
  return (await all("typed", person)).find((typed) => typed.client_id === client_id);
}

export async function answersOf(person) {
  const [typed, fates] = await Promise.all([all("typed", person), all("fates", person)]);
  const known = new Map(fates.map((fate) => [fate.key, fate]));
  return typed.map((one) => ({ typed: one, fate: known.get(one.key), state: stateOf(one, known.get(one.key)) }));
}

export async function unsent(person) {
  await settle(person);
  return (await answersOf(person))
    .filter(({ state }) => state !== "saved")
    .sort((one, other) => one.typed.typed_at.localeCompare(other.typed.typed_at));
}

// Each window writes under a key of its own, so that none can overwrite what another wrote, even
// while it closes. What was typed after the newest text takes its place; what was typed beside
// it stays a second version, which the server will find to be in conflict.
export async function settle(person) {
  const settled = await change(["typed", "fates"], async (store) => {
    const found = [];
    for (const own of (await store("typed").getAll()).filter(isSecond)) {
      const main = mainOf(own);
      if (own.person !== person || !(await isNext(store, own, main))) continue;
      await store("typed").delete(own.key);
      await store("typed").put({ ...own, key: main });
      found.push(main);
    }
    return found;
  });
  settled.forEach((key) => heard.postMessage(key));
}

async function isNext(store, own, main) {
  const [typed, fate, sent] = await Promise.all([
    store("typed").get(main), store("fates").get(main), store("fates").get(own.key),
  ]);
  if (sent) return false;
  const newest = newestOf(typed, fate);
  return !newest || own.after.includes(newest) || (typed && textOf(typed) === textOf(own));
}

// A page from the server has an older version than the server once said was saved: the service
// was restored from a backup, or the page was made just before. Sent again with the same id the
// answer arrives once, whichever it was.
export function distrust(key, version, reloaded) {
  return change(["typed", "fates"], async (store) => {
    const [typed, fate] = await Promise.all([store("typed").get(key), store("fates").get(key)]);
    if (!(fate?.saved?.version > version)) return;
    const { saved, ...rest } = fate;
    if (typed) await store("fates").put(rest);
    else if (reloaded) await store("fates").delete(key);
  });
}

// Noted before the request leaves: if its reply is lost, later text says that it follows it.
export function noteSending({ key, person, client_id }) {
  return change(["fates"], async (store) => {
    const fate = (await store("fates").get(key)) ?? { key, person, attempts: [] };
    fate.attempts = [...fate.attempts.filter((id) => id !== client_id), client_id];
    delete fate.stopped;
    await store("fates").put(fate);
    return fate.attempts.slice(0, -1);
  });
}

export async function noteSaved({ key, person, url, reading, client_id }, { version, saved_at }) {
  const main = keyOf(person, url);
  await change(["typed", "fates", "kept"], async (store) => {
    const saved = { client_id, version, saved_at, noted_at: Date.now() };
    await store("fates").put({ key, person, attempts: [client_id], saved });
    const [typed, kept] = await Promise.all([
      store("typed").get(key), store("kept").get(keyOf(person, reading)),
    ]);
    if (typed?.client_id !== client_id) return;
    if (key !== main && !(await takePlace(store, typed, main))) return;
    if (!kept) await store("typed").delete(main);
  });
  announce(key);
  if (key !== main) announce(main);
}

// A second version that was saved is the answer now, unless there is other text to be sent.
async function takePlace(store, typed, main) {
  const [there, before, fate] = await Promise.all([
    store("typed").get(main), store("fates").get(main), store("fates").get(typed.key),
  ]);
  await Promise.all([store("typed").delete(typed.key), store("fates").delete(typed.key)]);
  if (there && stateOf(there, before) !== "saved") return false;
  await Promise.all([store("typed").put({ ...typed, key: main }), store("fates").put({ ...fate, key: main })]);
  return true;
}

export async function noteStopped({ key, client_id }, kind, words = "") {
  await change(["fates"], async (store) => {
    const fate = await store("fates").get(key);
    const tries = kind === "failed" ? (fate.tries ?? 0) + 1 : 0;
    await store("fates").put({ ...fate, tries, stopped: { client_id, kind, words, at: Date.now() } });
  });
  announce(key);
}

// Only what the person saw and chose about is removed, not what they typed since.
export async function discard(key, client_id) {
  await change(["typed", "fates"], async (store) => {
    const typed = await store("typed").get(key);
    if (typed && typed.client_id !== client_id) return;
    await Promise.all([store("typed").delete(key), store("fates").delete(key)]);
  });
  announce(key);
}

const textOf = (typed) => JSON.stringify(typed.fields);
