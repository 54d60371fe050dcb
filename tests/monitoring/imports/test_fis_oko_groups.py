"""A school is never taken for a group, and a group is never asked about."""

import pytest

from monitoring.imports.groups import (
    GroupKind,
    group_kind,
    is_group,
    looks_like_a_school,
    municipality_key,
    placed,
    school_login,
)

WHOLE = [
    "Вся выборка",
    "вся  выборка ",
    "ВСЯ ВЫБОРКА",
    "РФ",
    "Российская Федерация",
    "Итого",
    "Всего",
    "Среднее по району",
]
REGIONS = [
    "Волгоградская область", "Волгоградская обл.", "Краснодарский край", "Республика Коми", "Респ. Тыва",
    "Чувашская Республика", "Ханты-Мансийский автономный округ – Югра", "Еврейская автономная область",
    "Москва", "г. Москва", "город Санкт-Петербург", "Кабардино-Балкарская Республика",
]  # fmt: skip
MUNICIPALITIES = [
    "Котельниковский муниципальный район", "Котельниковский муниципальный район Волгоградской области",
    "Котельниковский район", "Котельниковский р-н", "город Волгоград", "г. Камышин", "г.Камышин", "Городской округ Михайловка",
    "городской округ город Урюпинск", "ЗАТО Знаменск", "Муниципальное образование «Город Майкоп»", "Бай-Тайгинский кожуун",
    "Анабарский улус", "Управление образования г. Саранска", "Отдел образования администрации", "МО Крымский район",
    "Школы Котельниковского района", "Сельские школы", "Все школы района", "город-курорт Анапа, муниципальный округ",
    "Областной центр, город Волгоград", "Энский м.р.", "Энский м. р", "м.о. Энский", "Энский м.о.", "г.о. Энск",
    "Энск г. о.", "Энский м.р. (ОО - 9)",
]  # fmt: skip
SCHOOLS = [
    "МКОУ СШ № 2 г. Котельниково", "Вятский лицей", "школа Октябрьского района", "Красноярская СШ", "МБОУ Гимназия №1",
    "Муниципальное казенное общеобразовательное учреждение «Красноярская средняя школа» Котельниковского муниципального района Волгоградской области",
    "МОУ «Лицей № 5» города Волгограда", "МБОУСОШ№3", "СОШ3", "ГКОУ «Волгоградская школа-интернат»", "НОШ поселка Равнинный",
    "Октябрьский район, МОУ ООШ", "Областная гимназия-интернат", "Республиканский лицей", "Краевой кадетский корпус",
    "Котельниковский район (sch340012)", "Городская (edu340012)", "Филиал МКОУ СШ № 1", "Школа № 5 города Энска", "Школы № 7 филиал",
    "ГБОУ СОШ с. Пестравка м.р. Пестравский", "МБОУ «Центр образования № 4» городского округа", "ЧОУ Перспектива", "МАОУ «Муниципальная гимназия»", "ГАОУ Республики Коми",
]  # fmt: skip
UNCLEAR = ["Перспектива", "Камышин", "Иваново", "", "12345"]


@pytest.mark.parametrize("name", WHOLE)
def test_the_whole_sample(name):
    assert group_kind(name) is GroupKind.WHOLE


@pytest.mark.parametrize("name", REGIONS)
def test_a_region(name):
    assert group_kind(name) is GroupKind.REGION


@pytest.mark.parametrize("name", MUNICIPALITIES)
def test_a_municipality(name):
    assert group_kind(name) is GroupKind.MUNICIPALITY


@pytest.mark.parametrize("name", SCHOOLS)
def test_a_school_stays_a_school(name):
    assert not is_group(name)
    assert looks_like_a_school(name)


@pytest.mark.parametrize("name", UNCLEAR)
def test_what_is_not_clear_is_no_group(name):
    assert not is_group(name)
    assert not looks_like_a_school(name)


def test_rows_from_wide_to_narrow():
    names = [
        "Вся выборка", "Волгоградская область", "Котельниковский муниципальный район", "МКОУ СШ № 1", "Перспектива",
        "город Камышин", "МБОУ СШ № 1 (sch340101)",
    ]  # fmt: skip

    assert [(place.kind, place.municipality) for place in placed(names)] == [
        (GroupKind.WHOLE, ""),
        (GroupKind.REGION, ""),
        (GroupKind.MUNICIPALITY, ""),
        (None, "Котельниковский муниципальный район"),
        (None, "Котельниковский муниципальный район"),
        (GroupKind.MUNICIPALITY, ""),
        (None, "город Камышин"),
    ]


def test_a_bare_name_under_the_region_is_a_municipality():
    places = placed(["Вся выборка", "Волгоградская область", "Камышин", "Перспектива", "МБОУ СШ № 1"])

    assert [place.kind for place in places][2:] == [GroupKind.MUNICIPALITY, None, None]
    assert places[3].municipality == places[4].municipality == "Камышин"


def test_a_bare_name_is_no_municipality_where_nothing_else_is_a_school():
    assert [place.kind for place in placed(["Вся выборка", "Перспектива"])] == [GroupKind.WHOLE, None]


@pytest.mark.parametrize(
    ("text", "login"),
    [
        ("МКОУ СШ № 2 (sch340012)", "sch340012"),
        ("edu340012", "sch340012"),
        ("EDU340012 ", "sch340012"),
        ("sсh77171506", "sch77171506"),  # the second letter is Russian
        ("mun340012", ""),
        ("школа", ""),
    ],
)
def test_the_one_spelling_of_a_login(text, login):
    assert school_login(text) == login


@pytest.mark.parametrize(
    "name",
    ["город Камышин", "г. Камышин", "г.Камышин", "Камышин ", "Городской округ город Камышин", "КАМЫШИН"],
)
def test_one_spelling_of_a_municipality(name):
    assert municipality_key(name) == "камышин"


@pytest.mark.parametrize(
    "name",
    [
        "Котельниковский район",
        "Котельниковский муниципальный район Волгоградской области",
        "муниципального района «Котельниковский»",
        "Котельниковский м.р.",
        "м. р. Котельниковский",
        "Котельниковский район (ОО - 9)",
        "Отдел образования Котельниковского района",
        "Комитет по образованию и делам молодёжи администрации Котельниковского муниципального района",
        "Муниципальное образование (Котельниковский район)",
        "Муниципальное образование Котельниковский муниципальный район, Республики Коми",
    ],
)
def test_the_region_and_the_kind_of_a_municipality_do_not_count(name):
    assert municipality_key(name) == "котельниковский"


@pytest.mark.parametrize("name", ["", "Район", "Волгоградской области", "Город"])
def test_a_municipality_always_has_a_key(name):
    assert bool(municipality_key(name)) == bool(name)
