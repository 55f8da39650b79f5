// Sends what waits, one sender at a time on this device, each answer with its own id.
// Says how it ended: "done", "offline", "signed out", "trouble", or "failed" for some answers.

import { noteSaved, noteSending, noteStopped, unsent } from "./outbox.js";
import { whoIsHere } from "./store.js";

const PATIENCE = 20_000;
const FIRST_WAIT = 5_000;
const LONGEST_WAIT = 300_000;
// The whole service is away, not one answer at fault.
export const AWAY = [502, 503, 504];
const JSON_TYPE = "application/json";

export function sendAll({ again = "" } = {}) {
  return navigator.locks.request("assay-outbox", async () => {
    const person = await whoIsHere();
    const due = async (first) => (await unsent(person)).filter(
      (one) => one.state === "waiting" || isDueAgain(one) || (first && one.typed.key === again && !one.typed.draft));
    let waiting = await due(true);
    if (!waiting.length) return ending(person);
    const visitor = await whoIsSignedIn();
    if (typeof visitor === "string") return visitor;
    if (visitor.person !== person) return "signed out";
    while (waiting.length) {
      for (const { typed } of waiting) {
        const ended = await sendOne(typed, visitor);
        if (ended !== "done") return ended;
      }
      waiting = await due(false);
    }
    return ending(person);
  });
}

async function ending(person) {
  return (await unsent(person)).some(({ state }) => state === "failed") ? "failed" : "done";
}

// One that failed doesn't hold up the others, and is tried again later and later.
function isDueAgain({ state, fate }) {
  if (state !== "failed") return false;
  return Date.now() - fate.stopped.at >= Math.min(FIRST_WAIT * 2 ** (fate.tries - 1), LONGEST_WAIT);
}

// The visitor, or why it can't be said.
export async function whoIsSignedIn() {
  const { status, said } = await ask("/device/visitor");
  if (status === 200 && said) return said;
  if (status === 401) return "signed out";
  return status ? "trouble" : "offline";
}

// Asks the server and never throws: no status means no answer, nothing said means that
// something else answered, such as the sign-in page of a hotel's network.
export async function ask(url, { person, csrf, fields } = {}) {
  const headers = { Accept: JSON_TYPE };
  if (person) headers["X-Assay-Person"] = person;
  if (csrf) headers["X-CSRFToken"] = csrf;
  const request = { headers, cache: "no-store", signal: AbortSignal.timeout(PATIENCE) };
  if (fields) Object.assign(request, { method: "POST", body: new URLSearchParams(fields) });
  try {
    const answer = await fetch(url, request);
    const ours = answer.headers.get("Content-Type")?.startsWith(JSON_TYPE);
    return { status: answer.status, said: ours ? await answer.json() : null };
  } catch {
    return { status: 0, said: null };
  }
}

async function sendOne(typed, { person, csrf }) {
  const follows = await noteSending(typed);
  const { version, client_id, typed_at } = typed;
  const fields = [...typed.fields, ...Object.entries({
    version, client_id, typed_at, follows: follows.join(" "),
  })];
  const { status, said } = await ask(typed.url, { person, csrf, fields });
  if (!status) return "offline";
  if (status === 401) return "signed out";
  if (AWAY.includes(status) || said?.kind === "csrf") return "trouble";
  if (status === 200 && said) await noteSaved(typed, said);
  else await noteStopped(typed, said?.kind ?? "failed", wordsOf(said ?? {}));
  return "done";
}

function wordsOf({ words, errors }) {
  return words ?? Object.values(errors ?? {}).flat().map(({ message }) => message).join(" ");
}
