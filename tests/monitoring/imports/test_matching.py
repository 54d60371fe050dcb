"""Which school a row speaks of: never by resemblance, never a namesake from elsewhere."""

import pytest

from monitoring.imports.matching import match_rows
from monitoring.imports.nearest import SHOWN, TAKEN, nearness
from monitoring.imports.parsed import SchoolRef, SittingRef
from tests.factories.schools import SchoolAliasFactory, SchoolFactory
from tests.monitoring.imports.made import VPR, marks


@pytest.fixture
def schools(district):
    return {
        "red": SchoolFactory(
            district=district,
            short_name="МКОУ «Красноярская СШ»",
            oo_code="111002",
            fis_oko_login="sch340012",
        ),
        "one": SchoolFactory(district=district, short_name="МБОУ СШ № 1", oo_code="111003"),
        "three": SchoolFactory(district=district, short_name="МБОУ СШ № 3", oo_code="111004"),
    }


def found(district, *refs, **options):
    rows = [marks(ref, 0, 1, 1, 1, address=f"Лист1!A{number}") for number, ref in enumerate(refs, start=5)]
    return match_rows(rows, district=district, **options)


def school_of(matched):
    return [school for _, school in matched.rows]


@pytest.mark.parametrize(
    "ref",
    [
        SchoolRef(code="111002"),
        SchoolRef(login="SCH340012", name="Как угодно"),
        SchoolRef(name="мкоу «красноярская сш»"),
        SchoolRef(name='МКОУ  "Красноярская СШ"  '),
        SchoolRef(name="МКОУ Красноярская СШ (sch340012)"),
        SchoolRef(name="МКОУ Красноярская СШ (edu340012)"),
        SchoolRef(name="Красноярка"),
        SchoolRef(name="МКОУ Красноярская СШ", municipality="Свой муниципальный район"),
        SchoolRef(name="МКОУ Красноярская СШ", municipality="Свой район (ОО - 9)"),
        SchoolRef(name="МКОУ Красноярская СШ", municipality="Отдел образования администрации, Свой район"),
    ],
)
def test_code_login_name_and_alias_match(district, schools, ref):
    SchoolAliasFactory(school=schools["red"], name="Красноярка")

    matched = found(district, ref)

    assert school_of(matched) == [schools["red"]]
    assert not matched.questions


@pytest.mark.parametrize("name", ["МБОУ СШ №1", "мбоу сш № 1", "МБОУ  СШ  №  1"])
def test_the_number_sign_and_its_space_do_not_matter(district, schools, name):
    assert school_of(found(district, SchoolRef(name=name))) == [schools["one"]]


def test_a_near_name_is_a_question_with_candidates(district, schools):
    matched = found(district, SchoolRef(name="МКОУ Красноярская средняя школа"))

    assert matched.rows == ()
    (question,) = matched.questions
    assert question.name == "МКОУ Красноярская средняя школа"
    assert [each.school for each in question.candidates] == [schools["red"]]
    assert not question.is_answered


def test_an_accepted_suggestion_becomes_an_alias(district, schools):
    matched = found(district, SchoolRef(name="МКОУ Красноярская средняя школа"), accept_suggestions=True)

    assert school_of(matched) == [schools["red"]]
    assert matched.aliases == ((schools["red"].pk, "МКОУ Красноярская средняя школа"),)


def test_a_school_with_its_own_row_is_never_suggested_away(district, schools):
    matched = found(
        district,
        SchoolRef(name="МКОУ Красноярская СШ"),
        SchoolRef(name="МКОУ Красноярская средняя школа"),
        accept_suggestions=True,
    )

    assert school_of(matched) == [schools["red"]]
    assert [question.name for question in matched.unanswered] == ["МКОУ Красноярская средняя школа"]


def test_two_spellings_in_one_exam_are_not_one_school(district, schools):
    names = ("Красноярская средняя школа", "Красноярская сош")
    matched = found(district, *(SchoolRef(name=name) for name in names), accept_suggestions=True)

    assert matched.rows == ()
    assert len(matched.unanswered) == 2


