// A form as plain names and values, so that any form can be kept, sent and filled again.

const OURS = new Set(["csrfmiddlewaretoken", "version", "client_id", "typed_at", "follows", "next", "back"]);

export function fieldsOf(form) {
  return [...new FormData(form)].filter(([name]) => !OURS.has(name));
}

export function fill(form, fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  for (const element of form.elements) {
    if (!element.name || OURS.has(element.name) || element.type === "submit") continue;
    const given = values.get(element.name) ?? [];
    if (element.type === "radio" || element.type === "checkbox") {
      element.checked = given.includes(element.value);
    } else {
      element.value = given[0] ?? "";
    }
  }
}

// The same in words a person can read: [label, what was given].
export function wordsOf(form) {
  const words = [];
  for (const element of form.elements) {
    if (OURS.has(element.name) || element.type === "hidden") continue;
    if (element.type === "radio" || element.type === "checkbox") {
      if (element.checked) words.push([textOf(element.closest("fieldset")?.querySelector("legend")), textOf(element.labels[0])]);
    } else if (element.labels?.length && element.value.trim()) {
      words.push([textOf(element.labels[0]), element.value]);
    }
  }
  return words;
}

const textOf = (element) => element?.textContent.trim().replace(/\s+/g, " ") ?? "";
