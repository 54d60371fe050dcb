"""What WeasyPrint 70 leaves wrong in the tags that a screen reader goes by; mended before writing."""

from collections.abc import Mapping
from typing import Any

Element = Any  # a dictionary of pydyf, WeasyPrint's own writer of PDF objects


def mend_tags(_document: Any, pdf: Any) -> None:
    """Heads of tables get a scope, list items a body, tables nothing but rows.

    WeasyPrint ties cells to heads by counting, and merged heads throw the count off: a mark of 2019 would be
    read out as one of 2020. With a scope the reader finds the heads of a cell on the grid itself.
    """
    dictionaries: list[Element] = [each for each in pdf.objects if isinstance(each, dict)]
    elements = {each.reference: each for each in dictionaries if each.get("Type") == "/StructElem"}
    for element in list(elements.values()):
        match element["S"]:
            case "/TD":
                element["A"].pop("Headers", None)
            case "/TH":
                element["A"]["Scope"] = _scope(element, elements)
            case "/Table":
                _drop_empty(element, elements)
            case "/LI":
                _give_body(element, elements, pdf)


def _scope(head: Element, elements: Mapping[bytes, Element]) -> str:
    row = elements[head["P"]]
    return "/Column" if elements[row["P"]]["S"] == "/THead" else "/Row"


def _drop_empty(table: Element, elements: Mapping[bytes, Element]) -> None:
    """The foot that only draws a rule has no text and is no part of the table."""
    table["K"] = type(table["K"])(kid for kid in table["K"] if elements[kid]["S"] != "/NonStruct")


def _give_body(item: Element, elements: Mapping[bytes, Element], pdf: Any) -> None:
    """A mark that stands in the line leaves the text of the item without its own element."""
    kids = [(kid, elements[kid]) for kid in item["K"]]
    loose = [kid for kid, element in kids if element["S"] not in ("/Lbl", "/LBody")]
    if not loose:
        return
    body = type(item)({**item, "S": "/LBody", "K": type(item["K"])(loose), "P": item.reference})
    pdf.add_object(body)
    for kid in loose:
        elements[kid]["P"] = body.reference
    item["K"] = type(item["K"])([*(kid for kid, _ in kids if kid not in loose), body.reference])
