"""What no linter sees: lock files, the container set-up and the commands, as the documents promise them.

No container engine runs where the suite does, so docker-compose.yml is read and judged, not started.
"""

import importlib.metadata
import json
import os
import re
import tomllib
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from fontTools.ttLib import TTFont
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "node_modules" / "@expo-google-fonts" / "tinos"
RUSSIAN = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя«»—–−№₽…%×\N{NO-BREAK SPACE}"
LOCKS = ["runtime", "dev", "node"]
APP_SERVICES = {"migrate", "web", "worker", "mailer", "beat"}


def read(name: str) -> str:
    return (ROOT / name).read_text()


@cache
def project() -> dict:
    return tomllib.loads(read("pyproject.toml"))


@cache
def compose() -> dict:
    return yaml.safe_load(read("docker-compose.yml"))


def service_items() -> list:
    return [pytest.param(body, id=name) for name, body in compose()["services"].items()]


def direct(lock: str) -> list[Requirement]:
    runtime, groups = project()["project"]["dependencies"], project()["dependency-groups"]
    words = {"runtime": runtime, "dev": runtime + groups["dev"], "node": groups["node"]}
    return [Requirement(word) for word in words[lock]]


def pinned(lock: str) -> dict[str, set[Version]]:
    """Versions by name; a package may be pinned twice, for different versions of Python."""
    pins: dict[str, set[Version]] = {}
    for name, version in re.findall(r"^([\w.-]+)==([^\s;]+)", read(f"requirements/{lock}.txt"), re.MULTILINE):
        pins.setdefault(canonicalize_name(name), set()).add(Version(version))
    return pins


