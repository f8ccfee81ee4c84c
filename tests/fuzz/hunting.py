"""Read damaged documents in the sandbox, and say of each that did harm which and how."""

import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

from tests.fuzz.mutations import damage
from tests.fuzz.originals import ROOT, originals
from tracker.reading.records import UnreadableError
from tracker.reading.sandbox import Pool

FINDINGS = ROOT / "tests" / "samples" / "fuzz"
# What a refusal says when not the file but the program failed, or when a small file was too much for it.
_HARM = ("fault of this program", "READING_MEMORY_MIB", "READING_CPU_SECONDS", "READING_WALL_SECONDS")
_SLOW = 10.0


def damaged(seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield damaged documents without end, each with the name of its original; a seed gives the same ones again."""
    chance = Random(seed)
    documents = originals()
    names = sorted(documents)
    while True:
        name = chance.choice(names)
        yield name, damage(documents[name], chance)


def harm_of(pool: Pool, content: bytes, name: str) -> str:
    """Return what harm reading a document does, "" if it is read or refused for a reason of its own."""
    began = time.monotonic()
    try:
        pool.read(content, name)
    except UnreadableError as refusal:
        if any(words in str(refusal) for words in _HARM):
            return str(refusal)
    seconds = time.monotonic() - began
    return f"It took {seconds:.0f} seconds." if seconds > _SLOW else ""


def keep(content: bytes, name: str) -> Path:
    """Keep a document that did harm as a sample, and return where."""
    FINDINGS.mkdir(parents=True, exist_ok=True)
    path = FINDINGS / f"{hashlib.sha256(content).hexdigest()[:12]}{Path(name).suffix}"
    path.write_bytes(content)
    return path
