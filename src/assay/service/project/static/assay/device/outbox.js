// What waits to be sent, and what became of it. An answer leaves only when the server has said
// that it is saved, or when the person chose between two versions or discarded it.

import { all, change, keyOf, read } from "./store.js";

const channel = new BroadcastChannel("assay");
const announce = (key) => channel.postMessage(key);

export function onChange(listen) {
  new BroadcastChannel("assay").addEventListener("message", (event) => listen(event.data));
}

// "saved", "waiting", or why it can't be sent: "conflict", "invalid", "closed", "gone".
export function stateOf(typed, fate) {
  if (fate?.saved?.client_id === typed.client_id) return "saved";
  if (fate?.stopped?.client_id === typed.client_id) return fate.stopped.kind;
  return "waiting";
}

export async function entry(person, url) {
  const key = keyOf(person, url);
  const [typed, fate] = await Promise.all([read("typed", key), read("fates", key)]);
  return { key, typed, fate, state: typed ? stateOf(typed, fate) : "none" };
}

export async function unsent(person) {
  const [typed, fates] = await Promise.all([all("typed", person), all("fates", person)]);
  const known = new Map(fates.map((fate) => [fate.key, fate]));
  return typed
    .map((one) => ({ typed: one, fate: known.get(one.key), state: stateOf(one, known.get(one.key)) }))
    .filter(({ state }) => state !== "saved")
    .sort((one, other) => one.typed.typed_at.localeCompare(other.typed.typed_at));
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

export async function noteSaved({ key, person, reading, client_id }, { version, saved_at }) {
  await change(["typed", "fates", "kept"], async (store) => {
    const saved = { client_id, version, saved_at };
    await store("fates").put({ key, person, attempts: [client_id], saved });
    const [typed, kept] = await Promise.all([
      store("typed").get(key), store("kept").get(keyOf(person, reading)),
    ]);
    if (typed?.client_id === client_id && !kept) await store("typed").delete(key);
  });
  announce(key);
}

export async function noteStopped({ key, client_id }, kind, words = "") {
  await change(["fates"], async (store) => {
    const fate = await store("fates").get(key);
    await store("fates").put({ ...fate, stopped: { client_id, kind, words } });
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
