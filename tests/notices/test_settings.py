"""EMAIL_URL: a server, a folder, or a refusal that says what to write."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.embedded import mail

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize("nothing", ["", "  \n"])
def test_without_a_server_letters_are_kept_beside_the_data(tmp_path, nothing):
    assert mail(nothing, tmp_path) == {
        "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "EMAIL_FILE_PATH": str(tmp_path / "mail"),
    }


def test_a_server_with_its_password(tmp_path):
    found = mail("smtp+tls://portal:p%40ss@mail.example:587\n", tmp_path)
    assert found == {
        "EMAIL_BACKEND": SMTP,
        "EMAIL_HOST": "mail.example",
        "EMAIL_PORT": 587,
        "EMAIL_HOST_USER": "portal",
        "EMAIL_HOST_PASSWORD": "p@ss",
        "EMAIL_USE_TLS": True,
    }


def test_a_server_inside_the_network_and_one_with_ssl(tmp_path):
    assert mail("smtp://10.0.0.5:25", tmp_path)["EMAIL_HOST"] == "10.0.0.5"
    assert mail("smtp+ssl://mail.example:465", tmp_path)["EMAIL_USE_SSL"] is True


@pytest.mark.parametrize(
    "address", ["mail.example", "https://mail.example", "smtp://", "smtp://host:port", "consolemail://", "?"]
)
def test_an_address_that_is_no_server_is_refused_in_words(tmp_path, address):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL не понят"):
        mail(address, tmp_path)
