// The register: a click with Shift on a heading sorts by it in second place. The menu "Columns" does the same without scripts.

document.addEventListener("click", (event) => {
  const heading = event.shiftKey && event.target.closest?.("a[data-second]");
  if (!heading) return;
  event.preventDefault();
  window.location.assign(heading.dataset.second);
});
