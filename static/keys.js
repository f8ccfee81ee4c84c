// Keyboard: a control with data-key="a" or data-key="g m" is pressed by that key or sequence.
// Rows with data-row are walked with j and k, and opened with o. <html data-keys="off"> switches single keys off, and
// <html data-own-keys='{"u": "l"}'> says that this person presses l where a control says u; "" is no key at all.

const SEQUENCE_MS = 1200;
const root = document.documentElement;
const own = JSON.parse(root.dataset.ownKeys ?? "{}");
let begun = "";
let timer = 0;

const isTyping = (target) =>
  target.isContentEditable ||
  (target.matches?.("input, textarea, select") && !target.matches("[type=checkbox], [type=radio], [type=button], [type=submit]"));

// Letters by their place on the keyboard where the layout is not Latin.
const nameOf = (event) => {
  if (/^[\x20-\x7e]$/.test(event.key) || !/^Key[A-Z]$/.test(event.code)) return event.key;
  return event.shiftKey ? event.code[3] : event.code[3].toLowerCase();
};

const capOf = (key) => own[key] ?? key;

// The usual key of what was pressed. A person's own sign holds as it is printed on the cap, whatever the layout.
const usualOf = (event) => {
  const [pressed, named] = [event.key, nameOf(event)];
  const meant = Object.keys(own).find((key) => own[key] === pressed) ?? Object.keys(own).find((key) => own[key] === named);
  return meant ?? (named in own ? "" : named);
};

const isShown = (element) => element.checkVisibility?.() ?? true;

// Digits choose from what is open: a menu first, then the form that has the focus, of which a list may hold several.
const places = () => [document.querySelector("details.menu[open]"), document.activeElement?.closest("form"), document].filter(Boolean);

const controlIn = (place, keys) =>
  [...place.querySelectorAll(`[data-key="${CSS.escape(keys)}"]`)].find((element) => isShown(element) && !element.disabled);

const controlFor = (keys) => places().map((place) => controlIn(place, keys)).find(Boolean);

const press = (element) => {
  if (isTyping(element)) {
    element.focus();
    element.select?.();
  } else {
    element.click();
  }
};

const rows = () => [...document.querySelectorAll("[data-row]")].filter(isShown);

const walk = (step) => {
  const all = rows();
  if (!all.length) return false;
  const at = all.findIndex((row) => row.classList.contains("is-current"));
  const next = all[at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1)];
  all[at]?.classList.remove("is-current");
  next.classList.add("is-current");
  (next.querySelector("[data-row-link], a") ?? next).focus();
  next.scrollIntoView({ block: "nearest" });
  return true;
};

const openRow = () => {
  const row = document.querySelector("[data-row].is-current");
  const link = row?.querySelector("[data-row-link], a");
  link?.click();
  return Boolean(link);
};

// Keys of the current row come first, so that each row may have its own "u".
const inRow = (keys) => document.querySelector(`[data-row].is-current [data-row-key="${CSS.escape(keys)}"]`);

const answer = (keys) => {
  const control = inRow(keys) ?? controlFor(keys);
  if (control) press(control);
  return Boolean(control) || (keys === "j" && walk(1)) || (keys === "k" && walk(-1)) || (keys === "o" && openRow());
};

const begins = (keys) => document.querySelector(`[data-key^="${CSS.escape(keys)} "]`);

// The last notice that offers to take something back.
const undo = () => {
  const button = [...document.querySelectorAll("#notices form button")].at(-1);
  button?.click();
  return Boolean(button);
};

// One level back: out of a field, then to the page above. Menus, dialogs and forms in rows close by themselves.
const back = (target) => {
  if (document.querySelector("dialog[open], details.menu[open]")) return false;
  if (isTyping(target)) {
    target.blur();
    return true;
  }
  const above = [...document.querySelectorAll(".crumbs a")].at(-1);
  above?.click();
  return Boolean(above);
};

// In the list of a person's own keys a key that is pressed takes the place of the one before; Backspace leaves none.
const choose = (event) => {
  const key = ["Backspace", "Delete"].includes(event.key) ? "" : nameOf(event);
  if (key.length > 1 || key === " ") return false;
  event.target.value = key;
  event.preventDefault();
  return true;
};

const onKey = (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey) {
    // Where a form has several ends, its field names the button that is meant.
    const button = event.target.dataset?.submit && document.querySelector(event.target.dataset.submit);
    if (event.key === "Enter" && button) button.click();
    else if (event.key === "Enter" && event.target.form) event.target.form.requestSubmit();
    else if (nameOf(event).toLowerCase() === "k" && document.querySelector("[data-palette]")) document.querySelector("[data-palette]").click();
    else if (nameOf(event).toLowerCase() === "z" && !event.shiftKey && !isTyping(event.target) && undo()) event.preventDefault();
    else return;
    event.preventDefault();
    return;
  }
  if (event.key === "Escape" && root.dataset.keys !== "off") {
    // After the others have had it: a form in a row closes, a search field empties itself.
    setTimeout(() => event.defaultPrevented || back(event.target));
    return;
  }
  if (event.target.matches?.("[data-own-key]") && !event.altKey && choose(event)) return;
  if (event.altKey || root.dataset.keys === "off" || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const key = begun ? nameOf(event) : usualOf(event);
  if (key.length !== 1 || key === " ") return;
  const keys = begun ? `${begun} ${key}` : key;
  clearTimeout(timer);
  begun = "";
  if (answer(keys)) {
    event.preventDefault();
  } else if (begins(keys)) {
    begun = keys;
    timer = setTimeout(() => (begun = ""), SEQUENCE_MS);
    event.preventDefault();
  }
};

// The list of keys is made from the page, so that it never lies.
const list = () => {
  const body = document.querySelector("[data-keys-list]");
  if (!body) return;
  body.querySelectorAll("[data-found]").forEach((element) => element.remove());
  const seen = new Set();
  for (const control of [...document.querySelectorAll("[data-key], [data-row-key]")].reverse()) {
    const keys = control.dataset.key ?? control.dataset.rowKey;
    const [first, ...rest] = keys.split(" ");
    if (seen.has(keys) || !capOf(first) || !isShown(control)) continue;
    seen.add(keys);
    const term = document.createElement("dt");
    const words = document.createElement("dd");
    term.dataset.found = words.dataset.found = "";
    for (const key of [capOf(first), ...rest]) {
      const cap = document.createElement("kbd");
      cap.textContent = key;
      term.append(cap, " ");
    }
    words.textContent = control.dataset.keyLabel ?? control.getAttribute("aria-label") ?? control.textContent.trim();
    body.prepend(term, words);
  }
};

const announce = (scope) => {
  if (root.dataset.keys === "off") return;
  for (const control of scope.querySelectorAll("[data-key]:not([data-key*=' '])")) {
    const cap = capOf(control.dataset.key);
    if (cap) control.setAttribute("aria-keyshortcuts", cap);
  }
};

document.addEventListener("keydown", onKey);
document.addEventListener("focusin", (event) => {
  const row = event.target.closest?.("[data-row]");
  if (!row) return;
  document.querySelectorAll("[data-row].is-current").forEach((other) => other !== row && other.classList.remove("is-current"));
  row.classList.add("is-current");
});
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-open='#keys']")) list();
});
document.addEventListener("htmx:afterSwap", (event) => announce(event.target.parentElement ?? document));
announce(document);
