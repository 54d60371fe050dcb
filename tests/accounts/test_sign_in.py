"""Signing in and out, locks, the demonstration, and what an old session may still do."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.accounts.services import DEMO_PASSWORD, password_set, user_create
from reports.demo import load_demo
from tests.factories.accounts import PASSWORD

ROOT = Path(__file__).resolve().parents[2]
SIGN_IN = "/accounts/sign-in/"


def sign_in(client, email, password=PASSWORD, **query):
    return client.post(f"{SIGN_IN}", {"username": email, "password": password, **query})


def test_by_e_mail_whatever_its_case(client, methodist):
    assert sign_in(client, f" {methodist.email.upper()} ").status_code == 302
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("known", [True, False])
def test_the_answer_does_not_tell_whether_the_person_exists(client, methodist, known):
    page = sign_in(
        client, methodist.email if known else "nobody@example.org", "не тот пароль"
    ).content.decode()
    assert "Почта или пароль не подошли" in page


def test_five_wrong_passwords_lock_even_the_right_one(client, methodist, head):
    for number in range(5):
        email = methodist.email.upper() if number % 2 else methodist.email
        sign_in(client, email, "не тот пароль")
    assert sign_in(client, methodist.email).status_code == 429
    assert client.get("/").status_code == 302
    assert sign_in(client, head.email).status_code == 302, "a lock on one person does not lock another"


def test_a_forged_address_does_not_lift_the_lock(client, methodist):
    for number in range(6):
        response = client.post(
            SIGN_IN,
            {"username": methodist.email, "password": "нет"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
    assert response.status_code == 429


def test_the_way_on_leads_nowhere_else(client, methodist):
    response = client.post(
        f"{SIGN_IN}?next=//evil.example/", {"username": methodist.email, "password": PASSWORD}
    )
    assert response.url == "/"


FORM = "http://testserver/results/findings/?year=2021&page=2"


def sent_without_a_session(client, referrer="", **headers):
    """A deed of a page, posted by a browser after the session has ended."""
    headers |= {"Referer": referrer} if referrer else {}
    return client.post("/results/findings/waive/", {"reason": "Проверено"}, headers=headers)


def test_a_form_of_an_ended_session_leads_back_to_its_page(client, methodist, school):
    asked = sent_without_a_session(client, FORM, Accept="text/html,*/*")
    page = client.get(asked.url).content.decode()
    assert "Сеанс закончился, и отправленное не сохранено." in page

    came = client.post(asked.url, {"username": methodist.email, "password": PASSWORD})
    assert came.url == FORM
    assert client.get(came.url).status_code == 200


def test_a_file_that_was_sent_must_be_chosen_again(client, db):
    file = SimpleUploadedFile("marks.csv", b"1;2")
    asked = client.post("/results/imports/", {"file": file}, headers={"Accept": "text/html,*/*"})
    assert "Файл нужно будет выбрать снова." in client.get(asked.url).content.decode()


@pytest.mark.parametrize("referrer", ["", "https://evil.example/", "http://evil.example/results/findings/"])
def test_without_a_page_of_ours_it_leads_to_the_page_above(client, methodist, school, referrer):
    asked = sent_without_a_session(client, referrer)
    came = client.post(asked.url, {"username": methodist.email, "password": PASSWORD}, follow=True)

    assert came.redirect_chain[-1] == ("/results/findings/", 302)
    assert came.status_code == 200


def test_a_script_that_keeps_what_it_sends_hears_of_no_loss(client, db):
    page = client.get(sent_without_a_session(client, FORM, Accept="*/*").url).content.decode()

    assert "не сохранено" not in page


def test_an_address_of_a_form_keeps_what_was_chosen(client, methodist, school):
    client.force_login(methodist)

    asked = client.get("/results/findings/waive/", {"year": 2021, "state": "all"})
    assert asked.url == "/results/findings/?year=2021&state=all"


def test_a_disabled_person_is_out_at_once(client, methodist):
    client.force_login(methodist)
    methodist.is_active = False
    methodist.save()
    assert client.get("/").status_code == 302
    assert "не подошли" in sign_in(client, methodist.email).content.decode()


def test_a_new_password_ends_the_other_sessions(client, methodist):
    client.force_login(methodist)
    password_set(user=methodist, password="совсем другой пароль", by=methodist)
    assert client.get("/").status_code == 302


def test_change_of_password_keeps_this_session(client, methodist):
    client.force_login(methodist)
    response = client.post(
        reverse("accounts:password"),
        {
            "old_password": PASSWORD,
            "new_password1": "синий чайник поёт",
            "new_password2": "синий чайник поёт",
        },
        follow=True,
    )
    assert "Пароль изменён" in response.content.decode()
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("password", ["короткий", "123456123456", "password1234"])
def test_a_weak_password_is_refused_in_russian(client, methodist, password):
    client.force_login(methodist)
    page = client.post(
        reverse("accounts:password"),
        {"old_password": PASSWORD, "new_password1": password, "new_password2": password},
    ).content.decode()
    assert "парол" in page.lower()
    methodist.refresh_from_db()
    assert methodist.check_password(PASSWORD)


def test_sign_out_is_a_deed(client, methodist):
    client.force_login(methodist)
    assert client.get(reverse("accounts:sign-out")).url == "/"
    assert client.get("/").status_code == 200
    client.post(reverse("accounts:sign-out"))
    assert client.get("/").status_code == 302


def test_my_page_names_roles_and_places(client, methodist):
    client.force_login(methodist)
    page = client.get(reverse("accounts:me")).content.decode().lower()
    assert "методист" in page
    assert "свой район" in page


@pytest.fixture
def demo_person(db):
    user_create(
        email="demo@example.org",
        last_name="Показов",
        first_name="Пётр",
        password=DEMO_PASSWORD,
        is_demo=True,
        by=None,
    )
    return DEMO_PASSWORD


def test_demo_people_enter_in_demonstration_only(client, settings, demo_person):
    settings.DEMO = False
    assert "не подошли" in sign_in(client, "demo@example.org", demo_person).content.decode()
    settings.DEMO = True
    assert sign_in(client, "demo@example.org", demo_person).status_code == 302
    settings.DEMO = False
    assert client.get("/").status_code == 302


@pytest.mark.same_on_every_database
@pytest.mark.django_db
@pytest.mark.parametrize("demo", [True, False])
def test_demo_sign_ins_are_offered_in_demonstration_only(client, settings, demo):
    settings.DEMO = True
    load_demo()
    settings.DEMO = demo
    assert ("metodist@kotelnikovo.example" in client.get(SIGN_IN).content.decode()) is demo


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        (
            {"PORTAL_DEMO": "1", "PORTAL_HOSTS": "portal.example.ru", "PORTAL_SECRET_KEY": "x" * 60},
            "Демонстрационный режим",
        ),
        ({"PORTAL_DEMO": "1", "PORTAL_HOSTS": "portal.example.ru"}, "Демонстрационный режим"),
        ({"PORTAL_HOSTS": "portal.example.ru"}, "PORTAL_SECRET_KEY"),
    ],
)
def test_a_production_configuration_refuses_what_does_not_fit(tmp_path, variables, words):
    run = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**os.environ, "PORTAL_DATA": str(tmp_path), **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert words in run.stderr
    assert "Traceback" not in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1
