"""Schools and districts stand everywhere by the key of their names: text would put «№ 10» before «№ 2»."""

import ast
import re
from collections.abc import Callable

import pytest
from django.apps import apps

from schools.models import District, School
from tests.architecture.test_house import ROOT, files

OURS = ("portal", "schools", "monitoring", "roadmaps", "reports", "benchmarks")
#: the name of a school, and that of a district as others reach it
NAMES = re.compile(r"-?(?:\w+__)*(?:short_name|district__name)")
SORTING = {"sorted", "sort", "min", "max", "order_by", "earliest", "latest"}


def _called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def _is_a_name(node: ast.AST) -> bool:
    named = isinstance(node, ast.Constant) and isinstance(node.value, str) and NAMES.fullmatch(node.value)
    return bool(named) or (isinstance(node, ast.Attribute) and node.attr == "short_name")


def sorted_by_name(code: str) -> list[int]:
    """Lines of calls that put something in order and speak of a name as text."""
    calls = (node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    keys = ((call, [*call.keywords, *(call.args if _called(call) == "order_by" else [])]) for call in calls)
    return [
        call.lineno
        for call, parts in keys
        if _called(call) in SORTING and any(_is_a_name(node) for part in parts for node in ast.walk(part))
    ]


@pytest.mark.parametrize(
    "code",
    [
        "rows.order_by('short_name')",
        "rows.order_by('-year', 'school__short_name', 'pk')",
        "rows.order_by(F('roadmap__school__short_name').asc(nulls_first=True))",
        "rows.order_by('district__name')",
        "sorted(schools, key=lambda one: (one.year, one.school.short_name))",
        "schools.sort(key=attrgetter('short_name'))",
    ],
)
def test_the_watch_sees_names(code):
    assert sorted_by_name(code) == [1]


@pytest.mark.parametrize(
    "code", ["rows.order_by('school')", "max(len(school.short_name) for school in rows)"]
)
def test_the_watch_lets_the_rest_be(code):
    assert sorted_by_name(code) == []


def of_our_code(watch: Callable[[str], list[int]]) -> set[str]:
    return {
        f"{path.relative_to(ROOT)}:{line}"
        for path in files(".py")
        if path.relative_to(ROOT).parts[0] in OURS
        for line in watch(path.read_text("utf-8"))
    }


def test_nothing_is_sorted_by_names_as_text():
    assert of_our_code(sorted_by_name) == set()


def test_no_template_sorts():
    """A template knows only text; a list is put in order where it is made."""
    assert [path.name for path in files(".html") if "dictsort" in path.read_text("utf-8")] == []


def _column(each) -> str:
    """Of «-year» or of F("school__order_key").asc()."""
    return each if isinstance(each, str) else each.expression.name


def test_models_stand_by_the_key():
    assert [model._meta.ordering for model in (School, District)] == [["order_key", "pk"]] * 2
    columns = {model: [_column(each) for each in model._meta.ordering] for model in apps.get_models()}
    assert [model for model, names in columns.items() if any(map(NAMES.fullmatch, names))] == []


def written_past_its_keys(code: str) -> list[int]:
    """Lines that write names of schools by a query alone, which knows nothing of keys."""
    calls = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call)]
    named = {
        call: {part.arg for part in call.keywords}
        | {part.value for part in ast.walk(call) if isinstance(part, ast.Constant)}
        for call in calls
        if _called(call) in ("update", "bulk_update")
    }
    return [call.lineno for call, names in named.items() if "short_name" in names]


@pytest.mark.parametrize("code", ["rows.update(short_name=name)", "rows.bulk_update(found, ['short_name'])"])
def test_the_watch_sees_a_name_written_past_its_keys(code):
    assert written_past_its_keys(code) == [1]


def test_no_name_is_written_past_its_keys():
    assert of_our_code(written_past_its_keys) == set()
