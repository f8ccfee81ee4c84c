// The quick progress form: files dropped on a row or form, or pasted into it, become evidence. The form works without this.

const filesOf = (form) => form.querySelector("input[type=file]");

// A FileList cannot be written; a DataTransfer makes one.
const add = (form, files) => {
  const input = filesOf(form);
  const all = new DataTransfer();
  for (const file of [...input.files, ...files]) all.items.add(file);
  input.files = all.files;
  input.dispatchEvent(new Event("input", { bubbles: true }));
  input.closest("form").classList.remove("is-over");
};

const grow = (area) => {
  area.rows = Math.min(Math.max(area.value.split("\n").length, area.dataset.rows ?? 1), 8);
};

const targetOf = (event) => event.target.closest?.("form[data-drop], tr[data-log]");

const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

document.addEventListener("dragover", (event) => {
  const target = hasFiles(event) && targetOf(event);
  if (!target) return;
  event.preventDefault();
  target.classList.add("is-over");
});

document.addEventListener("dragleave", (event) => targetOf(event)?.classList.remove("is-over"));

document.addEventListener("drop", async (event) => {
  const target = hasFiles(event) && targetOf(event);
  if (!target) return;
  event.preventDefault();
  target.classList.remove("is-over");
  const files = [...event.dataTransfer.files];
  if (target.matches("form")) return add(target, files);
  // On a row: open its form first, with the files in it.
  const place = target.parentElement.querySelector("[data-log-place]");
  if (!place.querySelector("form")) await window.htmx.ajax("GET", target.dataset.log, { target: place, swap: "innerHTML" });
  const form = place.querySelector("form");
  if (form) add(form, files);
  else document.dispatchEvent(new CustomEvent("files-lost", { detail: files }));
});

document.addEventListener("paste", (event) => {
  const form = event.target.closest?.("form[data-drop]");
  const files = [...(event.clipboardData?.files ?? [])];
  if (!form || !files.length) return;
  event.preventDefault();
  add(form, files);
});

document.addEventListener("input", (event) => {
  if (event.target.matches?.("form[data-drop] textarea")) grow(event.target);
});

// A form that is open already is gone back to, not fetched anew: what was typed in it would be lost.
document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target } = event.detail;
  const form = elt.matches("a[href*='/log/']") && target.querySelector?.("form[data-drop]");
  if (!form) return;
  event.preventDefault();
  form.querySelector("input:checked, textarea").focus();
});

// Within a row, "cancel" closes the form instead of going somewhere; Escape does the same.
const close = (form) => {
  const place = form.closest("[data-log-place]");
  if (!place) return false;
  const row = form.closest("tbody, li")?.querySelector("[data-row]") ?? form.closest("[data-row]");
  place.replaceChildren();
  (row ?? place.parentElement).querySelector("[data-row-key=u], [data-key=u]")?.focus();
  return true;
};

document.addEventListener("click", (event) => {
  const form = event.target.closest?.("[data-cancel]")?.closest("form[data-drop]");
  if (form && close(form)) event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  const form = event.key === "Escape" && event.target.closest?.("form[data-drop]");
  if (form && close(form)) event.preventDefault();
});

document.addEventListener("htmx:afterSettle", (event) => {
  event.target.querySelector?.("form[data-drop] [autofocus]")?.focus();
});
