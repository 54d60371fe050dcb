"""Which school a row of a file speaks of: by code, login, name or alias; else it is asked or not ours."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from monitoring.imports.groups import municipality_key, school_login
from monitoring.imports.nearest import Candidate, candidates, clear_winner
from monitoring.imports.parsed import ParsedRow, SchoolRef
from monitoring.imports.place import Place, place_of
from schools.models import District, School
from schools.naming import match_key, split_login
from schools.selectors import SchoolIndex


@dataclass(frozen=True, slots=True)
class Question:
    """A school that nobody knows: how the file names it, where it stands, and who may be meant.

    `answer` is what a person said already (None: «пропустить»), `is_answered` tells that from silence.
    """

    key: str
    refs: tuple[SchoolRef, ...]
    addresses: tuple[str, ...]
    candidates: tuple[Candidate, ...] = ()
    is_answered: bool = False
    answer: School | None = None
    #: the schools between which code, login and name do not agree
    conflict: tuple[School, ...] = ()

    @property
    def ref(self) -> SchoolRef:
        return self.refs[0]

    @property
    def is_candidate(self) -> bool:
        """Whether the answer is one of the candidates and not another school of the district."""
        return any(each.school == self.answer for each in self.candidates)

    @property
    def name(self) -> str:
        """As in the file."""
        return self.ref.name or self.ref.code or self.ref.login


@dataclass(frozen=True, slots=True)
class Matched:
    """Rows with their schools in the order of the file, questions, and how many rows are not ours."""

    rows: tuple[tuple[ParsedRow, School], ...]
    questions: tuple[Question, ...] = ()
    elsewhere: int = 0
    #: municipalities that were left out, as the file names them
    places: tuple[str, ...] = ()
    #: (school, name): answers that will become other names
    aliases: tuple[tuple[int, str], ...] = ()

    @property
    def unanswered(self) -> list[Question]:
        return [question for question in self.questions if not question.is_answered]


def question_key(ref: SchoolRef) -> str:
    """One spelling of a school, whatever row it stands in."""
    parts = (ref.code, ref.login.casefold(), match_key(ref.name), municipality_key(ref.municipality))
    return sha256("|".join(parts).encode()).hexdigest()[:16]


def match_rows(
    rows: Iterable[ParsedRow],
    *,
    district: District,
    answers: Mapping[str, int | None] | None = None,
    accept_suggestions: bool = False,
) -> Matched:
    """Match the rows of a file with the schools of `district`; a school elsewhere is never found by name.

    `answers` are those of ImportBatch. `accept_suggestions` answers each open question by its one clearly
    nearest candidate, never by a school that has its own row in the file. Four queries.
    """
    schools = list(School.objects.filter(district=district).prefetch_related("aliases", "programmes"))
    return _Matching(district, schools, list(rows)).run(answers or {}, accept_suggestions)


class _Matching:
    """One file against one district."""

    def __init__(self, district: District, schools: list[School], rows: list[ParsedRow]):
        self.index = SchoolIndex.build(schools)
        self.schools = {school.pk: school for school in schools}
        self.place = Place.of(district, schools)
        self.by_ref: dict[SchoolRef, list[ParsedRow]] = defaultdict(list)
        for row in rows:
            self.by_ref[row.school].append(row)
        self.place.is_only_place = len({ref.municipality for ref in self.by_ref}) == 1
        self.rows = rows
        self.found: dict[SchoolRef, School] = {}
        self.conflicts: dict[SchoolRef, tuple[School, ...]] = {}
        self.elsewhere: list[SchoolRef] = []
        self.asked: dict[str, list[SchoolRef]] = defaultdict(list)

    def run(self, answers: Mapping[str, int | None], accept_suggestions: bool) -> Matched:
        self._by_number()
        open_refs = [ref for ref in self.by_ref if ref not in self.found and not self.place.is_group(ref)]
        asked = [ref for ref in open_refs if not self._by_name(ref)]
        own_rows = set(self.found.values())
        questions = self._questions(asked, answers)
        if accept_suggestions:
            questions = self._with_suggestions(questions, own_rows)
        self._take(questions)
        return Matched(
            rows=tuple((row, self.found[row.school]) for row in self.rows if row.school in self.found),
            questions=tuple(questions),
            elsewhere=sum(len(self.by_ref[ref]) for ref in self.elsewhere),
            places=tuple(dict.fromkeys(place for ref in self.elsewhere if (place := place_of(ref)))),
            aliases=tuple(self._aliases(questions)),
        )

    def _by_number(self) -> None:
        """Codes and logins first: their rows teach which «Код МСУ» is ours."""
        for ref in self.by_ref:
            match = self.index.find(code=ref.code, login=_login(ref))
            if learned := self._learned(ref):
                self.found[ref] = learned
            elif match.school is not None:
                self._settle(ref)
                if ref.municipality.isdigit():
                    self.place.codes.add(ref.municipality)
            elif match.conflict:
                self.conflicts[ref] = match.conflict

    def _learned(self, ref: SchoolRef) -> School | None:
        """A code or a login that an answer has made another name of a school."""
        names = [self.index.aliases.get(match_key(text), []) for text in (ref.code, _login(ref)) if text]
        return next((schools[0] for schools in names if len(schools) == 1), None)

    def _settle(self, ref: SchoolRef) -> None:
        """Code or login of ours; a name in the same row must not speak of another of our schools."""
        match = self.index.find(code=ref.code, login=_login(ref), name=_name(ref))
        if match.school is None:
            self.conflicts[ref] = match.conflict
        else:
            self.found[ref] = match.school

    def _by_name(self, ref: SchoolRef) -> bool:
        """Whether the row needs no question: found by a name, or of another municipality."""
        if ref in self.conflicts:
            return False
        if self.place.is_elsewhere(ref):
            self.elsewhere.append(ref)
            return True
        match = self.index.find(name=_name(ref))
        if match.conflict:
            self.conflicts[ref] = match.conflict
        elif match.school is not None and not self._is_namesake(ref, match.school):
            self.found[ref] = match.school
        elif match.school is not None:
            return self._namesake(ref, match.school)
        return ref in self.found

    def _is_namesake(self, ref: SchoolRef, school: School) -> bool:
        """«СШ № 1» with a login or a code that is not that of our «СШ № 1»."""
        login = _login(ref)
        other_login = login and school.fis_oko_login and login != school_login(school.fis_oko_login)
        return bool(other_login or (ref.code and school.oo_code and ref.code != school.oo_code))

    def _namesake(self, ref: SchoolRef, school: School) -> bool:
        """A namesake from elsewhere where our school has a row of its own, else a question."""
        if school in self.found.values():
            self.elsewhere.append(ref)
            return True
        self.conflicts[ref] = (school,)
        return False

    def _questions(self, refs: Iterable[SchoolRef], answers: Mapping[str, int | None]) -> list[Question]:
        for ref in refs:
            self.asked[question_key(ref)].append(ref)
        return [self._question(key, alike, answers) for key, alike in self.asked.items()]

    def _question(self, key: str, refs: list[SchoolRef], answers: Mapping[str, int | None]) -> Question:
        conflict = self.conflicts.get(refs[0], ())
        near = candidates(refs[0].name, self.schools.values()) if refs[0].name else []
        others = [each for each in near if each.school not in conflict]
        answer = answers.get(key)
        return Question(
            key=key,
            refs=tuple(refs),
            addresses=tuple(row.address for ref in refs for row in self.by_ref[ref]),
            candidates=(*(Candidate(school, 0.0) for school in conflict), *others),
            is_answered=key in answers and (answer is None or answer in self.schools),
            answer=self.schools.get(answer) if answer is not None else None,
            conflict=conflict,
        )

    def _with_suggestions(self, questions: list[Question], own_rows: set[School]) -> list[Question]:
        """Each open question with its clear winner, unless that school stands in the file itself.

        Two spellings may be one school in two exams, and never in one.
        """
        claims: dict[int, list[Question]] = defaultdict(list)
        for question in questions:
            winner = None if question.is_answered or question.conflict else clear_winner(question.candidates)
            if winner is not None and winner not in own_rows:
                claims[winner.pk].append(question)
        won = {
            question.key: self.schools[school]
            for school, claimed in claims.items()
            if not self._stand_together(claimed)
            for question in claimed
        }
        return [
            replace(question, is_answered=True, answer=won[question.key]) if question.key in won else question
            for question in questions
        ]

    def _stand_together(self, questions: list[Question]) -> bool:
        """Whether two of these spellings have rows of one sitting."""
        seen: set[object] = set()
        for question in questions:
            here = {
                (row.kind, row.sitting, row.year)
                for ref in self.asked[question.key]
                for row in self.by_ref[ref]
            }
            if seen & here:
                return True
            seen |= here
        return False

    def _take(self, questions: Iterable[Question]) -> None:
        for question in questions:
            if question.answer is not None:
                self.found |= dict.fromkeys(self.asked[question.key], question.answer)

    def _aliases(self, questions: Iterable[Question]) -> Iterable[tuple[int, str]]:
        for question in questions:
            name = _login(question.ref) or question.ref.code if question.conflict else _name(question.ref)
            if question.answer is not None and name and len(question.conflict) < 2:
                yield question.answer.pk, name


def _login(ref: SchoolRef) -> str:
    """The login of the row or the one in brackets behind the name, in the one spelling of ФИС ОКО."""
    text = ref.login or split_login(ref.name)[1]
    return school_login(text) or text


def _name(ref: SchoolRef) -> str:
    """The name without its login; a school that has only a code is known again by the code."""
    return split_login(ref.name)[0] or ref.code or ref.login