def test_two_spellings_in_two_exams_may_be_one_school(district, schools):
    rows = [
        marks("Красноярская средняя школа", 0, 1, 1, 1),
        marks("Красноярская сош", 0, 1, 1, 1, sitting=SittingRef("vpr", "math", 2021, grade=5)),
    ]
    matched = match_rows(rows, district=district, accept_suggestions=True)

    assert school_of(matched) == [schools["red"], schools["red"]]


@pytest.mark.parametrize("name", ["МБОУ СШ № 2", "Верхнекурмоярская СШ", "МБОУ СШ"])
def test_what_is_not_clearly_near_stays_a_question(district, schools, name):
    matched = found(district, SchoolRef(name=name), accept_suggestions=True)

    assert matched.rows == ()
    assert [question.name for question in matched.unanswered] == [name]


def test_two_equal_candidates_decide_nothing(district, schools):
    SchoolFactory(district=district, short_name="МКОУ «Красноярская ООШ»")
    matched = found(district, SchoolRef(name="Красноярская школа"), accept_suggestions=True)

    assert matched.rows == ()
    assert len(matched.unanswered[0].candidates) == 2


def test_numbers_must_agree():
    assert nearness("МБОУ СШ № 2", "МБОУ СШ № 3") == 0
    assert nearness("МБОУ СШ № 3 г. Котельниково", "МКОУ СОШ № 3") > nearness("Лицей № 3", "МКОУ СОШ № 3")


#: a word that nobody knows may be the word of another school
_OTHER_KINDS = (
    "МБОУ ВСОШ № 1", "ВСШ № 1", "МБОУ ШИ № 1", "МБОУ СКШИ № 1", "МБОУ СКОШ № 1", "МБОУ ОСШ № 1",
    "МБОУ НШДС № 1", "МБОУ Прогимназия № 1", "МБОУ кадетская школа № 1", "МБОУ ЦО № 1",
    "МБОУ Центр образования № 1", "МБУ ДО ДЮСШ № 1", "МБУ ДО ДШИ № 1", "Спортивная школа № 1",
    "Частная школа № 1", "ЧОУ СОШ № 1",
)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Речная СОШ", "МКОУ Заречная СОШ"),
        ("Поречная СОШ", "МКОУ Заречная СОШ"),
        ("МКОУ Приозёрская СОШ", "МКОУ Озёрская СОШ"),
        ("МКОУ Подберёзовская ООШ", "МКОУ Берёзовская ООШ"),
        ("МКОУ Верхне-Озёрская СОШ", "МКОУ Нижнеозёрская СОШ"),
        ("МКОУ Верхняя Солоновская СОШ", "МКОУ Нижняя Солоновская СОШ"),
        ("Новая Полтавская СОШ", "Полтавская СОШ"),
        ("СОШ № 1 п. Новокукуево", "СОШ № 1 п. Кукуево"),
        ("Заречная СОШ вечерняя", "МКОУ Заречная СОШ"),
        ("Открытая (сменная) Заречная СОШ", "МКОУ Заречная СОШ"),
        ("Филиал МКОУ Заречная СОШ", "МКОУ Заречная СОШ"),
        ("Заречная начальная школа", "МКОУ Заречная школа"),
        ("Заречная школа-интернат", "МКОУ Заречная школа"),
        ("СОШ № 1 имени Пушкина", "СОШ № 1 имени Лермонтова"),
        ("МКОУ Озёрновская СОШ", "МКОУ Озёрская СОШ"),
        ("МКОУ Озерковская СОШ", "МКОУ Озёрская СОШ"),
        ("МКОУ Зареченская СОШ", "МКОУ Заречная СОШ"),
        ("МКОУ Заречинская СОШ", "МКОУ Заречная СОШ"),
        ("МБОУ СОШ № 1 п. Кукуевка", "МБОУ СОШ № 1 п. Кукуево"),
        ("МКОУ Калиновская СОШ", "МКОУ Малиновская СОШ"),
        ("МБОУ Лицей № 2-А", "МБОУ «Лицей № 2»"),
        ("МБОУ Лицей № 2 «А»", "МБОУ «Лицей № 2»"),
        ("МБОУ Лицей № 2а", "МБОУ Лицей № 2-б"),
        ("МБОУ СОШ № 1-а п. Кукуево", "МБОУ СОШ № 1 п. Кукуево"),
        *((name, "МБОУ СОШ № 1") for name in _OTHER_KINDS),
        ("МКОУ Берёзовская ВСШ", "МКОУ Берёзовская СШ"),
    ],
)
def test_a_near_name_of_another_school_is_shown_and_never_taken(one, other):
    assert SHOWN <= nearness(one, other) < TAKEN


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("МКОУ «Нижнелуговская СОШ имени Героя Советского Союза И.И. Иванова»", "МКОУ Нижнелуговская СОШ"),
        ("Нижне-Луговская сош", "МКОУ Нижнелуговская СОШ"),
        ("Нижняя Луговская сош", "МКОУ Нижнелуговская СОШ"),
        ("СОШ № 1 имени 70-летия Победы с. Озёрное", "СОШ № 1 с. Озёрное"),
        ("Гимназия им. А.С. Пушкина", "МБОУ «Гимназия имени А. С. Пушкина»"),
        ("Заречненская СОШ", "МКОУ Заречнинская СОШ"),
        ("Подгоренская СОШ", "МКОУ Подгорненская СОШ"),
        ("Краснаярская СОШ", "МКОУ Красноярская СОШ"),
        ("Красноясркая СОШ", "МКОУ Красноярская СОШ"),
        ("Красноярскаяя СОШ", "МКОУ Красноярская СОШ"),
        ("Лицей № 2А", "МБОУ «Лицей № 2-а»"),
        ("1-я школа г. Котельниково", "МБОУ СШ № 1 г. Котельниково"),
        ("СШ №1с. Озёрное", "СШ № 1 с. Озёрное"),
        ("СОШ № 2 имени Гагарина", "МБОУ СОШ № 2 им. Ю. А. Гагарина"),
        ("СОШ № 2 имени Гагарина Юрия Алексеевича", "МБОУ СОШ № 2 им. Ю. А. Гагарина"),
        ("СОШ № 1 с углублённым изучением предметов", "МБОУ СОШ № 1"),
    ],
)
def test_a_tail_a_hyphen_and_a_slip_hide_no_school(one, other):
    assert nearness(one, other) >= TAKEN


