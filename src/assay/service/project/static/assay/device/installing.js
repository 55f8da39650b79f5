// Sets the service up to answer without a network; tried again on each page until it works.

const PATIENCE = 20_000;

export function install() {
  return navigator.serviceWorker?.register("/service-worker.js", { type: "module" }).catch(() => {});
}

// Whether pages can be opened without a network from now on.
export async function installed() {
  await install();
  const late = new Promise((done) => { setTimeout(done, PATIENCE, false); });
  return Promise.race([navigator.serviceWorker.ready.then(Boolean), late]);
}
