// Menus are details elements and work without this; it closes them and opens dialogs.

const openMenus = () => document.querySelectorAll("details.menu[open]");

const reveal = (scope) => scope.querySelectorAll("[data-needs-script][hidden]").forEach((element) => (element.hidden = false));

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
  const opener = event.target.closest?.("[data-open]");
  if (opener) document.querySelector(opener.dataset.open)?.showModal();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// What unfolds to be filled in takes the focus; Ctrl+Enter in a field presses the button that the field names.
const onToggle = (event) => {
  if (event.target.open && event.target.matches("[data-focus-first]")) event.target.querySelector("textarea, input, select")?.focus();
};
document.addEventListener("toggle", onToggle, true);

document.addEventListener("htmx:afterSettle", () => reveal(document));
reveal(document);
