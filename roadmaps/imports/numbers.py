"""The numbers of measures: those of the file stay, the others get free ones."""

from collections.abc import Iterator, Sequence
from itertools import chain, count, groupby

from roadmaps.drafts import place_number
from roadmaps.imports.reading import RawMeasure


def numbers_of(raw: Sequence[RawMeasure]) -> list[str]:
    """A number for each measure, none of them twice.

    A number that is missing or stood already (Excel makes 1.1 of 1.10) is made of the place of the
    measure, or is the next free one. Where sections count from 1 again, theirs goes before: not 1, 2, 1.
    """
    runs = [list(run) for _, run in groupby(raw, key=lambda each: each.section)]
    given = list(_given(runs))
    taken = set(chain.from_iterable(given))
    before = 0
    for place, numbers in enumerate(given, start=1):
        form = _form(numbers, place, of_many=len(runs) > 1)
        first = before if form == "{}" else 0
        for at, number in enumerate(numbers, start=1):
            if not number:
                made = (form.format(n) for n in count(first + at))
                numbers[at - 1] = next(each for each in made if each not in taken)
                taken.add(numbers[at - 1])
        before += len(numbers)
    return list(chain.from_iterable(given))


def _given(runs: Sequence[Sequence[RawMeasure]]) -> Iterator[list[str]]:
    """By sections, the numbers of the file; empty for one that is missing or stood already."""
    plain = [{each.number for each in run if each.number and "." not in each.number} for run in runs]
    begins_again = len(set().union(*plain)) < sum(map(len, plain))
    taken = {""}
    for place, run in enumerate(runs, start=1):
        numbers = []
        for each in run:
            number = (
                f"{place}.{each.number}" if begins_again and each.number in plain[place - 1] else each.number
            )
            numbers.append("" if number in taken else number)
            taken.add(number)
        yield numbers


def _form(numbers: Sequence[str], place: int, *, of_many: bool) -> str:
    """«1.{}» where the numbers of a section are 1.1, 1.2 …; of its place where they are of several kinds."""
    found = {number.rpartition(".")[0] for number in numbers if number}
    if len(found) == 1:
        before = found.pop()
        return f"{before}.{{}}" if before else "{}"
    return place_number(place, 0, of_many=of_many).removesuffix("0") + "{}"
