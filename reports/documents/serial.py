"""A document as JSON and back, without loss; the canonical bytes by which a frozen document is known.

The JSON of a document is a public shape: `report_build --format json` prints it, protocols keep it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from decimal import Decimal
from typing import Any

from reports.documents.blocks import BLOCK_TYPES, Cell, Document, HeadCell, ListItem

_TYPES: dict[str, type] = {**BLOCK_TYPES, ListItem.type: ListItem}


def to_json(document: Document) -> dict[str, Any]:
    """The tree as dicts, lists, texts and numbers: `{"title": …, "blocks": [{"type": …}, …]}`.

    A key at its default is left out (but not those that readers rely on), so that a field added to a block
    later changes neither the JSON nor the digest of the protocols finalised before.
    """
    return _packed(document)


def from_json(data: Mapping[str, Any]) -> Document:
    """The document again. ValueError or TypeError if `data` was not made by `to_json`."""
    return _built(Document, data)


def canonical(document: Document) -> bytes:
    """UTF-8 JSON, keys sorted, no spaces: equal documents give equal bytes."""
    text = json.dumps(
        to_json(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def digest(document: Document) -> str:
    """SHA-256 of the canonical bytes, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(document)).hexdigest()


def _key(each: Field) -> str:
    return each.metadata.get("key", each.name)


def _packed(node: Any) -> dict[str, Any]:
    data = {"type": node.type} if hasattr(node, "type") else {}
    for each in fields(node):
        content = getattr(node, each.name)
        if each.default is MISSING or each.metadata.get("always") or content != each.default:
            data[_key(each)] = _plain(content)
    return data


def _plain(content: Any) -> Any:
    if isinstance(content, tuple):
        return [_plain(item) for item in content]
    if isinstance(content, Decimal):
        # Exact both ways: a cell takes no more digits than a double keeps.
        return float(content)
    if content is None or isinstance(content, str | int):
        return content
    return _packed(content)


def _built(kind: type, data: Mapping[str, Any]) -> Any:
    known = {_key(each): each for each in fields(kind)}
    if unknown := set(data) - set(known) - {"type"}:
        raise ValueError(f"Unknown keys of {kind.__name__}: {', '.join(sorted(unknown))}.")
    try:
        return kind(**{known[key].name: _content(key, data[key]) for key in known if key in data})
    except TypeError as error:
        raise TypeError(f"{kind.__name__}: {error}") from error


def _content(key: str, raw: Any) -> Any:
    match key:
        case "blocks":
            return tuple(_block(item) for item in raw)
        case "head":
            return tuple(tuple(_built(HeadCell, cell) for cell in row) for row in raw)
        case "body":
            return tuple(tuple(_built(Cell, cell) for cell in row) for row in raw)
        case "value" if isinstance(raw, float):
            return Decimal(repr(raw))
    return raw


def _block(data: Mapping[str, Any]) -> Any:
    kind = _TYPES.get(data.get("type", ""))
    if kind is None:
        raise ValueError(f"Unknown type of a block: {data.get('type')!r}.")
    return _built(kind, data)
