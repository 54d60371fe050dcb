"""Draft sentences with what people made of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from monitoring.enums import Measure
from monitoring.models import Conclusion
from monitoring.selectors import MeasuredRow, MeasuredTable
from monitoring.selectors.measured_table import DISTRICT, LISTED, REGION
from monitoring.sentences import LOW, Sentence, low_results, sentences_of
from schools.models import District

_SUMS = (LISTED, DISTRICT, REGION)


@dataclass(frozen=True, slots=True)
class Written:
    """`conclusion` is what a person made of the draft; it holds only for the numbers that were seen."""

    sentence: Sentence
    conclusion: Conclusion | None = None

    @property
    def is_stale(self) -> bool:
        """The numbers have changed since a person edited or dropped the sentence: the draft stands again."""
        found = self.conclusion
        return found is not None and found.fingerprint != self.sentence.fingerprint

    @property
    def in_force(self) -> Conclusion | None:
        return None if self.is_stale else self.conclusion

    @property
    def is_dropped(self) -> bool:
        return self.in_force is not None and self.in_force.is_dropped

    @property
    def is_edited(self) -> bool:
        return self.in_force is not None and not self.in_force.is_dropped

    @property
    def text(self) -> str:
        """What is printed unless the sentence is dropped."""
        return self.in_force.text if self.in_force and self.in_force.text else self.sentence.text

    @property
    def seen(self) -> int:
        return self.conclusion.revision if self.conclusion else 0


def conclusions_of(*, district: District) -> dict[str, Conclusion]:
    """Everything that people made of the drafts of a district, by key, in one query."""
    return {row.key: row for row in Conclusion.objects.filter(district=district).select_related("by")}


def written(sentences: Iterable[Sentence], conclusions: Mapping[str, Conclusion]) -> list[Written]:
    return [Written(sentence, conclusions.get(sentence.key)) for sentence in sentences]


def page_sentences(table: MeasuredTable, *, measure: str, rows: Sequence[MeasuredRow]) -> list[Sentence]:
    """The sentences of some rows on one measure; low results stand with the mean and the share of «2»."""
    schools = [row for row in rows if row.school is not None]
    low = low_results(table, rows=schools) if measure in (Measure.MEAN, Measure.LOW_SHARE) else []
    return [*sentences_of(table, measure=measure, rows=rows), *low]


def document_texts(
    table: MeasuredTable, *, listed: Iterable[int], conclusions: Mapping[str, Conclusion]
) -> list[str]:
    """The sentences that a document prints, groups first.

    Of each measure those that a person wrote, and by rule those on the mean of the groups and of the
    schools of the list, with low results. Dropped ones are left out.
    """
    chosen = {f"school-{pk}" for pk in listed} | {row.key for row in table.groups}
    rows = [*table.groups, *table.rows]
    drafts = [
        *sentences_of(table, measure=Measure.MEAN, rows=rows),
        *low_results(table, rows=table.rows),
    ]
    for measure in Measure:
        if measure != Measure.MEAN and any(f":{measure.value}:" in key for key in conclusions):
            drafts += sentences_of(table, measure=measure, rows=rows)
    return [
        row.text
        for row in written(drafts, conclusions)
        if not row.is_dropped and (row.is_edited or _is_usual(row.sentence, chosen))
    ]


def _is_usual(sentence: Sentence, chosen: set[str]) -> bool:
    *_, rule, row = sentence.key.split(":")
    if row in _SUMS and not sentence.is_of_change:
        return False  # of a district as a whole there is nothing to say but how it changed
    return rule in (Measure.MEAN, LOW) and row in chosen
