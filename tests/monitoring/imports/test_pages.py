"""The page «Импорт»: upload, questions, preview, apply, undo, and what may go wrong between them."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from monitoring.imports.formats import READERS
from monitoring.imports.review import batch_review, parsed_keep
from monitoring.models import ImportBatch, Result
from monitoring.services import reference_ensure
from schools.models import SchoolAlias
from tests.factories.monitoring import ResultFactory
from tests.factories.schools import SchoolFactory
from tests.monitoring.imports.made import marks, parsed, vpr_sitting

HEAD = "Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников;2;3;4;5\n"
ROW = "2021;5;Русский язык;Свой район;;{name};10;10;20;30;40\n"
OWN, UNKNOWN = ROW.format(name="МКОУ Своя СШ"), ROW.format(name="Красноярская средняя школа")


@pytest.fixture
def sitting(db):
    return vpr_sitting()


@pytest.fixture
def upload(client, methodist):
    client.force_login(methodist)

    def send(*rows, name="marks.csv", content=None):
        data = content if content is not None else (HEAD + "".join(rows)).encode()
        return client.post(
            reverse("monitoring:imports"), {"file": SimpleUploadedFile(name, data)}, follow=True
        )

    return send


@pytest.fixture
def keep(district, methodist):
    def make(*rows, **fields):
        return parsed_keep(parsed(*rows, **fields), district=district, file_name="file.xlsx", by=methodist)

    return make


def address(step, batch):
    return reverse(f"monitoring:{step}", kwargs={"public_id": batch.public_id})


def text(response):
    return " ".join(response.content.decode().split())


def apply(client, batch, **data):
    seen = batch_review(batch).plan.digest
    return client.post(address("import-apply", batch), {"seen": seen, **data}, follow=True)


def test_from_the_file_to_the_undo(client, upload, sitting, school):
    page = text(upload(OWN))
    batch = ImportBatch.objects.get()

    assert "Новых ячеек: 5. Изменится: 0. Совпадает: 0." in page
    assert "ВПР 2021, Русский язык, 5 класс" in page
    assert "средняя отметка: <ins>4</ins>" in page
    assert not Result.objects.exists()

    page = text(apply(client, batch))
    assert "Импорт применён: новых ячеек 5, изменено 0" in page
    assert Result.objects.get().source == "marks.csv"

    page = text(client.post(address("import-undo", batch), follow=True))
    assert "прежние значения возвращены" in page
    assert not Result.objects.exists()


def test_the_old_value_stands_beside_the_new_one(client, upload, sitting, school):
    ResultFactory(school=school, sitting=sitting, mean_mark="3.10", participants=9)
    page = text(upload(OWN))

    assert "участников: <del>9</del> → <ins>10</ins>" in page
    assert "<del>3,1</del> → <ins>4</ins>" in page


def test_a_file_that_changes_nothing_offers_nothing(client, upload, sitting, school):
    upload(OWN)
    apply(client, ImportBatch.objects.get())
    page = text(upload(OWN))

    assert "применять нечего" in page
    assert "Применить импорт" not in page


def test_an_unknown_school_is_asked_answered_and_remembered(client, upload, sitting, district):
    red = SchoolFactory(district=district, short_name="МКОУ «Красноярская СШ»")
    page = text(upload(UNKNOWN))
    batch = ImportBatch.objects.get()
    assert "Какие это школы?" in page
    assert "нет такой школы — пропустить" in page
    key = batch_review(batch).matched.questions[0].key

    page = text(client.post(address("import-answers", batch), {f"q-{key}": red.pk}, follow=True))
    assert "Учтено: 1 ответ." in page
    assert not SchoolAlias.objects.exists()
    batch.refresh_from_db()
    apply(client, batch)

    assert Result.objects.get().school == red
    assert SchoolAlias.objects.get().name == "Красноярская средняя школа"
    assert "Какие это школы?" not in text(upload(UNKNOWN))


def test_any_school_may_be_chosen_and_a_school_may_be_skipped(client, upload, sitting, school, second_school):
    upload(OWN, UNKNOWN, ROW.format(name="Ещё одна школа"))
    batch = ImportBatch.objects.get()
    first, second = (question.key for question in batch_review(batch).matched.questions)
    answers = {f"q-{first}": "other", f"s-{first}": second_school.pk, f"q-{second}": "skip"}
    page = text(client.post(address("import-answers", batch), answers, follow=True))

    assert "Ответы о школах: 2" in page
    assert "Какие это школы?" not in page


def test_a_chosen_school_is_an_answer_and_a_missing_one_is_told(client, upload, sitting, second_school):
    upload(UNKNOWN, ROW.format(name="Лицей «Исток»"))
    batch = ImportBatch.objects.get()
    first, second = (question.key for question in batch_review(batch).matched.questions)
    data = {f"s-{first}": second_school.pk, f"q-{second}": "other", f"s-{second}": ""}
    page = text(client.post(address("import-answers", batch), data, follow=True))

    assert "Учтено: 1 ответ." in page
    assert "Строка «Лицей «Исток»»: отмечено «другая школа района», а школа не выбрана." in page
    batch.refresh_from_db()
    assert batch.answers == {first: second_school.pk}


def test_no_answer_at_all_is_told(client, upload, sitting, school):
    upload(UNKNOWN)
    page = text(client.post(address("import-answers", ImportBatch.objects.get()), follow=True))

    assert "Новых ответов нет." in page
    assert "Учтено" not in page


def test_answers_that_were_ticked_are_taken_before_the_import_is_applied(
    client, upload, sitting, school, second_school
):
    upload(OWN, UNKNOWN)
    batch = ImportBatch.objects.get()
    (question,) = batch_review(batch).matched.questions
    ticked = {f"q-{question.key}": second_school.pk}

    page = text(apply(client, batch, **ticked))
    assert "Учтено: 1 ответ. Импорт ещё не применён" in page
    assert "Новых ячеек: 10." in page
    assert not Result.objects.exists()

    batch.refresh_from_db()
    assert "Импорт применён: новых ячеек 10" in text(apply(client, batch, **ticked))
    assert Result.objects.filter(school=second_school).exists()


def test_a_school_that_was_only_begun_to_be_chosen_stops_the_import(client, upload, sitting, school):
    upload(OWN, UNKNOWN)
    batch = ImportBatch.objects.get()
    (question,) = batch_review(batch).matched.questions

    page = text(apply(client, batch, **{f"q-{question.key}": "other", f"s-{question.key}": ""}))
    assert "Строка «Красноярская средняя школа»: отмечено «другая школа района»" in page
    assert not Result.objects.exists()


def test_schools_that_were_left_out_are_named_and_can_be_brought_in(
    client, upload, sitting, school, second_school
):
    upload(OWN, UNKNOWN)
    batch = ImportBatch.objects.get()
    page = text(apply(client, batch))
    assert "Не загружены строки школ: «Красноярская средняя школа»." in page
    assert "которых портал не узнал: «Красноярская средняя школа»." in page

    page = text(client.post(address("import-again", batch), follow=True))
    assert "Какие это школы?" in page
    again = ImportBatch.objects.exclude(pk=batch.pk).get()
    (question,) = batch_review(again).matched.questions
    apply(client, again, **{f"q-{question.key}": second_school.pk})
    again.refresh_from_db()
    page = text(apply(client, again))
    assert "Импорт применён: новых ячеек 5" in page
    assert "Не загружены" not in page
    assert set(Result.objects.values_list("school", flat=True)) == {school.pk, second_school.pk}


def test_a_hasty_answer_can_be_mended_until_the_import_is_applied(
    client, upload, sitting, school, second_school
):
    upload(UNKNOWN)
    batch = ImportBatch.objects.get()
    (question,) = batch_review(batch).matched.questions
    client.post(address("import-answers", batch), {f"q-{question.key}": school.pk})
    page = text(client.get(address("import", batch)))
    assert "Ответы о школах: 1. Посмотреть и поправить" in page
    assert f'<option value="{school.pk}" selected>' in page

    client.post(address("import-answers", batch), {f"q-{question.key}": second_school.pk})
    batch.refresh_from_db()
    apply(client, batch)
    assert Result.objects.get().school == second_school


def test_a_file_of_faults_alone_says_so_and_offers_no_button(upload, sitting, school):
    page = text(upload("2021;5;Ритмика;;;МКОУ Своя СШ;10;10;20;30;40\n" * 13))

    assert "все строки пропущены из-за ошибок" in page
    assert "Лист1!C2" in page
    assert "и ещё 12 строк" in page.replace("\xa0", " ")
    assert "Применить импорт" not in page


def test_participants_without_a_scale_are_shown_and_kept(client, upload, school):
    reference_ensure()
    school.fis_oko_login = "sch340012"
    school.save()
    form = "user;klass;code;var-1;1;2;sum\n" + "".join(f"sch340012;7А;{n};1;1;2;3\n" for n in range(8))
    page = text(upload(name="ВПР 2025 математика 7.csv", content=form.encode()))

    assert "Новых ячеек: 1." in page
    assert "загружается только число участников" in page
    apply(client, ImportBatch.objects.get())
    result = Result.objects.get()
    assert (result.status, result.participants, result.mean_mark) == ("no_data", 8, None)


def test_a_file_of_another_district_says_whose_it_is(upload, sitting, school):
    page = text(upload(OWN.replace("Свой район", "Камышинский район")))

    assert "В файле нет строк вашего района. Чьи это строки: Камышинский район." in page
    assert "почему, сказано в замечаниях выше" in page


def test_an_applied_import_leads_on(client, upload, sitting, school):
    upload(OWN)
    page = text(apply(client, ImportBatch.objects.get()))

    for name in ("findings", "grid"):
        assert f'href="{reverse("monitoring:" + name)}?district=own&amp;year=2021"' in page
    assert f'href="{reverse("monitoring:dynamics")}?district=own"' in page


def test_what_can_be_brought_is_told_with_where_it_comes_from(client, methodist, school):
    client.force_login(methodist)
    page = text(client.get(reverse("monitoring:imports")))

    assert 'class="more" open' in page
    told = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))
    assert sorted(label for labels in told.values() for label in labels.split("; ")) == sorted(
        reader.LABEL for reader in READERS
    )
    assert "Статистика по отметкам (ФИС ОКО)" in told["Личный кабинет ФИС ОКО, раздел «Аналитика»"]


@pytest.mark.parametrize("value", ["999999", "x", "", "-1", "9" * 30])
def test_a_wrong_answer_is_no_answer(client, upload, sitting, school, value):
    upload(UNKNOWN)
    batch = ImportBatch.objects.get()
    key = batch_review(batch).matched.questions[0].key
    client.post(address("import-answers", batch), {f"q-{key}": value}, follow=True)

    batch.refresh_from_db()
    assert batch_review(batch).matched.unanswered


def test_a_second_click_and_a_way_back_apply_nothing_more(client, upload, sitting, school):
    upload(OWN)
    batch = ImportBatch.objects.get()
    seen = {"seen": batch_review(batch).plan.digest}
    client.post(address("import-apply", batch), seen)
    page = text(client.post(address("import-apply", batch), seen, follow=True))

    assert "Импорт применён" in page
    assert Result.objects.get().revision == 1
    client.post(address("import-answers", batch), {}, follow=True)
    assert Result.objects.get().history.count() == 1


def test_data_that_changed_meanwhile_are_shown_again(client, upload, sitting, school):
    upload(OWN)
    batch = ImportBatch.objects.get()
    seen = {"seen": batch_review(batch).plan.digest}
    ResultFactory(school=school, sitting=sitting, mean_mark="3.10", participants=9)
    page = text(client.post(address("import-apply", batch), seen, follow=True))

    assert "данные изменились" in page
    assert "<del>3,1</del>" in page
    assert Result.objects.get().participants == 9


def test_a_form_without_its_digest_applies_nothing(client, upload, sitting, school):
    upload(OWN)
    client.post(address("import-apply", ImportBatch.objects.get()))

    assert not Result.objects.exists()


def test_some_cells_of_our_own_workbook(client, keep, methodist, sitting, school):
    client.force_login(methodist)
    batch = keep(marks("МКОУ Своя СШ", 1, 2, 3, 4), code="own-book")
    page = text(client.get(address("import", batch)))
    prefix = f"result-{school.pk}-{sitting.pk}-"
    assert f'value="{prefix}participants"' in page
    apply(client, batch, some="1", accept=[f"{prefix}{name}" for name in ("n2", "n3", "n4", "n5")])

    result = Result.objects.get()
    assert (result.participants, result.n5) == (None, 4)


def test_a_choice_is_counted_and_another_window_hears_of_it(client, keep, methodist, sitting, school):
    client.force_login(methodist)
    ResultFactory(school=school, sitting=sitting, mean_mark="3.00", participants=10, n2=4, n3=2, n4=4, n5=0)
    batch = keep(marks("МКОУ Своя СШ", 1, 2, 3, 4), code="own-book")
    codes = [f"result-{school.pk}-{sitting.pk}-{name}" for name in ("n2", "n4", "n5")]
    seen = {"seen": batch_review(batch).plan.digest, "some": "1"}
    assert "Изменится: 3. Совпадает: 2." in text(client.get(address("import", batch)))

    page = text(client.post(address("import-apply", batch), {**seen, "accept": codes[:0]}, follow=True))
    assert "Оставлено без изменений по вашему выбору: 3." in page
    assert "Изменено: 0. Совпало: 2. Оставлено без изменений по выбору: 3." in page

    page = text(client.post(address("import-apply", batch), {**seen, "accept": codes}, follow=True))
    assert "Этот импорт уже применён в другом окне" in page
    assert "Импорт применён: " not in page
    assert Result.objects.get().n5 == 0


def test_what_was_ticked_and_not_written_is_named(client, keep, methodist, sitting, school):
    client.force_login(methodist)
    ResultFactory(school=school, sitting=sitting, participants=10, n2=1, n3=2, n4=3, n5=4, mean_mark="4.00")
    batch = keep(marks("МКОУ Своя СШ", 1, 2, 3, 6, address="Лист1!C5"), code="own-book")
    page = text(apply(client, batch, some="1", accept=[f"result-{school.pk}-{sitting.pk}-participants"]))

    assert "Отмечено, но не записано: 1 ячейка." in page.replace("\xa0", " ")
    assert "<h4>МКОУ Своя СШ</h4>" in page
    assert "участников: <del>10</del> → <ins>12</ins>" in page
    assert "Лист1!C5" in page
    assert "Открыть файл ещё раз" in page


def test_an_undo_names_what_it_gives_back(client, keep, methodist, sitting, district):
    client.force_login(methodist)
    schools = SchoolFactory.create_batch(12, district=district)
    ResultFactory(school=schools[0], sitting=sitting, participants=9, mean_mark="3.10")
    batch = keep(*(marks(each.short_name, 1, 2, 3, 4, address=f"A!A{each.pk}") for each in schools))
    apply(client, batch)
    page = text(client.get(address("import-undo", batch)))

    assert "Вернутся прежние значения: 12 результатов" in page
    assert f"<h3>{schools[0].short_name}</h3>" in page
    assert "участников: <del>10</del> → <ins>9</ins>" in page
    assert "средняя отметка: <del>4</del> → <ins>3,1</ins>" in page
    assert "И ещё 2 результата." in page


def test_what_was_changed_since_is_named_and_the_rest_is_undone(
    client, upload, sitting, school, second_school
):
    upload(OWN, ROW.format(name="МКОУ Вторая СШ"))
    batch = ImportBatch.objects.get()
    apply(client, batch)
    Result.objects.filter(school=school).update(n2=2, n3=1)
    page = text(client.post(address("import-undo", batch), follow=True))

    assert "Отменить целиком нельзя: после импорта изменили МКОУ Своя СШ — ВПР 2021" in page
    assert "Останется как есть: 1 результат" in page
    assert "«2»: <del>1</del> → <ins>2</ins>" in page
    assert "Вернутся прежние значения: 1 результат" in page
    assert Result.objects.count() == 2

    seen = re.search('name="seen" value="([0-9a-f]+)"', page)[1]
    page = text(client.post(address("import-undo", batch), {"seen": seen}, follow=True))
    assert "Изменённые после него остались." in page
    assert "кроме тех, которые после импорта изменили: МКОУ Своя СШ — ВПР 2021" in page
    assert Result.objects.get().school == school
    assert client.get(address("import-undo", batch)).url == address("import", batch)


def test_an_undo_that_is_too_late_says_why(client, upload, sitting, school):
    upload(OWN)
    batch = ImportBatch.objects.get()
    apply(client, batch)
    Result.objects.update(participants=11)
    page = text(client.post(address("import-undo", batch), follow=True))

    assert "Отменить нельзя: после импорта изменили МКОУ Своя СШ" in page
    assert Result.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"a;b\n1;2\n", "Файл не узнан"),
        ("a.csv", b"", "Файл пуст"),
        ("a.xlsx", b"PK\x03\x04broken", "повреждён"),
        ("x" * 210 + ".csv", b"a;b\n1;2\n", "имя файла"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(upload, sitting, school, name, content, words):
    page = upload(name=name, content=content)

    assert words in text(page)
    assert "file" in page.context["form"].errors
    assert not ImportBatch.objects.exists()


def test_findings_are_grouped_with_their_cells(client, keep, methodist, school):
    client.force_login(methodist)
    rows = [marks("МКОУ Своя СШ", 1, 1, 1, n, address=f"Лист1!A{n + 5}") for n in range(1, 14)]
    page = text(client.get(address("import", keep(*rows))))

    assert "<b>Лист1!A6</b> и ещё 12 строк" in page
    assert page.count("В календаре процедур нет") == 1


def test_a_large_import_is_paged_with_a_fixed_number_of_queries(
    client, keep, methodist, sitting, district, django_assert_num_queries
):
    client.force_login(methodist)
    SchoolFactory.create_batch(120, district=district)
    names = [school.short_name for school in district.schools.all()]
    small = keep(marks(names[0], 1, 2, 3, 4))
    large = keep(*(marks(name, 1, 2, 3, 4, address=f"A!A{n}") for n, name in enumerate(names)))
    client.get(address("import", small))
    with django_assert_num_queries(QUERIES):
        client.get(address("import", small))
    with django_assert_num_queries(QUERIES):
        page = client.get(address("import", large), {"page": 2})
    assert text(page).count('class="import-school"') == 50


#: of the page of a preview, whatever it holds
QUERIES = 20


@pytest.mark.parametrize("step", ["import", "import-answers", "import-apply", "import-again", "import-undo"])
def test_an_import_of_a_neighbour_is_not_there(client, keep, stranger, sitting, school, step):
    batch = keep(marks("МКОУ Своя СШ", 1, 2, 3, 4))
    client.force_login(stranger)
    call = client.get if step == "import" else client.post

    assert call(address(step, batch)).status_code == 404
    assert not Result.objects.exists()


@pytest.mark.parametrize("person", ["head", "observer", "coordinator", "school_user", "admin"])
def test_who_may_not_import(client, request, keep, person, sitting, school):
    batch = keep(marks("МКОУ Своя СШ", 1, 2, 3, 4))
    client.force_login(request.getfixturevalue(person))

    assert client.get(reverse("monitoring:imports")).status_code == 403
    assert client.get(address("import", batch)).status_code == 403
    assert client.post(address("import-apply", batch)).status_code == 403
    assert not Result.objects.exists()


def test_a_get_of_a_step_leads_to_the_import(client, keep, methodist, sitting, school):
    client.force_login(methodist)
    batch = keep(marks("МКОУ Своя СШ", 1, 2, 3, 4))
    for step in ("import-answers", "import-apply"):
        assert client.get(address(step, batch)).url == address("import", batch)
    assert not Result.objects.exists()
