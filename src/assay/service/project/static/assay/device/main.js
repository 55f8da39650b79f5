// Starts what belongs on this page. Pages work without any of it.

import { keepAnswers } from "./answer.js";
import { watchUnsent } from "./banner.js";
import { noteChoices } from "./choice.js";
import { keepDraft } from "./draft.js";
import { dropSubmitted, markNewer, offerKeeping, submitWhole } from "./keeping.js";
import { sweep } from "./kept.js";
import { clearOnSignOut } from "./leaving.js";
import { listDevice } from "./lists.js";
import { sendNow, sendWhenBack } from "./sending.js";
import { change, whoIsHere } from "./store.js";
import { install } from "./installing.js";

const { person: onPage, keepDays, write, send, page } = document.body.dataset;
const find = (what) => [...document.querySelectorAll(what)];
const served = !("kept" in document.body.dataset);
const times = { write: Number(write), send: Number(send), served };

async function begin() {
  if (onPage) {
    guard(onPage);
    await change(["settings"], (store) => store("settings").put(onPage, "person"));
    install();
  }
  const person = onPage || (await whoIsHere());
  const list = document.querySelector("main [data-device]");
  if (list) await listDevice(list, person);
  if (!person) return;
  await Promise.all(find("form[data-outbox]").map((form) => keepAnswers(form, person, times)));
  await Promise.all(find("form[data-draft]").map((form) => keepDraft(form, person, times)));
  find("[data-keep]").forEach((box) => offerKeeping(box, person));
  document.documentElement.dataset.device = "ready";
  await watchUnsent(person);
  await markNewer(person, served);
  sendWhenBack();
  await sendNow();
  if (onPage) await dropSubmitted(person);
  if (onPage) await sweep(person, Number(keepDays));
}

// At once, before anybody can press a button: these decide what leaves the device.
function guard(person) {
  find("form[data-sign-out]").forEach((form) => clearOnSignOut(form, person, page));
  find("form[data-submits]").forEach((form) => submitWhole(form, person));
  find("[data-two-versions]").forEach((two) => noteChoices(two, person));
}

begin();
