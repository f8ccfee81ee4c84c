// Cells of the register that are edited in place. A pen opens its cell (Enter, or F2 on it); letters are completed from the
// list of choices, the rest selected, so that Enter keeps what is seen; Esc puts the cell back. The form works without this.

const before = new WeakMap();

// The part after the last semicolon is completed where a cell holds several.
const complete = (field) => {
  const typed = "list" in field.dataset ? field.value.split(";").at(-1).trimStart() : field.value;
  if (!typed || field.selectionStart !== field.value.length) return;
  const sought = typed.toLocaleLowerCase();
  const choices = [...field.list.options].map((option) => option.value);
  const found = choices.find((choice) => choice.toLocaleLowerCase().startsWith(sought));
  if (!found || found.length === typed.length) return;
  const start = field.value.length;
  field.value = field.value.slice(0, start - typed.length) + found;
  field.setSelectionRange(start, field.value.length);
};

const cancel = (form) => {
  const place = form.closest("[data-cell]");
  if (!place || !before.has(place)) return false;
  place.replaceChildren(...before.get(place));
  window.htmx.process(place);
  place.querySelector("[data-pen]")?.focus();
  return true;
};

document.addEventListener("htmx:beforeSwap", (event) => {
  const place = event.detail.target;
  if (place?.matches?.("[data-cell]")) before.set(place, [...place.childNodes]);
  // A refusal or a conflict answers with the form, which belongs into its cell, not in place of the row.
  const form = event.detail.requestConfig.elt.closest?.("[data-cell-form]");
  if (form && [409, 422].includes(event.detail.xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
    event.detail.target = form;
  }
});

// At once after the swap, so that the first letter already replaces what stood there.
document.addEventListener("htmx:afterSwap", (event) => {
  const field = event.target.querySelector?.("[data-complete]") ?? (event.target.matches?.("[data-complete]") ? event.target : null);
  if (!field || field.dataset.ready) return;
  field.dataset.ready = "yes";
  field.focus();
  field.select();
});

document.addEventListener("input", (event) => {
  if (event.target.matches?.("[data-complete]") && event.inputType?.startsWith("insert")) complete(event.target);
});

document.addEventListener("keydown", (event) => {
  if (event.key === "F2" && !event.ctrlKey && !event.altKey) {
    const cell = event.target.closest?.("[data-cell], td, th");
    const pen = cell?.querySelector("[data-pen]") ?? document.querySelector("[data-row].is-current [data-pen]");
    if (!pen) return;
    event.preventDefault();
    pen.click();
    return;
  }
  const form = event.key === "Escape" && event.target.closest?.("[data-cell-form]");
  if (form && cancel(form)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const form = event.target.closest?.("[data-cell-cancel]")?.closest("[data-cell-form]");
  if (form && cancel(form)) event.preventDefault();
});

// After a cell is kept its row is new: the hand stays where it was.
let kept = "";
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt.closest?.("[data-cell-form]");
  kept = form ? form.getAttribute("action") : "";
});
document.addEventListener("htmx:afterSwap", () => {
  if (!kept || document.querySelector("[data-cell-form]")) return;
  document.querySelector(`[data-pen][href="${CSS.escape(kept)}"]`)?.focus();
  kept = "";
});
