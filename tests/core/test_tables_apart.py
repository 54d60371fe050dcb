"""The reader in its own process: hostile files, its bounds, and that nobody hears what was in a file."""

import io
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.core.tables import RESULTS, UnreadableTable, child, read_book
from portal.core.tables.apart import archive, scan
from portal.core.tables.apart.bounds import Bounds, Refused
from tests.core.hostile import FILES, NAME, SHEET, book, sheet
from tests.core.test_tables import PLAIN, repacked

#: too slow to make; benchmarks/tables.py tries it, and «within the size» is the same attack
_LARGE = "1,048,576 × 15 empty styled cells"
ROWS = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 20_001))
BOUNDS = Bounds(
    entries=500, unpacked_bytes=2**27, ratio=100, marks=10_000, cells=1_000, rows=50, columns=30, memory=0
)


@cache
def made(name: str) -> bytes:
    return FILES[name]()


@pytest.mark.parametrize("name", [name for name in FILES if name != _LARGE])
def test_a_hostile_file_is_refused_in_one_sentence_without_its_words(name, caplog, capfd):
    with pytest.raises(UnreadableTable, match=r"^[А-ЯЁ][^\n]+\.$") as refusal:
        read_book(io.BytesIO(made(name)), limits=RESULTS)

    said = f"{refusal.value!r} {refusal.value.__cause__!r} {caplog.text} {capfd.readouterr()}"
    assert not any(word in said for word in NAME.split())
    assert len(read_book(io.BytesIO(PLAIN))) == 1  # and the next file is read


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("text bomb of 4 GiB", "развёрнутом виде"),
        ("text bomb that says 1 MB", "больше 100"),
        ("row bomb of 4 GiB", "развёрнутом виде"),
        ("empty styled cells within the size", "пустые строки"),
        ("A1 and XFD1048576", "пустые строки"),
        ("a far cell with a coded address", "пустые строки"),
        ("a far cell under a prefix", "пустые строки"),
        ("encrypted book", "паролем"),
        ("macros", "макросы"),
        ("external links", "другие файлы"),
        ("csv of an open quote", "кавычки|больше"),
    ],
)
def test_the_sentence_says_what_is_wrong(name, words):
    with pytest.raises(UnreadableTable, match=words):
        read_book(io.BytesIO(made(name)), limits=RESULTS)


@pytest.mark.parametrize("name", ["two corners of the largest table", "a long text in many cells"])
def test_a_table_that_needs_more_memory_kills_only_its_reader(name, caplog):
    with pytest.raises(UnreadableTable, match="слишком велик или повреждён"):
        read_book(io.BytesIO(made(name)), limits=RESULTS)

    assert "its reader ended with code" in caplog.text


def test_memory_is_what_decides():
    data = book(sheet(ROWS.replace("</row>", "<c><v>1</v></c>" * 20 + "</row>")))

    assert len(child.read_apart(data, RESULTS)[0].rows) == 20_000
    with pytest.raises(UnreadableTable, match="слишком велик или повреждён"):
        child.read_apart(data, RESULTS, memory=48 * 2**20)


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "raise SystemExit(0)",
        """import sys; sys.stdin.buffer.read(); print('{"sheet": "Лист1"}\\n[[1, ["a"]]]')""",
        """print('{"done": tr', end='')""",
        "import time; time.sleep(600)",
    ],
)
def test_a_reader_that_does_not_finish_is_not_believed(program, monkeypatch):
    monkeypatch.setattr(child, "_COMMAND", (sys.executable, "-I", "-S", "-c", program))

    with pytest.raises(UnreadableTable, match="слишком велик или повреждён"):
        child.read_apart(os.urandom(3_000_000), RESULTS, deadline=2)


def test_a_machine_without_room_for_a_reader_is_not_the_fault_of_the_file(monkeypatch):
    monkeypatch.setattr(child, "_COMMAND", ("/nowhere/python",))

    with pytest.raises(UnreadableTable, match="Повторите через минуту"):
        child.read_apart(PLAIN, RESULTS)


def test_the_reader_knows_neither_django_nor_our_environment(monkeypatch):
    """It is started bare, so that it is quick and holds no secret that a hostile file could reach."""
    monkeypatch.setenv("PORTAL_SECRET_KEY", "тайна")
    program = (
        "import sys; sys.path[:0] = sys.argv[1:3]; import apart.main, json, os; "
        "sys.stdin.buffer.read(); found = sorted({name.split('.')[0] for name in sys.modules}); "
        "print(json.dumps({'sheet': ' '.join(found)})); print(json.dumps([[1, [str(dict(os.environ))]]])); "
        "print(json.dumps({'done': True}))"
    )
    monkeypatch.setattr(child, "_COMMAND", (*child._COMMAND[:4], program, *child._COMMAND[5:]))

    (answer,) = child.read_apart(b"x", RESULTS)

    assert "apart" in answer.title
    assert not {"django", "portal", "celery", "openpyxl"} & set(answer.title.split())
    assert "тайна" not in answer.rows[0].text(0)
    assert "PORTAL" not in answer.rows[0].text(0)


def test_the_reader_can_write_no_file(tmp_path):
    """Nor leave a core dump."""
    program = (
        "import sys; sys.path[:0] = sys.argv[1:3]; from apart.main import _shut_in; _shut_in(2**28); "
        "open(sys.argv[3], 'wb', buffering=0).write(b'name')"
    )
    command = [*child._COMMAND[:4], program, *child._COMMAND[5:], str(tmp_path / "leak")]

    ended = subprocess.run(  # noqa: S603 # our own program
        command, capture_output=True, text=True, check=False
    )

    assert "File too large" in ended.stderr
    assert (tmp_path / "leak").read_bytes() == b""


