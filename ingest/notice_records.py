"""A notice as the JSON that other programs rely on, and as the rows of the four notice datasets."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ingest.claims import Claim
    from ingest.notice import Item, Notice

Row = dict[str, Any]


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _printed_numbers(notice: "Notice") -> dict[int, int | None]:
    return {item.position: item.number for item in notice.items}


def _item_to_dict(item: "Item", text: str) -> Row:
    return {
        "number": item.number,
        "position": item.position,
        "section": item.section.number if item.section else None,
        "subsection": item.subsection,
        "problem": item.problem,
        "printed": item.printed,
        "inferred": item.inferred,
        "span": list(item.span),
        "measures": [
            {
                "ordinal": piece.number,
                "label": piece.label,
                "text": text[slice(*piece.span)],
                "span": list(piece.span),
                "inferred": item.inferred,
            }
            for piece in item.measures
        ],
        "blocks": [
            {"label": piece.label, "text": text[slice(*piece.span)], "span": list(piece.span)}
            for piece in item.blocks
        ],
    }


def _claim_to_dict(number: int, claim: "Claim", text: str, printed: dict[int, int | None]) -> Row:
    return {
        "claim_id": f"C{number:03d}",
        "item": printed.get(claim.item) if claim.item else None,
        "quote": text[slice(*claim.span)],
        "kind": claim.kind,
        "stated": claim.stated,
        "value": _number(claim.value),
        "unit": claim.unit,
        "approximate": claim.approximate,
        "start": _iso(claim.start),
        "end": _iso(claim.end),
        "span": list(claim.span),
    }


def notice_to_dict(notice: "Notice") -> Row:
    """Return the notice as plain values; `items`, `quantities` and `claims` name items by their printed number."""
    text, printed = notice.text, _printed_numbers(notice)
    stated: Row = {name: _number(quantity.value) for name, quantity in notice.stated.items()}
    return {
        "title": notice.title,
        "stated": {name: stated.get(name) for name in ("tasks", "measures", "institutions")},
        "sections": [{"number": s.number, "title": s.title, "span": list(s.span)} for s in notice.sections],
        "items": [_item_to_dict(item, text) for item in notice.items],
        "missing_numbers": list(notice.missing_numbers),
        "documents": [
            {
                "title": document.title,
                "items": [printed[position] for position in document.items],
                "same_as": document.same_as,
                "span": list(document.span),
            }
            for document in notice.documents
        ],
        "quantities": [
            {
                "value": _number(quantity.value),
                "unit": quantity.unit,
                "text": text[quantity.start : quantity.end],
                "span": [quantity.start, quantity.end],
                "item": printed.get(position) if position else None,
                "approximate": quantity.approximate,
            }
            for quantity, position in notice.quantities
        ],
        "dates": [
            {
                "start": _iso(period.start),
                "end": _iso(period.end),
                "precision": period.precision,
                "text": text[start:end],
                "span": [start, end],
                "rule": period.rule,
                "inferred": list(period.inferred),
                "item": printed.get(position) if position else None,
            }
            for start, end, period, position in notice.dates
        ],
        "claims": [_claim_to_dict(n, claim, text, printed) for n, claim in enumerate(notice.claims, start=1)],
    }


def _item_keys(notice: "Notice") -> dict[int, int]:
    """Return the key of each item by position: its number, or the position where numbers are missing or come twice."""
    numbers = [item.number for item in notice.items]
    is_unique = None not in numbers and len(set(numbers)) == len(numbers)
    return {
        item.position: item.number if is_unique and item.number is not None else item.position
        for item in notice.items
    }


def notice_tables(notice: "Notice") -> dict[str, list[Row]]:
    """Return the rows to land, by dataset: `items`, `measures`, `claims`, `documents` of the source `notice`.

    Days are `date`, numbers `Decimal`; `item_no` is the printed number, or the position in print where the notice
    starts its numbers again. The measures hold the unnumbered blocks too, in order of print.
    """
    text, keys = notice.text, _item_keys(notice)
    measures = []
    for item in notice.items:
        pieces = sorted((*item.measures, *item.blocks), key=lambda piece: piece.span)
        for number, piece in enumerate(pieces, start=1):
            measures.append(
                {
                    "item_no": keys[item.position],
                    "measure_no": number,
                    "label": piece.ordinal or piece.label,
                    "measure": text[slice(*piece.span)],
                    "is_inferred": item.inferred,
                    "span_start": piece.span[0],
                    "span_end": piece.span[1],
                }
            )
    return {
        "items": [_item_row(item, keys[item.position]) for item in notice.items],
        "measures": measures,
        "claims": [_claim_row(n, claim, text, keys) for n, claim in enumerate(notice.claims, start=1)],
        "documents": [
            {
                "document_no": number,
                "title": document.title,
                "item_nos": "、".join(str(keys[position]) for position in document.items) or None,
                "span_start": document.span[0],
                "span_end": document.span[1],
            }
            for number, document in enumerate(notice.documents, start=1)
        ],
    }


def _item_row(item: "Item", key: int) -> Row:
    return {
        "item_no": key,
        "section_no": item.section.number if item.section else None,
        "section": item.section.title if item.section else None,
        "subsection": item.subsection,
        "problem": item.problem,
        "measures_printed": len(item.measures),
        "is_inferred": item.inferred,
        "span_start": item.span[0],
        "span_end": item.span[1],
    }


def _claim_row(number: int, claim: "Claim", text: str, keys: dict[int, int]) -> Row:
    return {
        "claim_id": f"C{number:03d}",
        "item_no": keys.get(claim.item) if claim.item else None,
        "kind": claim.stated or claim.kind,
        "quote": text[slice(*claim.span)],
        "value": claim.value,
        "unit": claim.unit,
        "is_approximate": claim.approximate,
        "start_on": claim.start,
        "end_on": claim.end,
        "sentence": text[slice(*claim.sentence)],
        "span_start": claim.span[0],
        "span_end": claim.span[1],
    }
