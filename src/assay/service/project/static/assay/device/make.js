// Small pieces of a page, made with text alone: nothing typed can become markup.

export function element(name, classes, ...inside) {
  const made = document.createElement(name);
  if (classes) made.className = classes;
  made.append(...inside);
  return made;
}

export function pressable(words, press, kind = "") {
  const button = element("button", `govuk-button${kind && ` govuk-button--${kind}`}`, words);
  button.type = "button";
  button.addEventListener("click", () => press(button));
  return button;
}

export function labelled(label, text) {
  return element("div", "govuk-summary-list__row",
    element("dt", "govuk-summary-list__key", label),
    element("dd", "govuk-summary-list__value assay-note", text));
}