# --- Packages ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(lock):
    text = read(f"requirements/{lock}.txt")
    blocks = re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
    assert [block for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []
    assert "://" not in text


@pytest.mark.parametrize("lock", LOCKS)
def test_direct_dependencies_are_locked_in_their_range(lock):
    pins = pinned(lock)
    wrong = [
        str(need)
        for need in direct(lock)
        if not any(need.specifier.contains(version) for version in pins.get(canonicalize_name(need.name), ()))
    ]
    assert wrong == []


def test_developers_run_the_versions_of_the_installation():
    runtime, dev = pinned("runtime"), pinned("dev")
    assert {name: dev.get(name) for name in runtime} == runtime


def test_every_direct_dependency_says_why():
    lines = [line.strip() for line in read("pyproject.toml").splitlines()]
    named = {f'"{word}",' for group in project()["dependency-groups"].values() for word in group}
    named |= {f'"{word}",' for word in project()["project"]["dependencies"]}
    silent = [line for above, line in pairwise(lines) if line in named and not above.startswith("# ")]
    assert silent == []
    assert named <= set(lines)


@pytest.mark.parametrize(("package", "floor"), [("django", "5.2.19"), ("weasyprint", "70.0")])
def test_installed_version_is_not_below_the_safe_one(package, floor):
    """Django: security releases; WeasyPrint: the fetcher that can deny every address."""
    assert Version(importlib.metadata.version(package)) >= Version(floor)


def test_page_packages_are_exact_and_their_lock_names_no_download():
    wanted = json.loads(read("package.json"))["dependencies"]
    locked = json.loads(read("package-lock.json"))["packages"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert [name for name, entry in locked.items() if "resolved" in entry] == []
    assert [name for name, entry in locked.items() if name and "integrity" not in entry] == []


def test_htmx_is_the_one_that_django_htmx_supports():
    """django-htmx carries a copy of the htmx that it was tested with."""
    package = importlib.metadata.distribution("django-htmx")
    carried = package.locate_file("django_htmx/static/django_htmx/htmx-2.min.js")
    version = re.search(r'version:"([^"]+)"', carried.read_text())[1]
    assert json.loads(read("package.json"))["dependencies"]["htmx.org"] == version


@pytest.mark.parametrize("name", ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"])
def test_document_font_has_every_russian_sign(name):
    glyphs = TTFont(FONTS / name / f"Tinos_{name}.ttf").getBestCmap()
    assert [sign for sign in RUSSIAN if ord(sign) not in glyphs] == []


# --- Containers -------------------------------------------------------------------------------


def test_services_are_the_promised_ones():
    assert set(compose()["services"]) == APP_SERVICES | {"database", "broker"}


@pytest.mark.parametrize("service", service_items())
def test_service_waits_only_for_what_can_come(service):
    for name, wait in service.get("depends_on", {}).items():
        target = compose()["services"][name]
        if wait["condition"] == "service_healthy":
            assert target["healthcheck"]["test"]
        else:
            assert wait["condition"] == "service_completed_successfully"
            assert target["restart"] == "no"


@pytest.mark.parametrize("service", service_items())
def test_service_uses_only_declared_parts(service):
    volumes = {volume.split(":")[0] for volume in service.get("volumes", [])}
    assert volumes <= set(compose()["volumes"])
    assert set(service["networks"]) <= set(compose()["networks"])
    assert set(service.get("secrets", [])) <= set(compose()["secrets"])


@pytest.mark.parametrize("service", service_items())
def test_service_has_no_more_rights_than_it_needs(service):
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", service["user"])
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service


@pytest.mark.parametrize("service", service_items())
def test_service_has_a_health_check_or_says_that_it_has_none(service):
    assert service["healthcheck"].get("test") or service["healthcheck"] == {"disable": True}


@pytest.mark.parametrize("service", service_items())
def test_image_is_fixed_and_secrets_come_by_file(service):
    name, _, tag = service["image"].partition(":")
    assert name
    assert tag.startswith("${PORTAL_VERSION") or re.match(r"\d+\.\d+", tag)
    environment = service.get("environment", {})
    secret = {
        key: value
        for key, value in environment.items()
        if re.search("URL|PASSWORD|SECRET|KEY", key) and key != "PORTAL_URL"  # that one everybody knows
    }
    files = {f"/run/secrets/{name}" for name in service.get("secrets", [])}
    assert all(key.endswith("_FILE") and value in files for key, value in secret.items())


def test_only_the_web_service_is_reachable_and_only_from_this_machine():
    services = compose()["services"]
    assert {name for name, body in services.items() if "ports" in body} == {"web"}
    assert all(port.startswith("127.0.0.1:") for port in services["web"]["ports"])
    assert compose()["networks"]["inner"] == {"internal": True}
    assert {name for name, body in services.items() if body["networks"] != ["inner"]} == {"web", "mailer"}


def test_every_variable_is_explained_in_the_example():
    example = read(".env.example")
    in_compose = set(re.findall(r"(?<!\$)\$\{(\w+)", read("docker-compose.yml")))
    in_settings = set(re.findall(r'env\.\w+\(\s*"(\w+)"', read("portal/settings.py")))
    assert in_compose
    assert in_settings
    assert in_compose - set(re.findall(r"^(\w+)=", example, re.MULTILINE)) == set()
    assert in_settings - set(re.findall(r"^(?:# )?([A-Z_]+)[= ]", example, re.MULTILINE)) == set()


def test_numbers_of_the_example_are_those_of_the_settings():
    """Where nothing is set, or the example is copied as it is."""
    numbers = dict(re.findall(r'env\.int\("(\w+)", default=(\d+)\)', read("portal/settings.py")))
    told = re.findall(r"^(?:# )?([A-Z_]+)(?:=| .*\()(\d+)\)?$", read(".env.example"), re.MULTILINE)
    assert {name: value for name, value in told if name in numbers} == numbers
    in_compose = re.findall(r"\$\{(\w+):-(\d+)\}", read("docker-compose.yml"))
    assert {name: numbers[name] for name, _ in in_compose if name in numbers}.items() <= set(in_compose)


def test_what_runs_takes_every_queue():
    """A queue without a worker would keep its jobs for ever."""
    commands = [body.get("command", []) for body in compose()["services"].values()]
    taken = [words[words.index("--queues") + 1] for words in commands if "worker" in words]
    assert sorted(taken) == sorted(queue.name for queue in settings.CELERY_TASK_QUEUES)
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    assert routed | {settings.CELERY_TASK_DEFAULT_QUEUE} == set(taken)


def test_every_secret_file_is_made_by_the_script():
    made = set(re.findall(r"^keep (\w+)", read("tools/secrets.sh"), re.MULTILINE))
    assert {f"./secrets/{name}" for name in made} == {body["file"] for body in compose()["secrets"].values()}


def test_image_is_built_from_fixed_tags_for_an_unprivileged_user():
    text = read("Dockerfile")
    assert all(re.search(r":\d+\.\d+\.\d+-", base) for base in re.findall(r"^FROM (\S+)", text, re.MULTILINE))
    assert re.findall(r"^USER (.*)$", text, re.MULTILINE) == ["10001:10001"]
    assert re.findall(r"^(?:ADD|ARG)\b.*$", text, re.MULTILINE) == []
    assert "--require-hashes" in text


def test_image_and_make_install_the_same_libraries():
    libraries = r"(libpango\S+ (?:lib\S+ ?)+)"
    in_image = re.search(libraries, read("Dockerfile"))[1].split()
    assert re.search(libraries, read("tools/install.sh"))[1].split() == in_image


# --- Commands ---------------------------------------------------------------------------------


def test_make_help_tells_every_command():
    told = set(re.findall(r"^(\w+):.* ## \S", read("Makefile"), re.MULTILINE))
    assert told >= {"install", "demo", "test", "check", "fix", "benchmark", "help"}
    assert told == set(re.search(r"^\.PHONY: (.*)$", read("Makefile"), re.MULTILINE)[1].split())


def test_ci_runs_what_developers_run():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert read(".ci/run").splitlines()[-1] == "exec make test"
