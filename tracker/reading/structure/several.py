"""Find where each resolution starts in a file that holds several, so that they can be offered one by one.

Called first by the structure stage. A resolution starts with its title ("58/140. ...", "Resolution 1291 (2000)") and
the header and adoption lines above it; a title counts only where an enacting formula or an adoption line is near.
"""

from collections.abc import Sequence

from tracker.reading.records import Block
from tracker.reading.structure import front
from tracker.reading.structure.furniture import is_furniture
from tracker.reading.structure.zones import formula, opens_decision

# How far below its title the first words of a resolution may stand, in blocks.
_NEAR = 14
# How far above the title its header may reach, in blocks.
_HEADER = 12


def split(blocks: Sequence[Block]) -> list[Sequence[Block]]:
    """Return the blocks of each document in the file; one list where there is one resolution or none."""
    starts: list[int] = []
    numbers: set[str] = set()
    for index, block in enumerate(blocks):
        if block.role in ("table", "note", "furniture", "operative", "preambular") or len(block.text) > 600:
            continue
        number = front.title_number(f"{block.label} {block.text}" if block.label else block.text)
        if number and number not in numbers and _body_is_near(blocks, index):
            numbers.add(number)
            starts.append(_start_of_header(blocks, index, starts[-1] + 1 if starts else 0))
    if len(starts) < 2:
        return [blocks]
    starts[0] = 0
    return [blocks[start:end] for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True)]


def _body_is_near(blocks: Sequence[Block], index: int) -> bool:
    return any(formula(block.text) or opens_decision(block.text) for block in blocks[index + 1 : index + 1 + _NEAR])


def _start_of_header(blocks: Sequence[Block], title: int, floor: int) -> int:
    start = title
    for index in range(title - 1, max(floor, title - _HEADER) - 1, -1):
        block = blocks[index]
        if not (block.role == "front" or front.is_front(block.text) or is_furniture(block)):
            break
        start = index
    return start
