#!/usr/bin/env bash
# Makes the passwords of a docker compose installation, each in a file of its own in secrets/.
# What is there already stays: a changed password would lock the portal out of its database.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

random() { head -c 32 /dev/urandom | base64 | tr -d '=+/\n'; }

# The folder is closed; the files in it are mounted one by one and read by unprivileged accounts.
mkdir -p -m 0700 secrets

keep() {
    [ -e "secrets/$1" ] && return
    printf '%s' "$2" > "secrets/$1"
    chmod 0444 "secrets/$1"
}

keep database_password "$(random)"
keep database_url "postgres://portal:$(cat secrets/database_password)@database:5432/portal"
keep broker_password "$(random)"
keep broker_url "redis://:$(cat secrets/broker_password)@broker:6379/0"
keep secret_key "$(random)$(random)"
# Without a mail server letters are files; its address is written here by hand, see docs/operations.md.
keep mail_url ""
chmod 0644 secrets/mail_url
printf 'Пароли лежат в папке secrets/, сохраните её копию в надёжном месте.\n'
