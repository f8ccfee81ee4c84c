"""Score the reading of mandates against the annotated provisions of the specification, with its own scoring tool."""

import json
import subprocess
import sys
from pathlib import Path

from tracker.reading.reader import read_document
from tracker.reading.record import to_json


def dev_files(shared: Path) -> list[Path]:
    """Return the documents of which `gold/dev.jsonl` annotates provisions."""
    lines = (shared / "gold/dev.jsonl").read_text(encoding="utf-8").splitlines()
    symbols = {json.loads(line)["id"].partition("#")[0] for line in lines}
    names = (symbol.replace("/", "_").replace(" (", "_").replace(")", "").replace(" ", "") for symbol in symbols)
    return sorted(shared / "corpus/akn" / f"{name}.xml" for name in names)


def scores(shared: Path, gold: str, files: list[Path], folder: Path) -> dict[str, float]:
    """Return the measures of one gold file, read from these documents; their records are left in the folder."""
    for path in files:
        for resolution in read_document(path.read_bytes(), path.name).resolutions:
            target = folder / f"{path.stem}.json"
            target.write_text(json.dumps(to_json(resolution)), encoding="utf-8")
    tool = [sys.executable, shared / "tools/score_mandates.py", shared / "gold" / gold, folder]
    aliases = ["--aliases", shared / "gold/aliases.csv", "--json"]
    done = subprocess.run([*tool, *aliases], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)
