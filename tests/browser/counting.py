"""Counts what a flow asks of its person: clicks, keys, and seconds by the keystroke-level model of ux.md.

Reading, free text and the server's time are left out, as there. A flow's test does all that counts through this.
"""

from playwright.sync_api import Locator, Page

# Seconds of one operator: think, point, press the button, press a key, move the hand between mouse and keys.
THINK, POINT, CLICK, KEY, HAND = 1.35, 1.1, 0.2, 0.28, 0.4


class Counted:
    """The hands of one person on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.keys = 0
        self.seconds = 0.0
        self._hand = ""

    def think(self) -> None:
        """Decide what to do: once for each thing to choose, not for each movement."""
        self.seconds += THINK

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1
        self.seconds += self._moved("mouse") + POINT + CLICK

    def choose(self, select: Locator, label: str) -> None:
        """Click an option of a list that a click has opened; the browser draws it outside of the page."""
        select.select_option(label)
        self.clicks += 1
        self.seconds += POINT + CLICK

    def press(self, keys: str) -> None:
        """Press one key, or several held together ("Control+Enter"), which count as one."""
        self.page.keyboard.press(keys)
        self.keys += 1
        self.seconds += self._moved("keys") + KEY * len(keys.split("+"))

    def paste(self, words: str) -> None:
        """Paste what is at hand by Ctrl+V."""
        self.page.keyboard.insert_text(words)
        self.keys += 1
        self.seconds += self._moved("keys") + 2 * KEY

    def _moved(self, to: str) -> float:
        moved = HAND if self._hand and self._hand != to else 0.0
        self._hand = to
        return moved
