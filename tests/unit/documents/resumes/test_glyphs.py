"""Words stay whole whatever the font's letters overhang."""

from __future__ import annotations

import pytest
import typst

from copilot.documents.media import MediaType
from copilot.documents.resumes import read_resume

_FONTS = "copilot/documents/rendering/fonts"
_WORDS = (
    "for of from fire flow offer if fork staff office offset half self-made four reef Vat Toy fb"
)


@pytest.mark.parametrize("style", ["normal", "italic"])
@pytest.mark.parametrize("font", ["Source Serif 4", "Source Sans 3", "Libertinus Serif"])
def test_no_blank_falls_into_a_word(font: str, style: str) -> None:
    body = "\n\n".join([_WORDS] * 6)
    source = f'#set text(font: "{font}", style: "{style}")\n{body}'
    content = bytes(typst.compile(source.encode(), format="pdf", font_paths=[_FONTS]))
    assert set(read_resume(content, MediaType.PDF).text.split()) == set(_WORDS.split())
