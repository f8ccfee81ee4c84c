"""Which files a command is to read: the paths given, and in folders every file that may hold a resolution.

Shared by the commands `read` and `import_resolutions`.
"""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tracker.reading.records import UnreadableError

READABLE = {".txt", ".xml", ".akn", ".pdf", ".docx", ".docm", ".doc", ".html", ".htm"}


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read, and the folder below the given path in which it stands, for mirroring."""

    path: Path
    folder: Path


@dataclass(frozen=True, slots=True)
class Sources:
    """The files to read, the paths that are not there, and how many files of other types were passed over."""

    files: list[Source]
    missing: list[Path]
    passed_over: int


def find_sources(paths: Iterable[str]) -> Sources:
    """Return the files at the paths. Folders are walked in order; a file named outright is read whatever its name."""
    files, missing, passed_over = [], [], 0
    for given in map(Path, paths):
        if given.is_file():
            files.append(Source(given, Path()))
        elif given.is_dir():
            below = sorted(path for path in given.rglob("*") if path.is_file())
            chosen = [path for path in below if path.suffix.lower() in READABLE]
            files += [Source(path, path.parent.relative_to(given)) for path in chosen]
            passed_over += len(below) - len(chosen)
        else:
            missing.append(given)
    return Sources(files, missing, passed_over)


def explained(error: Exception) -> str:
    """Return what is wrong with a file in words that say where and why."""
    if isinstance(error, UnreadableError):
        return f"{error.place}: {error}" if error.place else str(error)
    return f"{type(error).__name__}: {error}"


def in_turn(work, items: list, jobs: int):
    """Give (item, result or exception) for each item in order, working on `jobs` of them at once."""

    def attempt(item):
        try:
            return item, work(item)
        except Exception as error:  # noqa: BLE001 - whatever one file does, the others go on
            return item, error

    if jobs <= 1:
        yield from map(attempt, items)
        return
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(attempt, items)
