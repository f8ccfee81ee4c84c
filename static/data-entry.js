// The data-entry pages are Django's. This names what its markup leaves nameless to a screen reader, and lets the keyboard reach
// tables that scroll. The pages work without it.

const nameOf = (select) => select.getAttribute("aria-label") ?? select.labels[0]?.textContent.trim().replace(/:$/, "");

// The list that takes the place of a select calls itself by its own value: the name of the select says what it is for.
const nameLists = (scope) => {
  for (const select of scope.querySelectorAll("select.admin-autocomplete.select2-hidden-accessible")) {
    const list = select.nextElementSibling.querySelector(".select2-selection");
    list.removeAttribute("aria-labelledby");
    for (const part of [list, list.querySelector(".select2-selection__rendered")]) part.setAttribute("aria-label", nameOf(select));
  }
};

const reach = () => {
  for (const group of document.querySelectorAll(".inline-group, #changelist .results")) {
    if (!group.querySelector("a, button, input:not([type=hidden]), select, textarea")) group.tabIndex = 0;
  }
};

// Asked for last, after Django's own scripts have drawn theirs.
window.django?.jQuery(() => nameLists(document));
document.addEventListener("formset:added", (event) => setTimeout(() => nameLists(event.target)));
reach();
