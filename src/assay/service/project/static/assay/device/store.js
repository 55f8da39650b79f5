// The device's own database. "typed" holds the newest text of each answer and is written by
// pages alone; "fates" holds what became of it and is written by the sender alone, so neither
// can undo the other's work. "kept" lists the cases kept for offline, "settings" who is here.

import { openDB } from "../../vendor/idb.js";

const STRICT = { durability: "strict" };
let opening;

export function database() {
  opening ??= openDB("assay", 1, {
    upgrade(db) {
      for (const name of ["typed", "fates", "kept"]) db.createObjectStore(name, { keyPath: "key" });
      db.createObjectStore("settings");
    },
    terminated() { opening = undefined; },
  });
  return opening;
}

export const keyOf = (person, url) => `${person} ${url}`;

// Starts at once on an open database and commits without waiting, so it can be the last thing
// a page does. Resolves when the disk has it.
export async function putTyped(db, typed) {
  const transaction = db.transaction("typed", "readwrite", STRICT);
  const put = transaction.store.put(typed);
  transaction.commit();
  await Promise.all([put, transaction.done]);
}

// Changes several stores as one: either all of it is on the disk or none.
export async function change(stores, work) {
  const transaction = (await database()).transaction(stores, "readwrite", STRICT);
  const result = await work((name) => transaction.objectStore(name));
  await transaction.done;
  return result;
}

export async function read(store, key) {
  return (await database()).get(store, key);
}

export async function all(store, person) {
  const found = await (await database()).getAll(store);
  return found.filter((one) => one.person === person);
}

export const whoIsHere = () => read("settings", "person");
