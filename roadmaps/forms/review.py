"""What was recognised in a file, a template or last year's plan, and the answers that are still missing.

Nothing is stored before the person confirms: the plan travels in the page, signed.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from typing import Any, Self

from django import forms
from django.core import signing
from django.forms.utils import ErrorDict

from portal.core.errors import InvalidInput
from roadmaps.checks import MeasureInput, SectionInput, checked_sections
from roadmaps.drafts import (
    NO_NAME,
    DraftRow,
    PlanDraft,
    number_note,
    place_numbers,
    read_term,
    read_wording,
    sections_of,
)
from roadmaps.forms.offers import Offer, with_offers
from roadmaps.forms.order import Typed
from roadmaps.forms.rows import QuietForm, day_field
from roadmaps.terms import Term, is_open, span

_SALT = "roadmaps.review"
_TEXTS = [field.name for field in fields(MeasureInput) if field.name not in ("id", "starts_on", "ends_on")]


@dataclass(frozen=True, slots=True)
class Travelling:
    """A plan on its way: for whom it is, where it comes from, its rows."""

    district: int
    school: int | None
    year: int
    period: str
    owner: str
    source: str
    plan: PlanDraft

    def signed(self) -> str:
        place = [self.district, self.school, self.year, self.period, self.owner, self.source]
        return signing.dumps([place, list(self.plan.notes), self._rows()], salt=_SALT, compress=True)

    @property
    def digest(self) -> str:
        """The same for the same rows: answers that a browser has kept belong to no other ones."""
        return sha256(json.dumps(self._rows()).encode()).hexdigest()[:16]

    def _rows(self) -> list[list[Any]]:
        return [
            [
                row.number,
                row.section,
                {name: getattr(row.measure, name) for name in _TEXTS},
                row.question,
                row.offer,
            ]
            for row in self.plan.rows
        ]

    @classmethod
    def unsigned(cls, text: str) -> Self | None:
        """The plan of a page; None for a page that is not ours."""
        try:
            place, notes, rows = signing.loads(text, salt=_SALT)
        except signing.BadSignature:
            return None
        district, school, year, period, owner, source = place
        drafts = tuple(_row(row, year, period) for row in rows)
        return cls(district, school, year, period, owner, source, PlanDraft(drafts, tuple(notes)))


def _row(row: list[Any], year: int, period: str) -> DraftRow:
    number, section, texts, question, *offer = row  # a page of an earlier release has no offers
    measure = MeasureInput(**texts)
    read = Term(question=question) if question else read_term(measure, year=year, period=period)
    return DraftRow(number, section, measure, read, *offer)


class AnswerForm(QuietForm):
    """The answer about one measure: other words, days, «без дат», or that the row is no measure."""

    name = forms.CharField(label="Мероприятие", required=False, widget=forms.Textarea({"rows": 2}))
    term = forms.CharField(label="Срок", required=False)
    starts_on = day_field("Начало")
    ends_on = day_field("Окончание")
    without = forms.BooleanField(label="Оставить без дат", required=False)
    skip = forms.BooleanField(label="Не переносить эту строку", required=False)

    def __init__(self, data: Mapping[str, str] | None, *, row: DraftRow, travelling: Travelling, prefix: str):
        self.row, self.travelling = row, travelling
        self.row_name = f"Мера {row.number}"
        self.offer = Offer.of(row, year=travelling.year, period=travelling.period)
        super().__init__(data, prefix=prefix, initial={"term": row.measure.term})
        if row.measure.name:
            del self.fields["name"]
        for name, field in self.fields.items():
            field.widget.attrs["class"] = (
                "form-check-input" if name in ("without", "skip") else "form-control"
            )

    @property
    def is_offer_taken(self) -> bool:
        """Whether the words of the offer stand in the field and nothing else is said beside them."""
        others = ("starts_on", "ends_on", "skip")
        is_written = bool(self.row.offer) and self["term"].value() == self.row.offer
        return is_written and not any(self[name].value() for name in others)

    @property
    def measure(self) -> MeasureInput:
        """The measure with the answer, without what has an error."""
        data = self.cleaned_data
        return replace(
            self.row.measure,
            name=data.get("name") or self.row.measure.name,
            term=data.get("term", ""),
            starts_on=data.get("starts_on"),
            ends_on=data.get("ends_on"),
            key=self.prefix or "",
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("skip"):
            self._errors = ErrorDict()  # what was written of a row that is left out is of no account
            return data
        if "name" in self.fields and not data["name"]:
            self.add_error("name", NO_NAME)
        names_days = any(data.get(name) or name in self.errors for name in ("starts_on", "ends_on"))
        if not names_days and (question := self._still_asked(data)):
            self.add_error("term", question)
        return data

    def _still_asked(self, data: dict[str, Any]) -> str | None:
        old, place = self.row.measure, self.travelling
        read = read_wording(data["term"], year=place.year, period=place.period)
        if not read.question:
            # The same words again are no answer where only their author knows what they meant.
            return self.row.question if data["term"] == old.term and old.name else None
        stays = data["without"] and not read.impossible and is_open(data["term"])
        return None if stays else read.question


class PlanReview:
    """The answers to all questions of a plan; takes part in the error summary as a formset.

    `take` names an offer (`with_offers`) that goes into its field; then the answers are shown, not judged.
    """

    def __init__(self, travelling: Travelling, data: Typed | None = None, *, take: str = ""):
        self.travelling = travelling
        self.taken = take
        self.is_bound = data is not None
        if data is not None and take:
            asked = {f"a-{at}": row for at, row in enumerate(travelling.plan.rows) if row.question}
            data = with_offers(data, asked, take)
        self.non_form_errors: list[str] = []
        self.answers = {
            at: AnswerForm(data, row=row, travelling=travelling, prefix=f"a-{at}")
            for at, row in enumerate(travelling.plan.rows)
            if row.question
        }
        for form in self.forms:
            form.quiet = bool(take)
            if form.prefix == take:
                form.fields["term"].widget.attrs["autofocus"] = True

    @property
    def offered(self) -> int:
        """How many offers nobody has taken yet."""
        return sum(bool(form.offer) and not form.is_offer_taken for form in self.forms)

    @property
    def unanswered(self) -> int:
        """How many questions wait for more than an offer that was taken."""
        return sum(not form.is_offer_taken for form in self.forms)

    @property
    def forms(self) -> list[AnswerForm]:
        return list(self.answers.values())

    def total_error_count(self) -> int:
        return sum(len(form.errors) for form in self.forms) + len(self.non_form_errors)

    def is_valid(self) -> bool:
        """Every form shows its own errors and those that the plan would be refused for, all at once."""
        if not sum(len(form.errors) for form in self.forms) and not self.sections():
            self.non_form_errors.append("Не осталось ни одной меры. Перенесите хотя бы одну строку.")
        try:
            checked_sections(self.sections(), year=self.travelling.year, period=self.travelling.period)
        except InvalidInput as error:
            self.refuse(error.errors)
        return not self.total_error_count()

    def sections(self) -> list[SectionInput]:
        """The measures with their answers, without what has an error."""
        return sections_of(self._measures())

    def _measures(self) -> Iterator[tuple[str, MeasureInput]]:
        for at, row in enumerate(self.travelling.plan.rows):
            form = self.answers.get(at)
            if form is None:
                yield row.section, row.measure
            elif not form.cleaned_data["skip"]:
                yield row.section, form.measure

    def refuse(self, errors: Mapping[str, str]) -> None:
        """Show the refusals of the service at their fields; what has no field stands on top."""
        places = {form.add_prefix(name): (form, name) for form in self.forms for name in form.fields}
        for key, message in errors.items():
            if key in places:
                form, name = places[key]
                form.add_error(name, message)
            else:
                self.non_form_errors.append(message)

    def mark_errors(self) -> None:
        for form in self.forms:
            for name in form.errors:
                if name in form.fields:
                    form.fields[name].widget.attrs["class"] += " is-invalid"

    def number_note(self, verb: str = "станет") -> str:
        return number_note([(row.number, row.section) for row in self._kept().values()], verb)

    def _kept(self) -> dict[int, DraftRow]:
        """The rows that will be measures, as far as is said by now, by their places."""
        rows = enumerate(self.travelling.plan.rows)
        return {at: row for at, row in rows if at not in self.answers or not self.answers[at]["skip"].value()}

    def rows(self) -> list[dict[str, Any]]:
        """All measures for the table; a new section begins with its title, `read` is what was understood.

        `becomes` is the number in the plan where that is another one.
        """
        rows, kept = self.travelling.plan.rows, self._kept()
        numbers = dict(zip(kept, place_numbers(row.section for row in kept.values()), strict=True))
        return [
            self._shown(at, row)
            | {"becomes": numbers[at] if at in numbers and numbers[at] != row.number else ""}
            | {"section": row.section if at == 0 or row.section != rows[at - 1].section else ""}
            for at, row in enumerate(rows)
        ]

    def _shown(self, at: int, row: DraftRow) -> dict[str, Any]:
        form, measure = self.answers.get(at), row.measure
        taken = form.offer if form and form.is_offer_taken else None
        return {
            "number": row.number,
            "name": measure.name,
            "about": " · ".join(filter(None, [measure.form, measure.addressee, measure.expected])),
            "term": taken.wording if taken else measure.term,
            "read": taken.read if taken else span(row.start, row.end, row.read.recurrence),
            "question": None if taken else row.question,
            "responsible": measure.responsible,
            "form_id": f"a-{at}",
        }
