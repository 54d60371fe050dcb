#!/usr/bin/env bash
# Puts one part of what the portal needs into place; the Makefile knows when which part is due.
#
#   tools/install.sh venv            the virtual environment .venv
#   tools/install.sh packages NAME   packages of requirements/NAME.txt, each checked by its hash
#   tools/install.sh libraries       system libraries that WeasyPrint opens
#   tools/install.sh pages           packages of package-lock.json (styles, scripts, fonts)
#   tools/install.sh chromium        the browser of the tests
#   tools/install.sh office          LibreOffice, which opens and saves our workbooks in the tests
#   tools/install.sh apt WHY PACKAGE...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

PYTHON=.venv/bin/python

say() { printf '→ %s\n' "$*" >&2; }
stop() { printf '%s\n' "$@" >&2; exit 1; }

# Installs Debian packages as root or by sudo without a password; otherwise tells the command and stops.
apt_install() {
    local why=$1 sudo=(); shift
    local words=(install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=600 "$@")
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null || ! sudo -n true 2>/dev/null; then
            apt_refuse "$why" "$@"
        fi
        sudo=(sudo -n)
    fi
    command -v apt-get >/dev/null || apt_refuse "$why" "$@"
    say "$why: ставлю системные пакеты $*"
    local apt=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get)
    # A machine that never asked for the lists of packages, or asked long ago, is asked to do so once.
    "${apt[@]}" "${words[@]}" >/dev/null 2>&1 \
        || { "${apt[@]}" update -qq && "${apt[@]}" "${words[@]}" >/dev/null; } \
        || apt_refuse "$why" "$@"
}

apt_refuse() {
    local why=$1; shift
    stop "Не хватает системных пакетов ($why). Поставьте их и повторите команду make:" \
        "  sudo apt-get update && sudo apt-get install -y --no-install-recommends $*"
}

find_python() {
    local name
    for name in python3.11 python3 python3.12 python3.13; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    stop "Нужен Python 3.11 или новее: sudo apt-get install -y python3 python3-venv"
}

install_venv() {
    local python; python=$(find_python)
    # Debian keeps ensurepip, without which an environment has no pip, in a package of its own.
    "$python" -c 'import ensurepip, venv' 2>/dev/null \
        || apt_install "виртуальное окружение Python" python3-venv
    say "Создаю виртуальное окружение .venv"
    "$python" -m venv .venv
}

install_packages() {
    say "Ставлю пакеты Python из requirements/$1.txt"
    "$PYTHON" -m pip install -qq --disable-pip-version-check --no-input \
        --require-hashes --only-binary :all: -r "requirements/$1.txt"
}

libraries_work() { "$PYTHON" -W error -c 'import weasyprint.text.ffi' >/dev/null 2>&1; }

install_libraries() {
    libraries_work && return
    apt_install "печать PDF" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    libraries_work || stop "Библиотеки для печати PDF поставлены, но не открываются:" \
        "$("$PYTHON" -W error -c 'import weasyprint.text.ffi' 2>&1 | tail -n 1)"
}

node_works() { npm --version >/dev/null 2>&1 && node -e 'process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)'; }

install_pages() {
    if ! node_works; then
        install_packages node
        PATH="$PWD/.venv/bin:$PATH"
        hash -r
    fi
    say "Ставлю стили, сценарии и шрифты из package-lock.json"
    npm ci --silent
}

# Playwright drives Debian's browser by a Node of its own, which wants libatomic.
install_chromium() {
    if ! command -v chromium >/dev/null || ! "$PYTHON" -m playwright --version >/dev/null 2>&1; then
        apt_install "проверки в браузере" chromium libatomic1
    fi
}

install_office() {
    command -v soffice >/dev/null || apt_install "проверки книг Excel" libreoffice-calc
}

case ${1:-} in
    venv) install_venv ;;
    packages) install_packages "$2" ;;
    libraries) install_libraries ;;
    pages) install_pages ;;
    chromium) install_chromium ;;
    office) install_office ;;
    apt) shift; apt_install "$@" ;;
    *) stop "Неизвестная часть: «${1:-}»" ;;
esac
