"""Tables that web systems and old Excel call .xls: HTML, a page archived with its pictures, SpreadsheetML 2003."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator

from ingest.html_table import read_html
from ingest.sheets import Sheet, UnreadableFile
from ingest.spreadsheet_xml import read_spreadsheet_xml
from ingest.text_encoding import decode_text

START = re.compile(rb"\s*<(!doctype|!--|\?xml|html|head|meta|style|body|div|table|workbook)\b", re.IGNORECASE)
SPREADSHEET = b"urn:schemas-microsoft-com:office:spreadsheet"
SEARCHED = 4096


def is_markup(head: bytes) -> bool:
    """Return whether a text that begins so is HTML or XML."""
    return START.match(head) is not None or head.lstrip().startswith(b"<!--")


def read_markup(text: bytes) -> Iterator[Sheet]:
    """Yield the tables in `text`, which is UTF-8.

    Raises:
        UnreadableFile: `html_file` where there is none; `damaged_file` or `too_large`.
    """
    head = text[:SEARCHED]
    if SPREADSHEET in head and re.search(rb"<(\w+:)?Workbook\b", head):
        return read_spreadsheet_xml(text)
    return read_html(text)


def read_archived_page(data: bytes) -> Iterator[Sheet]:
    """Yield the tables of every HTML page in a MIME archive (.mht saved by Excel or a browser).

    Raises:
        UnreadableFile: as `read_markup`.
    """
    sheets: list[Sheet] = []
    for part in email.message_from_bytes(data, policy=email.policy.default).walk():
        if part.get_content_type() != "text/html":
            continue
        page = part.get_payload(decode=True)
        if isinstance(page, bytes) and b"<table" in page.lower():
            sheets += read_html(decode_text(page).encode())
    if not sheets:
        raise UnreadableFile("html_file")
    yield from sheets
