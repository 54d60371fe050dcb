"""Habits of the house that a machine can hold: files read in one look, escaped text, pages behind the door."""

import re
from pathlib import Path

import pytest
from django.urls import URLPattern, get_resolver

from portal.core.views import ScopedViewMixin
from tests.architecture.access import PUBLIC

ROOT = Path(__file__).resolve().parents[2]
OURS = (
    "portal",
    "schools",
    "monitoring",
    "roadmaps",
    "reports",
    "tests",
    "templates",
    "static",
    "tools",
    "benchmarks",
)
LIMITS = {".py": 400, ".css": 420, ".js": 400, ".html": 150}
#: Pages of the person himself: any signed-in person has them, so no permission is asked.
OWN_PAGES = {
    "home",
    "accounts:me",
    "accounts:password",
    "accounts:sign-out",
    "notices:list",
    "notices:read",
    "notices:read-all",
    "notices:settings",
}


def files(*endings: str) -> list[Path]:
    found = [path for folder in OURS for path in (ROOT / folder).rglob("*") if path.suffix in endings]
    return [path for path in found if "migrations" not in path.parts and "__pycache__" not in path.parts]


def test_a_file_is_read_in_one_look():
    long = {}
    for path in files(*LIMITS):
        limit = 600 if "tests" in path.parts else LIMITS[path.suffix]
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > limit:
            long[str(path.relative_to(ROOT))] = lines
    assert long == {}


@pytest.mark.parametrize("pattern", [r"\|\s*safe\b", r"\bmark_safe\(", r"autoescape\s+off", r"csrf_exempt"])
def test_text_is_never_let_through_unescaped(pattern):
    here = Path(__file__)
    found = [
        path.name
        for path in files(".py", ".html")
        if path != here and re.search(pattern, path.read_text("utf-8"))
    ]
    assert found == []


def test_pages_load_nothing_from_another_site():
    outside = re.compile(r"""(?:src|href|url)\s*[=(]\s*["']?(?:https?:)?//""")
    found = [path.name for path in files(".html", ".css", ".js") if outside.search(path.read_text("utf-8"))]
    assert found == []


def views(resolver=None, prefix=""):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield f"{prefix}{pattern.name}", getattr(pattern.callback, "view_class", None)
        else:
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from views(pattern, inner)


def test_every_page_asks_for_a_permission():
    open_pages = [
        name
        for name, view in views()
        if name not in {*PUBLIC, *OWN_PAGES}
        and not (view and issubclass(view, ScopedViewMixin) and getattr(view, "permission", None))
    ]
    assert open_pages == []
