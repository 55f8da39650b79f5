// Starts the GOV.UK components where they are built, and warns before a sign-in ends.
// Pages work without any of it.

const script = document.querySelector("script[data-components]");
document.body.classList.add("js-enabled", "govuk-frontend-supported");
import(script.dataset.components)
  .then(({ initAll }) => initAll())
  .catch(() => document.body.classList.remove("govuk-frontend-supported"));

const ending = document.querySelector(".assay-ending");
const stay = document.querySelector(".assay-stay");

function warnAfter(milliseconds) {
  setTimeout(() => {
    ending.hidden = false;
    ending.firstElementChild.setAttribute("role", "alert");
  }, Math.max(0, milliseconds));
}

if (ending && ending.hidden) warnAfter(Date.parse(ending.dataset.warns) - Date.now());

// "Stay signed in" must not lose what is typed on the page, so it is sent in the background;
// only when the sign-in has already ended does the page go where the form leads.
if (stay) {
  stay.addEventListener("submit", async (event) => {
    event.preventDefault();
    const home = new URL("/", location).href;
    const answer = await fetch(stay.action, { method: "POST", body: new FormData(stay) });
    if (!answer.ok || answer.url !== home) { stay.submit(); return; }
    ending.hidden = true;
    warnAfter(Number(ending.dataset.again) * 1000);
  });
}
