// Review of proposals: after a decision the next one is current; the words it rests on are in view; nothing is sent until "Confirm".

const form = document.querySelector("[data-review]");
const dialog = document.querySelector("#sure");

const proposals = () => [...form.querySelectorAll("[data-proposal]")];
const decided = (proposal) => proposal.querySelector("input[type=radio]:checked");
const field = (proposal, name) => proposal.querySelector(`[name$="-${name}"]`);

const makeCurrent = (proposal) => {
  document.querySelectorAll("[data-row].is-current").forEach((row) => row.classList.remove("is-current"));
  document.querySelectorAll(".provision.is-current").forEach((text) => text.classList.remove("is-current"));
  if (!proposal) return;
  proposal.classList.add("is-current");
  proposal.scrollIntoView({ block: "nearest" });
  const text = document.getElementById(proposal.dataset.text);
  text?.classList.add("is-current");
  text?.scrollIntoView({ block: "center" });
};

const count = () => {
  const all = proposals();
  const shown = form.querySelector("[data-review-count]");
  shown.textContent = `${all.filter(decided).length} / ${all.length}`;
};

const confirmButton = () => form.querySelector(".review-confirm button.btn-primary");

const onDecision = (event) => {
  if (event.target.type !== "radio") return;
  const all = proposals();
  const here = event.target.closest("[data-proposal]");
  const next = all.slice(all.indexOf(here) + 1).find((proposal) => !decided(proposal)) ?? all.find((proposal) => !decided(proposal));
  count();
  if (!next) {
    confirmButton().focus();
    return;
  }
  makeCurrent(next);
  next.querySelector("[data-row-link]").focus({ preventScroll: true });
};

const onOpen = (event) => {
  if (event.target.open) event.target.querySelector("input:not([type=checkbox]), textarea, select")?.focus();
};

// Correcting addressees offers the same correction for the proposals where the same was read.

const namesIn = (text) => text.split(";").map((name) => name.trim()).filter(Boolean);

const likes = (proposal) => {
  const corrected = field(proposal, "addressees");
  const gone = namesIn(corrected.defaultValue).filter((name) => !namesIn(corrected.value).includes(name));
  if (gone.length !== 1) return [];
  return proposals().filter((other) => other !== proposal && namesIn(field(other, "addressees").defaultValue).includes(gone[0]));
};

const offerLikes = (proposal) => {
  const offer = proposal.querySelector("[data-spreads]");
  const found = likes(proposal);
  offer.hidden = found.length === 0;
  offer.querySelector("[data-likes]")?.remove();
  if (offer.hidden) return;
  const places = document.createElement("span");
  places.dataset.likes = "";
  places.className = "text-muted";
  places.textContent = ` (${found.map((other) => other.querySelector("[data-row-link]").textContent.trim()).join(", ")})`;
  offer.append(places);
};

// The list of those above the line that nobody has decided on, before they are accepted all at once.

const listSure = () => {
  const open = [...dialog.querySelectorAll("[data-sure-of]")].filter((entry) => {
    entry.hidden = Boolean(decided(document.getElementById(entry.dataset.sureOf)));
    return !entry.hidden;
  });
  dialog.querySelector("[data-sure-count]").textContent = open.length;
};

const acceptSure = () => {
  for (const proposal of form.querySelectorAll("[data-sure]")) {
    if (!decided(proposal)) proposal.querySelector("input[value=accept]").checked = true;
  }
  count();
  dialog.close();
  confirmButton().focus();
};

if (form) {
  form.addEventListener("change", onDecision);
  form.addEventListener("input", (event) => {
    if (event.target.name?.endsWith("-addressees")) offerLikes(event.target.closest("[data-proposal]"));
  });
  form.addEventListener("toggle", onOpen, true);
  form.addEventListener("focusin", (event) => {
    const proposal = event.target.closest("[data-proposal]");
    if (proposal && !proposal.classList.contains("is-current")) makeCurrent(proposal);
  });
  form.querySelectorAll("[data-spreads]").forEach((offer) => (offer.hidden = true));
  form.querySelector("[data-open='#sure']")?.addEventListener("click", listSure);
  dialog?.querySelector("[data-accept-sure]").addEventListener("click", acceptSure);
  makeCurrent(proposals()[0]);
  count();
}
