// Notices stay until they are dismissed; a request of htmx that fails says so.

const close = (event) => event.target.closest?.("[data-close]")?.closest(".notice")?.remove();

const sayFailed = () => {
  const region = document.getElementById("notices");
  const words = document.getElementById("notice-failed");
  if (!region || !words || region.querySelector("[data-failed]")) return;
  const notice = words.content.firstElementChild.cloneNode(true);
  notice.dataset.failed = "";
  region.append(notice);
};

document.addEventListener("click", close);
for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.addEventListener(name, sayFailed);
