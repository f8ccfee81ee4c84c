// The palette: a dialog over the page /go/, which works without this. Arrows choose, Enter goes to what is chosen, the first
// at the beginning; typed faster than the list comes, Enter asks the server for the first.

const dialog = document.getElementById("palette");
const form = dialog?.querySelector("form");
const field = form?.elements.q;
const options = () => [...dialog.querySelectorAll("[role=option]")];

const choose = (option) => {
  for (const other of options()) {
    other.classList.toggle("is-active", other === option);
    other.setAttribute("aria-selected", String(other === option));
  }
  if (option) {
    field.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  } else field.removeAttribute("aria-activedescendant");
};

const move = (step) => {
  const all = options();
  if (!all.length) return;
  const at = all.findIndex((option) => option.classList.contains("is-active"));
  choose(all[(at + step + all.length) % all.length]);
};

const enter = () => {
  const chosen = dialog.querySelector(".is-active");
  if (chosen && chosen.dataset.words === field.value.trim()) return chosen.click();
  form.elements.first.disabled = false;
  location.assign(`${form.action}?${new URLSearchParams(new FormData(form))}`);
};

const onKey = (event) => {
  const act = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: enter }[event.key];
  if (!act || event.isComposing) return;
  event.preventDefault();
  act();
};

if (dialog) {
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-palette]");
    if (!opener || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (dialog.open) return;
    dialog.showModal();
    field.select();
    window.htmx.trigger(form, "open-palette");
  });
  field.addEventListener("keydown", onKey);
  dialog.addEventListener("htmx:afterSettle", () => choose(options()[0]));
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}
