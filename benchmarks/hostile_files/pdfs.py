"""Hostile PDFs, written object by object."""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Mapping

import pypdf

from benchmarks.hostile_files.case import Case
from copilot.documents.media import MediaType

_MILLION = 1_000_000
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
    b"/Resources << /Font << /F 5 0 R >> >> >>"
)
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
_TEXT = b"BT /F 12 Tf 60 780 Td (Quill Mender) Tj 0 -20 Td (Experience: mending quills) Tj ET"


def _stream(content: bytes, extra: bytes = b"") -> bytes:
    return (
        b"<< /Length "
        + str(len(content)).encode()
        + b" "
        + extra
        + b" >>\nstream\n"
        + content
        + b"\nendstream"
    )


def _pdf(changes: Mapping[int, bytes] | None = None, trailer: bytes = b"") -> bytes:
    """A one-page PDF with some of its objects replaced or added."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: _PAGE,
        4: _stream(_TEXT),
        5: _FONT,
        **(changes or {}),
    }
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = {}
    for number in sorted(objects):
        offsets[number] = out.tell()
        out.write(b"%d 0 obj\n" % number + objects[number] + b"\nendobj\n")
    start = out.tell()
    size = max(objects) + 1
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    for number in range(1, size):
        out.write(b"%010d 00000 n \n" % offsets.get(number, 0))
    out.write(b"trailer\n<< /Size %d /Root 1 0 R " % size + trailer + b" >>\n")
    out.write(b"startxref\n%d\n%%%%EOF\n" % start)
    return out.getvalue()


def _kids(count: int) -> bytes:
    return b"<< /Type /Pages /Count %d /Kids [" % count + b"3 0 R " * count + b"] >>"


def _page_tree_tower(levels: int) -> bytes:
    """Each node lists the next one ten times: 10^levels pages in a few hundred bytes."""
    nodes = {
        10 + n: b"<< /Type /Pages /Count %d /Kids [" % 10 ** (levels - n)
        + b"%d 0 R " % (11 + n if n + 1 < levels else 3) * 10
        + b"] >>"
        for n in range(levels)
    }
    return _pdf({1: b"<< /Type /Catalog /Pages 10 0 R >>", **nodes})


def _flate(content: bytes, times: int = 1) -> bytes:
    for _ in range(times):
        content = zlib.compress(content, 9)
    return _stream(content, b"/Filter [" + b"/FlateDecode " * times + b"]")


def _zeros(megabytes: int) -> bytes:
    """Compressed zero bytes, without holding them all."""
    packer = zlib.compressobj(9)
    parts = [packer.compress(b"\0" * 1024 * 1024) for _ in range(megabytes)]
    return b"".join([*parts, packer.flush()])


def _bomb(megabytes: int, times: int = 1) -> bytes:
    packed = _zeros(megabytes)
    for _ in range(times - 1):
        packed = zlib.compress(packed, 9)
    return _pdf({4: _stream(packed, b"/Filter [" + b"/FlateDecode " * times + b"]")})


def _encrypted(algorithm: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(_pdf()))
    writer.encrypt("secret", algorithm=algorithm)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _attached(name: str) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(_pdf()))
    writer.add_attachment(name, b"MZ" + b"\0" * 400)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def _many_glyphs() -> bytes:
    line = b"(" + b"quill " * 100 + b") Tj 0 -1 Td "
    return _pdf({4: _flate(b"BT /F 1 Tf 0 800 Td " + line * 2000 + b"ET")})


def _calls_itself() -> bytes:
    form = _stream(
        b"/X Do /X Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>",
    )
    page = _PAGE.replace(b"/Font", b"/XObject << /X 6 0 R >> /Font")
    return _pdf({3: page, 4: _stream(b"/X Do"), 6: form})


def _forms_in_forms(levels: int) -> bytes:
    """Each form draws the next one ten times."""
    page = _PAGE.replace(b"/Font", b"/XObject << /X 10 0 R >> /Font")
    forms = {
        10 + n: _stream(
            b"/X Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
            b"/Resources << /XObject << /X %d 0 R >> >>" % (11 + n),
        )
        for n in range(levels)
    }
    last = _stream(
        _TEXT,
        b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /Font << /F 5 0 R >> >>",
    )
    return _pdf({3: page, 4: _stream(b"/X Do"), **forms, 10 + levels: last})


def _cyclic_type3() -> bytes:
    font = (
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] "
        b"/CharProcs << /a 6 0 R >> /Encoding << /Differences [97 /a] >> /FirstChar 97 "
        b"/LastChar 97 /Widths [9] /Resources << /Font << /F 5 0 R >> >> >>"
    )
    glyph = _stream(b"BT /F 9 Tf (aaaa) Tj ET")
    return _pdf({4: _stream(b"BT /F 9 Tf (aaaa) Tj ET"), 5: font, 6: glyph})


def _cmap_bomb() -> bytes:
    lines = b"<0000> <ffff> <0041>\n" * 100
    cmap = b"1 begincodespacerange <0000> <ffff> endcodespacerange " + b"".join(
        b"100 beginbfrange\n" + lines + b"endbfrange\n" for _ in range(2000)
    )
    font = (
        b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode 6 0 R "
        b"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X >>] >>"
    )
    return _pdf({4: _stream(b"BT /F 9 Tf <00410042> Tj ET"), 5: font, 6: _flate(cmap)})


def _objects_in_stream() -> bytes:
    """An object stream that says that it holds a million objects."""
    body = b"<< /Type /Catalog /Pages 2 0 R >>"
    packed = _flate(b"1 0 " + body)
    packed = packed.replace(b"<<", b"<< /Type /ObjStm /N 1000000 /First 4", 1)
    return _pdf({7: packed})


def _annotations() -> bytes:
    field = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (f) /V (v) /Rect [0 0 9 9] >>"
    page = _PAGE.replace(b"/Contents", b"/Annots 8 0 R /Contents")
    listed = b"[" + b"7 0 R " * _MILLION + b"]"
    form = b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields 8 0 R >> >>"
    return _pdf({1: form, 3: page, 4: _stream(b""), 7: field, 8: listed})


def _huge_picture() -> bytes:
    picture = _stream(
        _zeros(200),
        b"/Type /XObject /Subtype /Image /Width 100000 /Height 100000 /BitsPerComponent 8 "
        b"/ColorSpace /DeviceRGB /Filter /FlateDecode",
    )
    page = _PAGE.replace(b"/Font", b"/XObject << /X 6 0 R >> /Font")
    return _pdf({3: page, 4: _stream(b"/X Do"), 6: picture})


def _broken_picture(name: bytes) -> bytes:
    picture = _stream(
        b"\xff\x4f\xff\x51" * 4000,
        b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 1 "
        b"/ColorSpace /DeviceGray /Filter /" + name,
    )
    page = _PAGE.replace(b"/Font", b"/XObject << /X 6 0 R >> /Font")
    return _pdf({3: page, 4: _stream(b"/X Do"), 6: picture})


def _runs(megabytes: int) -> bytes:
    return _pdf(
        {
            4: _flate(b"\x81 " * (megabytes * 1024 * 1024 // 128))
            .replace(b"[", b"[/FlateDecode /RunLengthDecode ", 1)
            .replace(b"/FlateDecode ]", b"]", 1)
        }
    )


def _action(action: bytes) -> bytes:
    return _pdf({1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction << " + action + b" >> >>"})


def _pdf_case(
    name: str, make: Callable[[], bytes], *, refused: bool = True, slow: bool = False
) -> Case:
    return Case(f"PDF: {name}", MediaType.PDF, make, refused, slow)


CASES = (
    _pdf_case("a header and nothing else", lambda: b"%PDF-1.7\n"),
    _pdf_case("a header before noise", lambda: b"%PDF-1.7\n" + bytes(range(256)) * 400),
    _pdf_case("cut off in its first object", lambda: _pdf()[:120]),
    _pdf_case("cut off in its text", lambda: _pdf()[:430]),
    _pdf_case("over the size limit", lambda: _pdf() + b"\0" * 11_000_000),
    _pdf_case("a picture that calls itself PDF", lambda: b"\x89PNG\r\n\x1a\n" + _pdf()[9:]),
    _pdf_case("a program that calls itself PDF", lambda: b"MZ" + b"\0" * 2000 + _pdf()),
    _pdf_case("protected, RC4", lambda: _encrypted("RC4-128")),
    _pdf_case("protected, AES", lambda: _encrypted("AES-256")),
    _pdf_case("60 pages", lambda: _pdf({2: _kids(60)})),
    _pdf_case("a million pages", lambda: _pdf({2: _kids(_MILLION)}), slow=True),
    _pdf_case("a tower of a billion pages", lambda: _page_tree_tower(9), slow=True),
    _pdf_case(
        "a page count of two billion",
        lambda: _pdf({2: b"<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>"}),
        refused=False,
    ),
    _pdf_case(
        "a page tree that holds itself",
        lambda: _pdf({2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"}),
    ),
    _pdf_case(
        "a catalogue that is its own page tree",
        lambda: _pdf({1: b"<< /Type /Catalog /Pages 1 0 R /Kids [1 0 R] /Count 9 >>"}),
    ),
    _pdf_case("a content stream that points at itself", lambda: _pdf({4: b"4 0 R"})),
    _pdf_case(
        "a stream whose length is itself",
        lambda: _pdf({4: b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream"}),
    ),
    _pdf_case("cross references in a circle", lambda: _pdf({3: b"null"}, b"/Prev 9")),
    _pdf_case("a form that draws itself", _calls_itself, slow=True),
    _pdf_case("forms that draw forms, a billion times", lambda: _forms_in_forms(9), slow=True),
    _pdf_case("a font whose glyphs use it", _cyclic_type3, refused=False),
    _pdf_case("a 400 MB stream", lambda: _bomb(400), slow=True),
    _pdf_case("a 1 GB stream, packed three times", lambda: _bomb(1000, 3), slow=True),
    _pdf_case("runs that unfold to 300 MB", lambda: _runs(300), slow=True),
    _pdf_case("a million words", _many_glyphs, slow=True),
    _pdf_case("nested arrays", lambda: _pdf({2: b"[" * 200_000 + b"]" * 200_000}), slow=True),
    _pdf_case("nested dictionaries", lambda: _pdf({4: b"<< /A " * 100_000 + b">>" * 100_000})),
    _pdf_case(
        "a tower of marked content", lambda: _pdf({4: _flate(b"/A BMC " * 400_000)}), slow=True
    ),
    _pdf_case(
        "a tower of graphics states", lambda: _pdf({4: _flate(b"q " * 2_000_000)}), slow=True
    ),
    _pdf_case("a map of characters that repeats itself", _cmap_bomb, refused=False, slow=True),
    _pdf_case("an object stream of a million objects", _objects_in_stream, refused=False),
    _pdf_case("a million form fields", _annotations, slow=True),
    _pdf_case("a picture of ten gigapixels", _huge_picture),
    _pdf_case("a broken JPEG 2000 picture", lambda: _broken_picture(b"JPXDecode")),
    _pdf_case("a broken JBIG2 picture", lambda: _broken_picture(b"JBIG2Decode")),
    _pdf_case("a program attached", lambda: _attached("cv.exe")),
    _pdf_case("a script attached", lambda: _attached("cv.pdf.js")),
    _pdf_case(
        "a script that runs on opening", lambda: _action(b"/S /JavaScript /JS (app.alert(1))")
    ),
    _pdf_case(
        "a program started on opening",
        lambda: _action(b"/S /Launch /F (cmd.exe) /Win << /F (cmd.exe) >>"),
    ),
)
