// Files dropped anywhere on the page go into the form's file field.

const form = document.querySelector("[data-drop]");
const input = form?.querySelector("input[type=file]");

const hasFiles = (event) => event.dataTransfer?.types.includes("Files");

if (input) {
  document.addEventListener("dragover", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    form.classList.add("is-over");
  });
  document.addEventListener("dragleave", () => form.classList.remove("is-over"));
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    form.classList.remove("is-over");
    input.files = event.dataTransfer.files;
  });
}
