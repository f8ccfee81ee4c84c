"""Decide the path of each provision from the labels in their order (corpus README, rules 1–6).

Reads the labels of one part of a resolution, section by section; gives each provision its path. Which level "(i)" has
follows from its neighbours alone, so that every format gets the same answer.
"""

from dataclasses import dataclass, field

from tracker.reading.structure.labels import is_number, meanings
from tracker.reading.structure.pieces import Label

# No list of the United Nations goes deeper; labels that would are kept at this depth.
MAX_DEPTH = 8


@dataclass(slots=True)
class Step:
    """One provision on the way to its path: its labels (none where it runs on), its words, and the section it is in."""

    labels: list[Label]
    text: str
    section: int
    path: tuple[str, ...] = ()


@dataclass(slots=True)
class _List:
    """A list that is open: its kind, how far it has come, and the path above it."""

    kind: str
    place: int
    above: tuple[str, ...]
    closed: dict[str, int] = field(default_factory=dict)


def give_paths(steps: list[Step]) -> None:
    """Set the path of every step, in place."""
    walk = _Walk(steps)
    for index in range(len(steps)):
        walk.take(index)


class _Walk:
    def __init__(self, steps: list[Step]) -> None:
        self.steps = steps
        # Where each number of a section stands last.
        self.last_at = {
            (step.section, step.labels[0].sign): index
            for index, step in enumerate(steps)
            if step.labels and is_number(step.labels[0])
        }
        self.top = ""
        self.top_number = 0
        self.inner_number = 0
        self.inner_above: tuple[str, ...] = ()
        self.lists: list[_List] = []
        self.closed: dict[str, int] = {}
        self.last: Step | None = None
        self.ran_on = False

    def take(self, index: int) -> None:
        step = self.steps[index]
        if self.last is not None and step.section != self.last.section:
            self._open_section(index)
        if not step.labels:
            step.path = self._running()
            self.ran_on = True
        else:
            for label in step.labels:
                step.path = self._labelled(label, index)
                self.last = step
            self.ran_on = False
        self.last = step

    def _open_section(self, index: int) -> None:
        # Numbers may run on through sections or restart; letters always restart.
        self.lists.clear()
        self.inner_number = 0
        self.inner_above = ()
        if not self._numbers_follow(index):
            self.top, self.top_number = "", 0

    def _numbers_follow(self, index: int) -> bool:
        """Say whether the next number in this section goes on from the last one."""
        section = self.steps[index].section
        for step in self.steps[index:]:
            if step.section != section:
                return False
            if step.labels and is_number(step.labels[0]):
                return 0 < self.top_number == int(step.labels[0].sign) - 1 and bool(self.steps[index].labels)
        return False

    # --- Paragraphs without a label (rules 4 and 5) ---

    def _running(self) -> tuple[str, ...]:
        if self.last is None or not self.top:
            return ("",)
        unfinished = len(self.last.path) > 1 and not self._ended(self.last)
        return self.last.path if unfinished else (self.top,)

    def _ended(self, step: Step) -> bool:
        return step.text.rstrip("”\"’' ").endswith((";", ",", ".", "；", "，", "。", "،", "؛"))

    # --- Numbered paragraphs (rules 1, 6 and 7) ---

    def _labelled(self, label: Label, index: int) -> tuple[str, ...]:
        return self._number(label, index) if is_number(label) else self._item(label, index)

    def _number(self, label: Label, index: int) -> tuple[str, ...]:
        value = int(label.sign)
        if self.top_number and self._is_inner(value, index):
            above = self.inner_above if self.inner_number else self.last.path if self.last else (self.top,)
            self.inner_above, self.inner_number = above, value
            self.lists.clear()
            self.closed.clear()
            return (*above, label.sign)
        self.top, self.top_number = label.sign, value
        self.inner_number, self.inner_above = 0, ()
        self.lists.clear()
        self.closed.clear()
        return (label.sign,)

    def _is_inner(self, value: int, index: int) -> bool:
        """Say whether a number belongs to a text quoted inside a paragraph: it starts or goes on from 1, and the
        numbers outside go on after it (or the paragraph before it opened a list)."""
        follows_top = value == self.top_number + 1
        if self.inner_number:
            if value != self.inner_number + 1:
                return False
            return not follows_top or self._comes_later(self.top_number + 1, index)
        if self._opened() and (value == 1 or (self.ran_on and not follows_top)):
            return True
        return value == 1 and self._comes_later(self.top_number + 1, index)

    def _comes_later(self, value: int, index: int) -> bool:
        return self.last_at.get((self.steps[index].section, str(value)), -1) > index

    # --- Sub-paragraphs (rules 2 and 3) ---

    def _item(self, label: Label, index: int) -> tuple[str, ...]:
        found = meanings(label)
        if not found:
            return self._open("other", 1, label.sign)
        if found[0][0].startswith("bullet"):
            return self._bullet(found[0][0])
        goes_on = [(kind, place) for kind, place in found if self._going_on(kind, place) is not None]
        starts = [(kind, place) for kind, place in found if place == 1]
        if goes_on and starts and not self._starts_here(starts[0], goes_on[0], index):
            starts = []
        if starts and not (goes_on and goes_on[0] == starts[0]):
            return self._open(starts[0][0], 1, label.sign)
        if goes_on:
            kind, place = goes_on[0]
            if len(goes_on) > 1:
                kind, place = max(goes_on, key=lambda one: self._going_on(*one) or 0)
            return self._go_on(self._going_on(kind, place) or 0, place, label.sign)
        return self._out_of_turn(found, label)

    def _going_on(self, kind: str, place: int) -> int | None:
        """Return the depth of the innermost open list that this place continues, None if there is none."""
        for depth in range(len(self.lists) - 1, -1, -1):
            if self.lists[depth].kind == kind and self.lists[depth].place + 1 == place:
                return depth
        return None

    def _starts_here(self, start: tuple[str, int], going_on: tuple[str, int], index: int) -> bool:
        """Say whether a label that could go on ("(i)" after "(h)") starts a list of its own instead."""
        kind, _ = start
        for step in self.steps[index + 1 :]:
            if not step.labels or is_number(step.labels[0]):
                if step.labels:
                    break
                continue
            for next_kind, place in meanings(step.labels[0]):
                if next_kind == kind and place == 2:
                    return True
                if next_kind == going_on[0] and place == going_on[1] + 1:
                    return False
        return bool(self.last and self.last.text.rstrip().endswith((":", "：")))

    def _open(self, kind: str, place: int, sign: str) -> tuple[str, ...]:
        above = self._above()[: MAX_DEPTH - 1]
        while self.lists and len(self.lists[-1].above) >= len(above):
            self.lists.pop()
        self.lists.append(_List(kind, place, above))
        return (*above, sign)

    def _above(self) -> tuple[str, ...]:
        if self.last is None or not self.last.path:
            return (self.top,)
        return self.last.path

    def _go_on(self, depth: int, place: int, sign: str) -> tuple[str, ...]:
        for shut in self.lists[depth + 1 :]:
            self.closed[shut.kind] = shut.place
        del self.lists[depth + 1 :]
        self.lists[depth].place = place
        return (*self.lists[depth].above, sign)

    def _bullet(self, kind: str) -> tuple[str, ...]:
        for depth in range(len(self.lists) - 1, -1, -1):
            if self.lists[depth].kind == kind and not (self.ran_on and self._opened()):
                place = self.lists[depth].place + 1
                return self._go_on(depth, place, f"-{place}")
        return self._open(kind, 1, "-1")

    def _opened(self) -> bool:
        return bool(self.last and self.last.text.rstrip().endswith((":", "：")))

    def _out_of_turn(self, found: list[tuple[str, int]], label: Label) -> tuple[str, ...]:
        # Letters may run on from one roman number to the next: (i) (a) (b) (ii) (c).
        for kind, place in found:
            if self.closed.get(kind, 0) + 1 == place and self.closed.get(kind):
                return self._open(kind, place, label.sign)
        # A label that jumps or repeats stays in the list of its kind.
        for kind, place in found:
            for depth in range(len(self.lists) - 1, -1, -1):
                if self.lists[depth].kind == kind:
                    return self._go_on(depth, place, label.sign)
        kind, place = found[0]
        return self._open(kind, place, label.sign)
