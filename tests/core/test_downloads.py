"""Files that are taken away: under a name that every file system takes as it is."""

from urllib.parse import unquote

import pytest

from portal.core.views import download


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Динамика результатов: Свой район, 2021", "Динамика результатов — Свой район, 2021"),
        ("Дорожная карта:  МКОУ «Своя СШ»", "Дорожная карта — МКОУ «Своя СШ»"),
        ('МКОУ "Своя СШ", приказ № 1/2?', "МКОУ Своя СШ, приказ № 1-2"),
        ("С 9:00\\до\n10:30", "С 9-00-до 10-30"),
    ],
)
def test_a_title_becomes_a_tidy_name(title, name):
    header = download(b"", name=f"{title}.pdf", content_type="application/pdf")["Content-Disposition"]

    assert unquote(header) == f"attachment; filename*=utf-8''{name}.pdf"