def test_no_file_is_made_of_a_table(monkeypatch, tmp_path):
    def refuse(*_, **__):
        raise AssertionError("a temporary file was asked for")

    for name in ("mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile"):
        monkeypatch.setattr(tempfile, name, refuse)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = set(Path.cwd().iterdir())

    read_book(io.BytesIO(book(sheet(ROWS))), limits=RESULTS)
    read_book(io.BytesIO(f"Школа;Код\n{NAME};1\n".encode()))

    assert not list(tmp_path.iterdir())
    assert set(Path.cwd().iterdir()) == before


# --- the guard itself -----------------------------------------------------------------------


def verdict(cells: str, *, carefully: bool) -> str:
    data = book(sheet(cells))
    parts = [part for part in archive.parts_of(data, BOUNDS) if part.name == SHEET]
    tally = scan.Tally(BOUNDS)
    try:
        if carefully:
            scan.Careful(tally).read(archive.unpacked(data, parts[0]))
        else:
            tally = scan.scan(data, parts, BOUNDS)
    except Refused as refused:
        return refused.code
    return f"{tally.cells} cells"


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 40)), max_size=60))
def test_the_quick_and_the_careful_look_agree(places):
    """Both ways to look at a sheet let the same ones in."""
    letters = [scan._letters(column) for column in range(41)]
    cells = "".join(
        f'<row r="{row}"><c r="{letters[column]}{row}" s="1"><v>1</v></c></row>' for row, column in places
    )
    too_far = any(row > BOUNDS.rows or column > BOUNDS.columns for row, column in places)

    expected = "large" if too_far or len(places) + 1 > BOUNDS.rows else f"{len(places) + 1} cells"

    assert verdict(cells, carefully=False) == verdict(cells, carefully=True) == expected


@pytest.mark.parametrize("columns", [1, 2, 25, 26, 27, 60, 300, 701, 702, 703])
def test_columns_up_to_a_limit(columns):
    odd = scan._odd_cell(BOUNDS._replace(columns=columns))

    found = [n for n in range(1, 1_500) if not odd.search(f'<c r="{scan._letters(n)}7"'.encode())]

    assert found == list(range(1, columns + 1))


@pytest.mark.parametrize("rows", [1, 9, 10, 37, 99, 100, 305, 1_000, 1_099])
def test_rows_up_to_a_limit(rows):
    odd = scan._odd_cell(BOUNDS._replace(rows=rows))

    assert [n for n in range(2_000) if not odd.search(f'<c r="A{n}"'.encode())] == list(range(1, rows + 1))


@pytest.mark.parametrize(
    "cell", ["<c>", "<c/>", "<c\tr='A1'>", '<c  r="A1">', '<c s="1" r="A1">', '<c r="a1">']
)
def test_a_cell_written_otherwise_is_looked_at_carefully(cell):
    closed = cell if cell.endswith("/>") else f"{cell}<v>1</v></c>"

    assert verdict(f"<row>{closed}</row>", carefully=False) == "2 cells"


@pytest.mark.parametrize("tag", ["<cols><col min='1'/></cols>", "<rowBreaks/>", "<!-- c -->", "<?x y?>"])
def test_other_tags_are_no_cells(tag):
    assert verdict(f"{tag}", carefully=False) == "1 cells"


@settings(max_examples=300)
@given(st.integers(0, len(PLAIN) - 1), st.binary(min_size=1, max_size=8))
def test_the_guard_answers_every_spoilt_book_with_a_code(at, noise):
    data = PLAIN[:at] + noise + PLAIN[at + len(noise) :]
    try:
        found = scan.scan(data, archive.parts_of(data, BOUNDS), BOUNDS).cells
    except Refused as refused:
        found = refused.code

    assert isinstance(found, int) or found in {"broken", "packed", "password", "large", "macros", "links"}


# --- whatever comes ----------------------------------------------------------------------------

XML = repacked(PLAIN, without=[SHEET])


@settings(max_examples=40)
@given(st.integers(0, len(PLAIN) - 1), st.binary(min_size=1, max_size=8))
def test_a_spoilt_book_is_a_table_or_a_sentence(at, noise):
    assert is_table_or_refused(PLAIN[:at] + noise + PLAIN[at + len(noise) :])


@settings(max_examples=60)
@given(st.data())
def test_spoilt_xml_is_a_table_or_a_sentence(data):
    """The zip file is whole, what it holds is not: this is what reaches the native reader."""
    text = sheet(ROWS[:2_000])
    at = data.draw(st.integers(0, len(text)))
    piece = data.draw(
        st.sampled_from(["<", ">", '"', "&", "<c", "</row>", "<v>1e999</v>", "ж", "\x00", "<row r='0'>"])
    )
    assert is_table_or_refused(book(text[:at] + piece + text[at + data.draw(st.integers(0, 9)) :]))


@given(st.binary(max_size=2_000))
def test_any_bytes_are_a_table_or_a_sentence(data):
    assert is_table_or_refused(data)


@given(st.text(alphabet='аб1;,\t"\n\r =', max_size=200), st.sampled_from(["utf-8", "cp1251", "utf-16"]))
def test_any_text_is_a_table_or_a_sentence(text, encoding):
    assert is_table_or_refused(text.encode(encoding))


def is_table_or_refused(data: bytes) -> bool:
    """Anything but UnreadableTable goes through and fails the test."""
    try:
        return bool(read_book(io.BytesIO(data)))
    except UnreadableTable as error:
        return bool(str(error))