def test_the_village_behind_a_tail_still_tells_schools_apart():
    assert nearness("СОШ имени Иванова с. Озёрное", "СОШ имени Иванова с. Полевое") < TAKEN
    assert nearness("Гимназия имени А. С. Пушкина", "Гимназия имени М. Ю. Лермонтова") < SHOWN


@pytest.mark.parametrize("name", ["Подкрасноярская СШ", "Красноярская вечерняя СШ", "Филиал Красноярская СШ"])
def test_another_school_of_a_near_name_is_a_question_even_where_suggestions_are_taken(
    district, schools, name
):
    matched = found(district, SchoolRef(name=name), accept_suggestions=True)

    assert matched.rows == ()
    assert matched.unanswered[0].candidates[0].school == schools["red"]


@pytest.mark.parametrize(
    "name",
    [
        "Вся выборка",
        "Волгоградская область",
        "Свой район",
        "Соседний район",
        "Камышинский муниципальный район",
        "Свой м.р.",
        "Соседний м.о.",
    ],
)
def test_rows_of_groups_are_never_asked_about(district, neighbour, schools, name):
    matched = found(district, SchoolRef(name=name))

    assert matched.rows == ()
    assert matched.questions == ()


@pytest.mark.parametrize("place", ["Камышинский район", "г. Камышин", "город Михайловка"])
def test_a_namesake_of_another_municipality_is_left_out_silently(district, schools, place):
    matched = found(district, SchoolRef(name="МБОУ СШ № 1", municipality=place))

    assert matched.rows == ()
    assert matched.questions == ()
    assert matched.elsewhere == 1


