"""Measure the reading: documents a second and peak memory for each format, and what many documents cost.

Run by `make bench`, or alone: `PYTHONPATH=. .venv/bin/python tests/bench/reading.py --documents 100 --many 100 1000`.
Reads the corpus of official documents where it lies beside the project, else the sample that ships with it, made into
each format. "One process" is this one, warm, by the processor time that it takes, so that other work on the machine
counts less; "two" is the pool of limited child processes that the program reads in, by the clock.
"""

import argparse
import itertools
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import tracker.reading
from tests.reading.test_organs import as_page, as_pdf, as_word
from tracker.reading.reader import read_document
from tracker.reading.sandbox import Pool

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
SHIPPED = Path(tracker.reading.__file__).parent / "samples" / "A_RES_58_140.txt"
FORMATS = {"akn": "xml", "txt": "txt", "docx": "docx", "pdf": "pdf", "languages": "xml", "html": "html"}
# After so many documents a process is as fast as it gets.
WARM = 10


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--documents", type=int, default=150, metavar="N", help="documents of each format (150)")
    options.add_argument(
        "--many", type=int, nargs="+", default=[100, 1_000, 5_000], metavar="N", help="runs of so many"
    )
    given = options.parse_args()
    print("Reading: documents a second, and the peak memory of a reading process\n")
    print(f"{'':12}{'':>10}{'one process':^26}{'two processes':^26}{'peak':>8}")
    print(
        f"{'format':12}{'documents':>10}{'structure':>13}{'directives':>13}{'structure':>13}{'directives':>13}{'MiB':>8}"
    )
    for name in FORMATS:
        if documents := documents_of(name, given.documents):
            print(row(name, documents), flush=True)
    print("\nMany documents (text), two processes: seconds in all, and the peak memory of a reading process so far\n")
    print(f"{'documents':>10}{'structure':>13}{'MiB':>8}{'directives':>13}{'MiB':>8}")
    texts = documents_of("txt", given.documents)
    for count in given.many:
        cells = [run_of(texts, count, structure_only) for structure_only in (True, False)]
        print(f"{count:>10,}" + "".join(f"{seconds:>12.1f}s{peak:>8.0f}" for seconds, peak in cells), flush=True)


def documents_of(name: str, most: int) -> list[bytes]:
    """Return documents of a format: of the corpus where it is at hand, else the shipped sample in that format."""
    found = sorted((CORPUS / name).rglob(f"*.{FORMATS[name]}"))
    if found:
        return [path.read_bytes() for path in found[:: max(1, len(found) // most)][:most]]
    words = SHIPPED.read_text(encoding="utf-8")
    made = {"txt": str.encode, "docx": as_word, "pdf": as_pdf, "html": as_page}
    return [made[name](words)] * most if name in made else []


def row(name: str, documents: Sequence[bytes]) -> str:
    one = [alone(documents, structure_only) for structure_only in (True, False)]
    two, peaks = [], []
    for structure_only in (True, False):
        seconds, peak = run_of(documents, len(documents), structure_only)
        two.append(len(documents) / seconds)
        peaks.append(peak)
    speeds = "".join(f"{speed:>13.0f}" for speed in (*one, *two))
    return f"{name:12}{len(documents):>10}{speeds}{max(peaks):>8.0f}"


def alone(documents: Sequence[bytes], structure_only: bool) -> float:
    """Return how many documents a second this process reads, once warm."""
    for content in documents[:WARM]:
        read_document(content, "bench", structure_only=structure_only)
    start = time.process_time()
    for content in documents:
        read_document(content, "bench", structure_only=structure_only)
    return len(documents) / (time.process_time() - start)


def run_of(documents: Sequence[bytes], count: int, structure_only: bool) -> tuple[float, float]:
    """Return the seconds that two reading processes take for `count` documents, and the peak memory of one in MiB."""
    with Pool(size=2) as pool, ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda content: pool.read(content, "bench", structure_only=structure_only), documents[:WARM]))
        start, peak = time.perf_counter(), 0.0

        def read(content: bytes) -> None:
            pool.read(content, "bench", structure_only=structure_only)

        for _ in threads.map(read, itertools.islice(itertools.cycle(documents), count)):
            pass
        seconds = time.perf_counter() - start
        peak = max(peak, *peaks_of(pool))
    return seconds, peak


def peaks_of(pool: Pool) -> Iterator[float]:
    """Give the peak memory of each process of a pool in MiB; nothing where the system does not tell."""
    yield 0.0
    for process in pool._idle:
        status = Path(f"/proc/{process._child.pid}/status")
        if status.exists():
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
            yield int(lines["VmHWM"].split()[0]) / 1024


if __name__ == "__main__":
    main()
