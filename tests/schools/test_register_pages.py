"""The register by file: upload, preview, confirm."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from schools.models import School
from tests.factories.schools import SchoolFactory

TABLE = "Краткое наименование;Полное наименование;Код ОО;Уровни образования\nСШ № 1;Школа № 1;1;НОО, ООО\n"


@pytest.fixture
def upload(client, methodist):
    client.force_login(methodist)

    def send(text=TABLE, name="register.csv"):
        return client.post(reverse("schools:register"), {"file": SimpleUploadedFile(name, text.encode())})

    return send


def apply(client):
    return client.post(reverse("schools:register-apply"), follow=True)


def test_nothing_is_written_before_the_confirmation(client, upload, district):
    page = upload().content.decode()

    assert "Новых школ: 1" in page
    assert "НОО, ООО" in page
    assert not School.objects.exists()
    assert "1\u00a0новая школа" in apply(client).content.decode()
    school = School.objects.get(district=district)
    assert sorted(row.level for row in school.programmes.all()) == ["noo", "ooo"]


def test_a_confirmation_counts_once(client, upload):
    upload()
    apply(client)

    assert "уже загружена" in apply(client).content.decode()
    assert School.objects.count() == 1


def test_a_register_that_changed_meanwhile_is_shown_anew(client, upload, district):
    upload()
    SchoolFactory(district=district, short_name="СШ №1")

    assert "Реестр изменился" in apply(client).content.decode()
    assert School.objects.get().oo_code == ""
    apply(client)
    assert School.objects.get().oo_code == "1"


def test_errors_of_the_table_stop_it(client, upload):
    page = upload(TABLE + ";Без имени;2;\n").content.decode()

    assert "записать её нельзя" in page
    assert "A3" in page
    assert "Записать изменения" not in page
    apply(client)
    assert not School.objects.exists()


@pytest.mark.parametrize(
    ("text", "name"), [("", "a.csv"), ("a;b\n1;2\n", "a.csv"), ("Реестр\n", "a.xlsx"), ("x", "a.pdf")]
)
def test_a_file_that_is_no_register_is_refused_at_its_field(upload, text, name):
    assert "file" in upload(text, name).context["form"].errors


def test_a_copy_of_the_register_changes_nothing(client, upload):
    upload()
    apply(client)

    assert "записывать нечего" in upload().content.decode()


@pytest.mark.parametrize("person", ["head", "observer", "school_user", "admin"])
def test_who_may_not_load(client, request, person, school):
    client.force_login(request.getfixturevalue(person))

    assert client.get(reverse("schools:register")).status_code in (403, 404)
    assert client.post(reverse("schools:register-apply")).status_code in (302, 403)
    assert School.objects.count() == 1