def test_our_login_wins_over_a_wrong_municipality(district, schools):
    matched = found(district, SchoolRef(name="СШ", login="sch340012", municipality="Камышинский район"))

    assert school_of(matched) == [schools["red"]]


def test_a_namesake_with_another_login_is_not_ours(district, schools):
    matched = found(
        district,
        SchoolRef(name="МКОУ Красноярская СШ", login="sch340012"),
        SchoolRef(name="МКОУ Красноярская СШ", login="sch349999"),
    )

    assert school_of(matched) == [schools["red"]]
    assert matched.questions == ()
    assert matched.elsewhere == 1


def test_a_namesake_with_another_login_alone_is_a_question(district, schools):
    (question,) = found(district, SchoolRef(name="МКОУ Красноярская СШ", login="sch349999")).questions

    assert question.conflict == (schools["red"],)


def test_the_answer_about_such_a_namesake_is_remembered_by_its_login(district, schools):
    ref = SchoolRef(name="МКОУ Красноярская СШ", login="sch349999")
    key = found(district, ref).questions[0].key
    matched = found(district, ref, answers={key: schools["red"].pk})

    assert matched.aliases == ((schools["red"].pk, "sch349999"),)
    SchoolAliasFactory(school=schools["red"], name="sch349999")
    assert school_of(found(district, ref)) == [schools["red"]]


def test_code_and_name_of_two_schools_are_a_question(district, schools):
    matched = found(district, SchoolRef(name="МБОУ СШ № 1", code="111004"), accept_suggestions=True)

    assert matched.rows == ()
    (question,) = matched.unanswered
    assert set(question.conflict) == {schools["one"], schools["three"]}


def test_an_unknown_code_of_our_municipality_is_asked_and_one_of_another_is_not(district, schools):
    matched = found(
        district,
        SchoolRef(code="111002", municipality="111"),
        SchoolRef(code="111099", municipality="111"),
        SchoolRef(code="222001", municipality="222"),
    )

    assert [question.name for question in matched.questions] == ["111099"]
    assert matched.elsewhere == 1


def test_codes_of_places_are_learned_from_schools_that_matched(district, schools):
    """A «Код МСУ» need not be the beginning of the codes of schools."""
    matched = found(
        district,
        SchoolRef(code="111002", municipality="17"),
        SchoolRef(code="999001", municipality="17"),
        SchoolRef(code="999002", municipality="18"),
    )

    assert [question.name for question in matched.questions] == ["999001"]
    assert matched.elsewhere == 1


def test_an_answer_is_taken_and_remembered(district, schools):
    key = found(district, SchoolRef(code="111099")).questions[0].key
    matched = found(district, SchoolRef(code="111099"), answers={key: schools["one"].pk})

    assert school_of(matched) == [schools["one"]]
    assert matched.aliases == ((schools["one"].pk, "111099"),)
    SchoolAliasFactory(school=schools["one"], name="111099")
    assert school_of(found(district, SchoolRef(code="111099"))) == [schools["one"]]


def test_a_skipped_school_is_no_longer_asked(district, schools):
    key = found(district, SchoolRef(name="Чужая СШ")).questions[0].key
    matched = found(district, SchoolRef(name="Чужая СШ"), answers={key: None})

    assert matched.rows == ()
    assert matched.unanswered == []


def test_an_answer_about_a_school_elsewhere_does_not_count(district, schools, neighbour_school):
    key = found(district, SchoolRef(name="Чужая СШ")).questions[0].key

    assert found(district, SchoolRef(name="Чужая СШ"), answers={key: neighbour_school.pk}).unanswered


def test_queries_do_not_grow_with_the_file(district, schools, django_assert_num_queries):
    refs = [SchoolRef(name=f"Неизвестная школа имени Иванова {number}") for number in range(40)]
    with django_assert_num_queries(4):
        match_rows([marks(ref, 0, 1, 1, 1, sitting=VPR) for ref in refs], district=district)
