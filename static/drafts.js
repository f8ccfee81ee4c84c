// Text typed into a form with data-draft="name" is kept on this machine until it is sent, for the person who typed it: it is
// there again after the session has ended, the window was closed or the server could not be reached. Files cannot be kept:
// which they were is said.

const user = document.body.dataset.user;
const PREFIX = "draft:";
const KEPT_MS = 14 * 24 * 3600 * 1000;
const keyOf = (form) => `${PREFIX}${user}:${form.dataset.draft}`;

const read = (key) => {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
};

const write = (key, draft) => {
  try {
    localStorage.setItem(key, JSON.stringify(draft));
  } catch {
    // Storage is full or switched off: the form works as without this.
  }
};

const keys = () => {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return [];
  }
};

const fieldsOf = (form) => [...form.querySelectorAll("textarea, input[type=text], input:not([type])")].filter((field) => field.name);

const filesIn = (form) => [...form.querySelectorAll("input[type=file]")].flatMap((field) => [...field.files].map((file) => file.name));

const keep = (form) => {
  const values = Object.fromEntries(fieldsOf(form).filter((field) => field.value).map((field) => [field.name, field.value]));
  const files = filesIn(form);
  if (Object.keys(values).length || files.length) write(keyOf(form), { values, files, at: Date.now() });
  else localStorage.removeItem(keyOf(form));
};

const restore = (form) => {
  const draft = read(keyOf(form));
  if (!draft || form.dataset.restored) return;
  form.dataset.restored = "yes";
  let filled = false;
  for (const field of fieldsOf(form)) {
    if (field.value || !draft.values[field.name]) continue;
    field.value = draft.values[field.name];
    field.closest("details:not(.menu)")?.setAttribute("open", "");
    filled = true;
  }
  const files = draft.files ?? [];
  if (filled || files.length) say(form, files);
};

const say = (form, files) => {
  const notice = document.getElementById("draft-restored").content.firstElementChild.cloneNode(true);
  const again = notice.querySelector("[data-files]");
  again.hidden = !files.length;
  again.append(files.join(", "));
  notice.querySelector("button").addEventListener("click", () => {
    localStorage.removeItem(keyOf(form));
    for (const field of fieldsOf(form)) field.value = field.defaultValue;
    notice.remove();
  });
  form.prepend(notice);
};

const sweep = () => {
  for (const key of keys()) {
    const draft = read(key);
    if (!draft || Date.now() - draft.at > KEPT_MS) localStorage.removeItem(key);
    // On the sign-in page nothing that was sent has arrived; on any other page it has, unless its form is back with errors.
    else if (draft.sent && !user) write(key, { ...draft, sent: false });
    else if (draft.sent && key.startsWith(`${PREFIX}${user}:`)) {
      const form = document.querySelector(`form[data-draft="${CSS.escape(key.split(":")[2])}"]`);
      if (!form?.querySelector("[role=alert]")) localStorage.removeItem(key);
    }
  }
};

// Files that were dropped on a row after the session had ended; said on the first page that is the person's again.
const LOST = "files-lost";
document.addEventListener(LOST, (event) => sessionStorage.setItem(LOST, event.detail.map((file) => file.name).join(", ")));

const sayLost = () => {
  const names = sessionStorage.getItem(LOST);
  if (!user || !names) return;
  sessionStorage.removeItem(LOST);
  const notice = document.getElementById(LOST).content.firstElementChild.cloneNode(true);
  notice.querySelector("[data-files]").append(names);
  document.getElementById("notices").append(notice);
};

const isSignIn = (xhr) => new URL(xhr.responseURL || location.href).pathname.endsWith("/account/login/");

const restoreIn = (scope) => scope.querySelectorAll("form[data-draft]").forEach(restore);

if (user) {
  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-draft]");
    if (form) keep(form);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-draft]");
    const draft = form && read(keyOf(form));
    if (draft && !form.hasAttribute("hx-post")) write(keyOf(form), { ...draft, sent: true });
  });
  document.addEventListener("click", (event) => {
    const form = event.target.closest?.("[data-cancel]")?.closest("form[data-draft]");
    if (form) localStorage.removeItem(keyOf(form));
    const inserter = event.target.closest?.("[data-insert]");
    if (!inserter) return;
    const field = document.querySelector(inserter.dataset.into);
    field.setRangeText(inserter.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    inserter.closest("details").open = false;
    field.focus();
    keep(field.form);
  });
  // What htmx has sent has arrived when the answer is neither the form again nor the sign-in page.
  document.addEventListener("htmx:afterRequest", (event) => {
    const { requestConfig, successful, xhr } = event.detail;
    // The answer may have taken the form's place by now: the event then comes from what still stands around it.
    const form = requestConfig.elt.closest?.("form[data-draft]");
    const hasArrived = successful && !isSignIn(xhr) && !xhr.responseText.includes("data-draft=");
    if (form && hasArrived) localStorage.removeItem(keyOf(form));
  });
  document.addEventListener("htmx:afterSettle", () => restoreIn(document));
}

// A request that is led to the sign-in page goes there as a page: nothing of it belongs in a row.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!isSignIn(event.detail.xhr)) return;
  event.detail.shouldSwap = false;
  const { pathname } = new URL(event.detail.xhr.responseURL);
  location.assign(`${pathname}?next=${encodeURIComponent(location.pathname + location.search)}`);
});

sweep();
restoreIn(document);
sayLost();
