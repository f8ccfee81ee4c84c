// Ticking rows of the register: the form that changes them comes when it is first needed, and its preview follows.
// Without this the form is a page of its own.

const picks = () => [...document.querySelectorAll("[data-pick]")];
const form = () => document.getElementById("bulk");
let last = null;
let coming = null;

// Two quick ticks wait for one form: a second one would take the place of what is chosen in the first.
const fetchForm = async () => {
  const link = document.querySelector("[data-bulk-open]");
  const place = document.getElementById("bulk-place");
  if (form() || !link || !place) return;
  coming ??= window.htmx.ajax("GET", link.href, { target: place, swap: "innerHTML" });
  await coming;
  coming = null;
};

const tell = (scope) => {
  const bulk = form();
  if (!bulk) return;
  bulk.querySelector("[data-picked]").textContent = picks().filter((box) => box.checked).length;
  if (scope) bulk.elements.scope.value = scope;
  bulk.dispatchEvent(new Event("change", { bubbles: true }));
};

// With Shift, everything between the last box and this one follows it.
const range = (box) => {
  const all = picks();
  const [from, to] = [all.indexOf(last), all.indexOf(box)].sort((a, b) => a - b);
  if (from >= 0) for (const other of all.slice(from, to + 1)) other.checked = box.checked;
};

document.addEventListener("click", (event) => {
  const box = event.target.closest?.("[data-pick]");
  if (!box) return;
  if (event.shiftKey && last) range(box);
  last = box;
});

document.addEventListener("change", async (event) => {
  const every = event.target.closest?.("[data-pick-all]");
  if (every) for (const box of picks()) box.checked = every.checked;
  if (!every && !event.target.closest?.("[data-pick]")) return;
  await fetchForm();
  tell("picked");
});
