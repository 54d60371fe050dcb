"""People and places that every test may ask for, and walls round what tests may write."""

import io
import sys

import pytest
from django.conf import settings
from django.core.management import base

from portal.accounts.enums import Role
from tests.factories import schools


def pytest_configure():
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed, not safety


def pytest_addoption(parser):
    parser.addoption(
        "--of-the-database", action="store_true", help="only tests that say something of the database"
    )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """The long ones begin: a long test that is left for the end keeps one process waiting for the other."""
    if config.getoption("--of-the-database"):
        config.hook.pytest_deselected(items=[item for item in items if not _is_of_the_database(item)])
        items[:] = filter(_is_of_the_database, items)
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def _is_of_the_database(item):
    """Real servers are needed by a test with a mark for them or with a database of its own or a fixture's."""
    if item.get_closest_marker("same_on_every_database"):
        return False
    if item.get_closest_marker("django_db") or item.get_closest_marker("postgres"):
        return True
    return bool(
        {"db", "transactional_db", "django_db_setup", "installation", "portal"} & set(item.fixturenames)
    )


@pytest.fixture(autouse=True)
def files_dir(settings, tmp_path):
    """Finished documents of one test are gone with it."""
    settings.FILES_DIR = tmp_path / "files"
    return settings.FILES_DIR


# --- Places: two districts of one region and one of another ---------------------------------


@pytest.fixture
def region(db):
    return schools.RegionFactory(name="Волгоградская область")


@pytest.fixture
def district(region):
    return schools.DistrictFactory(region=region, code="own", name="Свой район")


@pytest.fixture
def neighbour(region):
    return schools.DistrictFactory(region=region, code="neighbour", name="Соседний район")


@pytest.fixture
def far_district(db):
    return schools.DistrictFactory(code="far", name="Дальний район", region__name="Дальняя область")


@pytest.fixture
def school(district):
    return schools.SchoolFactory(district=district, short_name="МКОУ Своя СШ")


@pytest.fixture
def second_school(district):
    return schools.SchoolFactory(district=district, short_name="МКОУ Вторая СШ")


@pytest.fixture
def neighbour_school(neighbour):
    return schools.SchoolFactory(district=neighbour, short_name="МКОУ Соседская СШ")


@pytest.fixture
def far_school(far_district):
    return schools.SchoolFactory(district=far_district, short_name="МКОУ Дальняя СШ")


# --- People: one of each role, second ones where four eyes are needed, and a stranger -------


@pytest.fixture
def methodist(district):
    return schools.person(Role.METHODIST, district=district, last_name="Методистова")


@pytest.fixture
def second_methodist(district):
    return schools.person(Role.METHODIST, district=district, last_name="Вторая")


@pytest.fixture
def head(district):
    return schools.person(Role.HEAD, district=district, last_name="Начальников")


@pytest.fixture
def deputy_head(district):
    return schools.person(Role.HEAD, district=district, last_name="Заместителев")


@pytest.fixture
def coordinator(district):
    return schools.person(Role.COORDINATOR, district=district, last_name="Координатова")


@pytest.fixture
def curator(school):
    return schools.person(Role.CURATOR, school=school, last_name="Кураторова")


@pytest.fixture
def school_user(school):
    return schools.person(Role.SCHOOL, school=school, last_name="Школьников")


@pytest.fixture
def observer(region):
    return schools.person(Role.OBSERVER, region=region, last_name="Наблюдателев")


@pytest.fixture
def admin(db):
    return schools.person(Role.ADMIN, last_name="Администраторов")


@pytest.fixture
def stranger(neighbour):
    """Has every right of a methodist, but in the neighbour district."""
    return schools.person(Role.METHODIST, district=neighbour, last_name="Чужакова")


# --- Commands ---------------------------------------------------------------------------------


@pytest.fixture
def run_command(monkeypatch, capsys, db):
    """Run a command as from the command line: exit code, stdout, stderr."""
    # A command closes its connections when it ends; here the test's own transaction lives in one.
    monkeypatch.setattr(base.connections, "close_all", lambda: None)

    def call(module, *args, stdin=""):
        argv = ["manage.py", module.__name__.rpartition(".")[2], *args]
        monkeypatch.setattr(sys, "argv", argv)
        monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        command = module.Command(stdout=sys.stdout, stderr=sys.stderr)
        try:
            command.run_from_argv(argv)
            code = 0
        except SystemExit as stop:
            code = stop.code
        return code, *capsys.readouterr()

    return call
