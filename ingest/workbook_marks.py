"""What an .xlsx says about its cells besides their values: hidden rows and columns, struck-through rows, pictures.

The sheets' XML runs to a hundred megabytes, so it is searched, not parsed, and only where it holds the words at all.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

HIDING, DISPLAYING, FAILING = b' hidden="', b"DISPIMG(", b' t="e"'
HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
ROW_TAG = re.compile(rb"<(?:\w+:)?row\b[^>]*>")
COLUMN_TAG = re.compile(rb"<(?:\w+:)?col\b[^>]*>")
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
PICTURE = re.compile(rb'DISPIMG\((?:"|&quot;)(\w+)')
ERROR = re.compile(rb"<(?:\w+:)?v>(#[^<]+)<")
VALUE = re.compile(rb"<(?:\w+:)?(?:v|is|f)\b")
EMBED = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True)
class Marks:
    """Of one sheet, 0-based: see `ingest.sheets.Sheet`; `errors` are the texts of formulas that failed."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    struck_rows: frozenset[int] = frozenset()
    pictures: Mapping[tuple[int, int], str] = field(default_factory=dict)
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)


NO_MARKS = Marks()


@dataclass(frozen=True)
class WorkbookParts:
    """What sheets refer to: their names by part, styles that strike through, picture digests by WPS's picture name."""

    sheets: Mapping[str, str]
    struck_styles: frozenset[bytes]
    pictures: Mapping[bytes, str]

    @property
    def telltales(self) -> tuple[bytes, ...]:
        """Words without one of which a sheet's XML holds no marks."""
        always = (HIDING, DISPLAYING, FAILING)
        return (*always, b' s="') if self.struck_styles else always

    @classmethod
    def of(cls, archive: zipfile.ZipFile) -> WorkbookParts:
        """Read the small parts; a part that is no XML counts as absent, for calamine to judge."""
        return cls(_sheet_names(archive), _struck_styles(archive), _picture_digests(archive))


def read_sheet_marks(xml: bytes, parts: WorkbookParts) -> Marks:
    """Return the marks in one sheet's XML."""
    hidden = HIDING in xml
    return Marks(
        frozenset(_hidden_rows(xml)) if hidden else frozenset(),
        frozenset(_hidden_columns(xml)) if hidden else frozenset(),
        frozenset(_struck_rows(xml, parts.struck_styles)) if parts.struck_styles else frozenset(),
        dict(_pictures(xml, parts.pictures)) if DISPLAYING in xml else {},
        dict(_errors(xml)) if FAILING in xml else {},
    )


def column_number(letters: bytes) -> int:
    """Return the 1-based column that the letters name."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _hidden_rows(xml: bytes) -> Iterator[int]:
    for tag in ROW_TAG.findall(xml):
        if HIDDEN.search(tag) and (number := _attribute(tag, b"r")):
            yield int(number) - 1


def _hidden_columns(xml: bytes) -> Iterator[int]:
    for tag in COLUMN_TAG.findall(xml):
        first, last = _attribute(tag, b"min"), _attribute(tag, b"max")
        if HIDDEN.search(tag) and first and last:
            yield from range(int(first) - 1, min(int(last), 16_384))


def _struck_rows(xml: bytes, styles: frozenset[bytes]) -> Iterator[int]:
    """Yield the rows that have filled cells, all of them struck through."""
    if not re.search(rb'\bs="(?:' + b"|".join(sorted(styles)) + rb')"', xml):
        return
    struck: dict[int, bool] = {}
    for cell in CELL.finditer(xml):
        tag, place = cell[1], _place(cell[1])
        if place and VALUE.search(cell[2] or b""):
            struck[place[0]] = struck.get(place[0], True) and _attribute(tag, b"s") in styles
    yield from (row for row, whole in struck.items() if whole)


def _pictures(xml: bytes, digests: Mapping[bytes, str]) -> Iterator[tuple[tuple[int, int], str]]:
    for cell in CELL.finditer(xml):
        found, place = PICTURE.search(cell[2] or b""), _place(cell[1])
        if found and place:
            yield place, digests.get(found[1], "")


def _errors(xml: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    for cell in CELL.finditer(xml):
        if FAILING in cell[1] and (place := _place(cell[1])) and (value := ERROR.search(cell[2] or b"")):
            yield place, value[1].decode()


def _place(tag: bytes) -> tuple[int, int] | None:
    """Return the 0-based row and column of a cell's tag."""
    reference = re.fullmatch(rb"([A-Z]+)([0-9]+)", _attribute(tag, b"r") or b"")
    return (int(reference[2]) - 1, column_number(reference[1]) - 1) if reference else None


def _attribute(tag: bytes, name: bytes) -> bytes | None:
    found = re.search(rb"\s" + name + rb'="([^"]*)"', tag)
    return found[1] if found else None


# ------------------------------------------------------------------ the small parts


def _part(archive: zipfile.ZipFile, name: str) -> etree._Element | None:
    """Return a part's root; an entity it defines is left out, not expanded."""
    try:
        return etree.fromstring(archive.read(name), PARSER)
    except (KeyError, etree.XMLSyntaxError):
        return None


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    """Return the parts that `part` refers to by relation."""
    folder, name = posixpath.split(part)
    relations = _part(archive, f"{folder}/_rels/{name}.rels")
    if relations is None:
        return {}
    return {
        relation.get("Id", ""): posixpath.normpath(
            posixpath.join("/", folder, relation.get("Target", ""))
        ).lstrip("/")
        for relation in relations.iter("{*}Relationship")
    }


def _sheet_names(archive: zipfile.ZipFile) -> dict[str, str]:
    workbook = _part(archive, "xl/workbook.xml")
    if workbook is None:
        return {}
    targets = _targets(archive, "xl/workbook.xml")
    return {
        targets[relation]: sheet.get("name", "")
        for sheet in workbook.iter("{*}sheet")
        if (relation := sheet.get(RELATION)) in targets
    }


def _struck_styles(archive: zipfile.ZipFile) -> frozenset[bytes]:
    styles = _part(archive, "xl/styles.xml")
    if styles is None:
        return frozenset()
    struck = {
        str(number)
        for number, font in enumerate(styles.iterfind("{*}fonts/{*}font"))
        if (strike := font.find("{*}strike")) is not None and strike.get("val", "1") not in {"0", "false"}
    }
    formats = enumerate(styles.iterfind("{*}cellXfs/{*}xf"))
    return frozenset(str(number).encode() for number, style in formats if style.get("fontId") in struck)


def _picture_digests(archive: zipfile.ZipFile) -> dict[bytes, str]:
    images = _part(archive, "xl/cellimages.xml")
    if images is None:
        return {}
    targets = _targets(archive, "xl/cellimages.xml")
    digests = {}
    for picture in images.iter("{*}pic"):
        properties, blip = picture.find(".//{*}cNvPr"), picture.find(".//{*}blip")
        target = targets.get(blip.get(EMBED, "")) if blip is not None else None
        if properties is not None and target in archive.NameToInfo:
            digests[properties.get("name", "").encode()] = hashlib.sha256(archive.read(target)).hexdigest()
    return digests
