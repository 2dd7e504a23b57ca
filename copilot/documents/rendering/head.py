"""The head of a document: name, label, contacts."""

from __future__ import annotations

from copilot.documents.rendering.elements import Head, Piece
from copilot.documents.rendering.printable import (
    live_address,
    printable,
    shown_address,
    telephone,
)
from copilot.documents.rendering.wording import Wording
from copilot.domain.resume import Basics, Location


def head_of(basics: Basics, words: Wording) -> Head:
    contacts: list[Piece] = []
    if basics.location and (place := _place(basics.location, words)):
        contacts.append(Piece(place))
    if phone := printable(basics.phone):
        contacts.append(Piece(phone, telephone(phone)))
    if email := printable(basics.email):
        contacts.append(Piece(email, live_address(email)))
    if url := printable(basics.url):
        contacts.append(link_to(url))
    for profile in basics.profiles:
        network, username = printable(profile.network), printable(profile.username)
        url = printable(profile.url)
        shown = shown_address(url) if url else ""
        # What the address says already is not said again.
        if username.casefold() in shown.casefold():
            username = ""
        if network.casefold().replace(" ", "") in shown.casefold():
            network = ""
        text = ": ".join(filter(None, (network, ", ".join(filter(None, (username, shown))))))
        if text:
            contacts.append(Piece(text, live_address(url) if url else None))
    return Head(printable(basics.name), printable(basics.label), tuple(contacts))


def _place(location: Location, words: Wording) -> str:
    town = " ".join(filter(None, (printable(location.postal_code), printable(location.city))))
    country = printable(location.country_code)
    parts = (
        printable(location.address),
        town,
        printable(location.region),
        words.country(country) if country else "",
    )
    return ", ".join(filter(None, parts))


def link_to(url: str) -> Piece:
    return Piece(shown_address(url), live_address(url))
