"""A read file against a district: matched, planned, with every finding in one list. Writes nothing itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace

from monitoring.enums import Severity
from monitoring.imports.formats import clean_name
from monitoring.imports.incoming import incoming_rows
from monitoring.imports.matching import Matched, match_rows
from monitoring.imports.parsed import ParsedFile, Problem
from monitoring.imports.reference import Reference
from monitoring.imports.stored import as_json, digest_of, from_json
from monitoring.models import ImportBatch
from monitoring.services.import_plan import import_plan
from monitoring.services.import_rows import Incoming, Plan
from monitoring.services.imports import Answered, Choice, Read, batch_apply, batch_create
from portal.accounts.models import User
from portal.core.collector import collector_off
from portal.core.russian import counted
from schools.models import District

#: of a file that is refused as a whole
REFUSED = (
    "Записать из этого файла нечего: все строки пропущены из-за ошибок. Исправьте то, что названо "
    "в замечаниях, и загрузите файл снова."
)
#: other municipalities that are named
_PLACES = 5
_WEIGHT = {
    severity: place for place, severity in enumerate((Severity.ERROR, Severity.WARNING, Severity.INFO))
}


@dataclass(frozen=True)
class Review:
    """What a file says of a district and what applying it would change now."""

    parsed: ParsedFile
    matched: Matched
    rows: tuple[Incoming, ...]
    plan: Plan
    #: the heaviest first, each kind in the order of the file
    problems: tuple[Problem, ...]

    @property
    def needs_answers(self) -> bool:
        return bool(self.matched.unanswered)

    @property
    def is_refused(self) -> bool:
        """Nothing of the file could be placed, and that is because of its faults."""
        return (
            not self.plan.cells
            and not self.needs_answers
            and any(problem.severity == Severity.ERROR for problem in self.problems)
        )

    @property
    def answered(self) -> Answered:
        return answered_of(self.parsed, self.matched, self.rows)


@collector_off()
def review_of(
    parsed: ParsedFile,
    *,
    district: District,
    source: str,
    answers: Mapping[str, int | None] | None = None,
    accept_suggestions: bool = False,
) -> Review:
    """Match and plan a file named `source`. A fixed number of queries, whatever the file holds."""
    matched = match_rows(
        parsed.rows, district=district, answers=answers, accept_suggestions=accept_suggestions
    )
    rows, absent = incoming_rows(matched.rows, reference=Reference.load())
    plan = import_plan(rows=rows, source=clean_name(source))
    planned = [Problem(*astuple(note)) for note in plan.notes]
    found = [*parsed.problems, *absent, *planned, *_about_places(matched)]
    return Review(parsed, matched, tuple(rows), plan, _by_weight(found))


def _by_weight(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda one: (_WEIGHT[Severity(one.severity)], one.kind)))


def _about_places(matched: Matched) -> list[Problem]:
    """Rows that were left out silently are counted; a file without a single row of ours is told."""
    if not matched.elsewhere:
        return []
    count = counted(matched.elsewhere, "строка", "строки", "строк")
    problems = [Problem(Severity.INFO, "elsewhere", "", f"Школы других муниципалитетов пропущены: {count}.")]
    if not matched.rows and not matched.questions:
        problems.append(_no_own_rows(matched.places))
    return problems


def _no_own_rows(places: Sequence[str]) -> Problem:
    names = ", ".join(places[:_PLACES]) or "без названия"
    text = (
        f"В файле нет строк вашего района. Чьи это строки: {names}. Проверьте, тот ли это файл, название "
        "района и коды ОО в карточках школ."
    )
    return Problem(Severity.WARNING, "no_own_rows", "", text)


# --- A file's way into the database -------------------------------------------------------------


def read_of(parsed: ParsedFile, *, file_name: str, matched: Matched) -> Read:
    """What is kept until the confirmation: the rows of our schools and of the questions."""
    ours = {row.school for row, _ in matched.rows}
    ours |= {ref for question in matched.questions for ref in question.refs}
    kept = as_json(parsed, schools=ours)
    kept["elsewhere"], kept["places"] = matched.elsewhere, list(matched.places[:_PLACES])
    return Read(clean_name(file_name), parsed.format, kept, digest_of(parsed))


@collector_off()
def parsed_keep(parsed: ParsedFile, *, district: District, file_name: str, by: User | None) -> ImportBatch:
    """Keep a read file as a preview."""
    read = read_of(parsed, file_name=file_name, matched=match_rows(parsed.rows, district=district))
    return batch_create(district=district, read=read, by=by)


def batch_review(batch: ImportBatch) -> Review:
    """The preview of a kept file as the district and its register are now.

    Rows of other districts are not kept; that there was nothing else is still told.
    """
    review = review_of(
        from_json(batch.parsed), district=batch.district, source=batch.file_name, answers=batch.answers
    )
    if batch.parsed.get("elsewhere") and not review.parsed.rows:
        found = [*review.problems, _no_own_rows(batch.parsed.get("places", ()))]
        return replace(review, problems=_by_weight(found))
    return review


def batch_questions(batch: ImportBatch) -> dict[str, str]:
    """The names of the schools that are asked about, answered or not, by the keys of the questions."""
    matched = match_rows(from_json(batch.parsed).rows, district=batch.district, answers=batch.answers)
    return {question.key: question.name for question in matched.questions}


@collector_off()
def review_apply(batch: ImportBatch, *, choice: Choice | None, by: User | None) -> ImportBatch:
    """Apply a kept file; it is planned under the locks and nowhere else. See batch_apply."""
    parsed = from_json(batch.parsed)
    matched = match_rows(parsed.rows, district=batch.district, answers=batch.answers)
    rows, _ = incoming_rows(matched.rows, reference=Reference.load())
    return batch_apply(batch=batch, answered=answered_of(parsed, matched, rows), choice=choice, by=by)


def answered_of(parsed: ParsedFile, matched: Matched, rows: Sequence[Incoming]) -> Answered:
    """What applying takes: rows, the names that answers gave, counts, and the schools that were left out."""
    left_out = [question for question in matched.questions if question.answer is None]
    facts = {
        "rows": parsed.rows_read,
        "left_out": sum(len(question.addresses) for question in left_out),
        "left_schools": [question.name for question in left_out],
    }
    return Answered(rows, matched.aliases, facts)
