"""Reads a workbook in a process of its own, within limits of memory, time and output; run as a script, never imported by a door.

It gets the workbook as its standard input (a file), and writes JSON lines: ``["sheet", name]``, ``[row number, [texts]]`` for each row
that holds something, and at last ``["end"]`` or ``["refused", code, params]``. Where the last line is missing, it ran into a limit.
"""

from __future__ import annotations

import json
import mmap
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

MEMORY = 300_000_000
"""Bytes of address space."""
MAX_OUTPUT = 200_000_000
"""Bytes that may be written."""
MAX_SPREAD = 50_000_000
"""Characters that merged cells may fill other rows with."""
SECONDS = 1
"""Of processor time; one more for each `BYTES_A_SECOND` that the workbook unpacks to."""
BYTES_A_SECOND = 8_000_000
MAX_UNPACKED = 500_000_000
MAX_RATIO = 50
"""Real workbooks unpack to less than 15 times their size."""
SMALL = 5_000_000
"""Bytes below which the ratio says nothing."""
MAX_PARTS = 5_000
_PIECE = 1_000_000
_MARKS = (b"<!DOCTYPE", b"<!ENTITY")
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_UNREAD = ("xl/media/", "xl/printerSettings/", "Pictures/", "docProps/")


class Refusal(Exception):
    """A workbook that is not read, with the code of the sentence that says why."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


def main() -> None:
    """Read the standard input and write what it holds."""
    _limit(SECONDS)
    out = sys.stdout
    try:
        for line in _lines(sys.stdin.buffer):
            out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")))
            out.write("\n")
        out.write('["end"]\n')
    except Refusal as refusal:
        out.write(json.dumps(["refused", refusal.code, refusal.params]) + "\n")
    out.flush()


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # not on this system: the limit of time that the parent keeps has to do
        return
    for kind, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, MAX_OUTPUT), (resource.RLIMIT_CORE, 0)):
        resource.setrlimit(kind, (most, resource.getrlimit(kind)[1]))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _lines(given: IO[bytes]) -> Iterator[list[Any]]:
    with mmap.mmap(given.fileno(), 0, access=mmap.ACCESS_READ) as content:
        n_sheets = MAX_PARTS
        if content[:4] == b"PK\x03\x04":
            unpacked, n_sheets = _inspect(content, given)
            _limit(SECONDS + unpacked // BYTES_A_SECOND)
    from python_calamine import CalamineWorkbook

    given.seek(0)
    try:
        book = CalamineWorkbook.from_filelike(given)
        if len(book.sheet_names) > n_sheets:
            raise Refusal("workbook_parts", found=len(book.sheet_names), limit=n_sheets)
        for name in book.sheet_names:
            yield ["sheet", name]
            yield from _rows(book.get_sheet_by_name(name))
    except (Refusal, MemoryError, OSError):
        raise
    except BaseException as fault:
        # The reader is written in Rust and panics on some damaged files: PanicException is no Exception.
        if not isinstance(fault, Exception) and type(fault).__name__ != "PanicException":
            raise
        raise Refusal("bad_workbook", found=(str(fault) or type(fault).__name__)[:200]) from fault


def _inspect(content: mmap.mmap, given: IO[bytes]) -> tuple[int, int]:
    """Look through an archive before anything reads it as a workbook; give its size unpacked, and the most sheets it can hold."""
    n_parts = _n_parts(content)
    if n_parts > MAX_PARTS:
        raise Refusal("workbook_parts", found=n_parts, limit=MAX_PARTS)
    try:
        with zipfile.ZipFile(given) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as fault:
        raise Refusal("bad_workbook", found=str(fault)[:200]) from fault
    if len(parts) > MAX_PARTS:
        raise Refusal("workbook_parts", found=len(parts), limit=MAX_PARTS)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED or (unpacked > SMALL and unpacked > MAX_RATIO * len(content)):
        raise Refusal("workbook_bomb", found=unpacked // 1_000_000, packed=max(1, len(content) // 1_000))
    if sum(part.compress_size for part in parts) > len(content) or len({p.header_offset for p in parts}) < len(parts):
        raise Refusal("bad_workbook", found="overlapping parts")
    for part in parts:
        if not part.is_dir() and not part.filename.startswith(_UNREAD):
            _scan(content, part)
    return unpacked, sum(not part.is_dir() and "sheet" in part.filename.lower() for part in parts) or len(parts)


def _n_parts(content: mmap.mmap) -> int:
    """Read how many parts the archive itself tells of: a million of them would be slow to list."""
    at = content.rfind(b"PK\x05\x06", max(0, len(content) - 70_000))
    if at < 0 or at + 22 > len(content):
        raise Refusal("bad_workbook", found="no end of archive")
    n_parts, size = struct.unpack("<HI", content[at + 10 : at + 16])
    # The count wraps at 65,536; an entry takes 46 bytes at least.
    return int(max(n_parts, size // 1_000))


def _scan(content: mmap.mmap, part: zipfile.ZipInfo) -> None:
    """Unpack one part piece by piece: more than it declares, or a declaration of entities, is refused."""
    rest, n_bytes = b"", 0
    for piece in _pieces(content, part):
        n_bytes += len(piece)
        if n_bytes > part.file_size:
            raise Refusal("workbook_bomb", found=max(1, n_bytes // 1_000_000), packed=max(1, len(content) // 1_000))
        if any(mark in rest + piece for mark in _MARKS):
            raise Refusal("workbook_entities")
        if not rest and piece[:2] in (b"\xff\xfe", b"\xfe\xff") and part.filename.endswith((".xml", ".rels")):
            raise Refusal("bad_workbook", found=f"{part.filename}: UTF-16")
        rest = piece[-16:]


def _pieces(content: mmap.mmap, part: zipfile.ZipInfo) -> Iterator[bytes]:
    header = content[part.header_offset : part.header_offset + 30]
    if len(header) < 30 or part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refusal("bad_workbook", found=f"{part.filename[:100]}: encrypted or packed in another way")
    _, n_name, n_extra = _LOCAL_HEADER.unpack(header)
    start = part.header_offset + 30 + n_name + n_extra
    places = range(start, min(start + part.compress_size, len(content)), _PIECE)
    packed = (content[at : min(at + _PIECE, start + part.compress_size)] for at in places)
    if part.compress_type == zipfile.ZIP_STORED:
        yield from packed
        return
    unpacking = zlib.decompressobj(-15)
    try:
        for given in packed:
            yield unpacking.decompress(given, _PIECE)
            while unpacking.unconsumed_tail:
                yield unpacking.decompress(unpacking.unconsumed_tail, _PIECE)
    except zlib.error as fault:
        raise Refusal("bad_workbook", found=f"{part.filename[:100]}: {fault}") from fault


def _rows(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """Yield the rows that hold something; a cell merged over several rows counts for each of them."""
    merged: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or []:
        if left == right and bottom > top:
            merged.setdefault(top, []).append((left, bottom))
    lasting: dict[int, tuple[int, str]] = {}
    n_spread = 0
    for at, row in enumerate(sheet.iter_rows()):
        cells = [_text(cell) for cell in row]
        for column, (bottom, text) in list(lasting.items()):
            if at > bottom:
                del lasting[column]
            elif column < len(cells):
                cells[column] = text
                n_spread += len(text)
        if n_spread > MAX_SPREAD:
            raise Refusal("workbook_limits", limit=MEMORY // 1_000_000)
        for column, bottom in merged.get(at, ()):
            if column < len(cells):
                lasting[column] = (bottom, cells[column])
        if any(cells):
            yield [at + 1, cells]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    if isinstance(cell, date | time | timedelta):
        return str(cell)
    return str(cell).strip()


if __name__ == "__main__":
    main()
