"""Print how well and how fast directives are read: the measures on the annotated provisions, documents a second.

Needs the specification's folder beside the project; says so where it is missing.
"""

import sys
import tempfile
import time
from pathlib import Path

from tests.reading.scoring import dev_files, scores
from tracker.reading.reader import read_document

SHARED = Path(__file__).resolve().parents[3] / "shared"


def main() -> None:
    if not SHARED.is_dir():
        print("directives: the corpora are not at ../shared; nothing measured")
        return
    files = dev_files(SHARED)
    with tempfile.TemporaryDirectory() as dev, tempfile.TemporaryDirectory() as seed:
        tables = {
            "dev": scores(SHARED, "dev.jsonl", files, Path(dev)),
            "seed": scores(SHARED, "seed.jsonl", [SHARED / "seed/A_RES_58_140.txt"], Path(seed)),
        }
    print(f"{'directives':24}" + "".join(f"{name:>8}" for name in tables))
    for measure in tables["dev"]:
        print(f"{measure:24}" + "".join(f"{table[measure]:8.3f}" for table in tables.values()))
    contents = [path.read_bytes() for path in files]
    start = time.process_time()
    for content in contents:
        read_document(content, "")
    print(
        f"structure and directives: {len(contents) / (time.process_time() - start):.0f} documents a second, one process"
    )


if __name__ == "__main__":
    sys.exit(main())
