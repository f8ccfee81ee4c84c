// A range drawn with the pointer over the columns of a picture opens the list of all it covers. The links under the picture
// and those of the single columns do the same without drawing.

const FROM = "closes_from";
const TO = "closes_to";
let drawn = null;

const across = (place) => [Math.min(drawn.start, place), Math.max(drawn.start, place)];

const covered = (drawing, from, to) =>
  [...drawing.querySelectorAll("a")].filter((link) => {
    const box = link.getBoundingClientRect();
    return box.right > from && box.left < to;
  });

document.addEventListener("pointerdown", (event) => {
  const drawing = event.target.closest?.("[data-ranges]");
  if (drawing && event.button === 0) drawn = { drawing, start: event.clientX, moved: false };
});

// A link that is pulled would else be carried away as one.
document.addEventListener("dragstart", (event) => {
  if (drawn && event.target.closest?.("[data-ranges]")) event.preventDefault();
});

document.addEventListener("pointermove", (event) => {
  if (!drawn || Math.abs(event.clientX - drawn.start) < 8) return;
  drawn.moved = true;
  const inside = new Set(covered(drawn.drawing, ...across(event.clientX)));
  for (const link of drawn.drawing.querySelectorAll("a")) link.classList.toggle("is-chosen", inside.has(link));
});

document.addEventListener("pointerup", (event) => {
  if (!drawn?.moved) {
    drawn = null;
    return;
  }
  const addresses = covered(drawn.drawing, ...across(event.clientX)).map((link) => new URL(link.href.baseVal, location));
  drawn = null;
  // The click that follows would open the one column under the pointer.
  addEventListener("click", (click) => click.preventDefault(), { capture: true, once: true });
  if (!addresses.length) return;
  const days = (name) => addresses.map((address) => address.searchParams.get(name)).sort();
  const [address] = addresses;
  address.searchParams.set(FROM, days(FROM)[0]);
  address.searchParams.set(TO, days(TO).at(-1));
  location.assign(address);
});

document.addEventListener("pointercancel", () => {
  drawn = null;
});
