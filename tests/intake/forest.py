"""A resolution of our own making, which asks for twelve things and a thirteenth; for tests of review and taking in."""

from pathlib import Path

FOREST = (Path(__file__).parent / "forest.txt").read_text(encoding="utf-8")
