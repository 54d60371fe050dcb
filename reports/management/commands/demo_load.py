from django.core.management import call_command

from portal.accounts.selectors import demo_accounts
from portal.accounts.services import DEMO_PASSWORD
from portal.core.commands import PortalCommand
from reports.demo import load_demo


class Command(PortalCommand):
    help = "Загружает демонстрационный район и называет входы; повторный запуск ничего не удваивает."

    def handle(self, **options):
        # A demonstration is shown on an empty machine: its tables are made on the way.
        call_command("migrate", verbosity=0)
        load_demo()
        self.stdout.write("Демонстрационные входы, пароль у всех один: " + DEMO_PASSWORD)
        for user in demo_accounts():
            roles = ", ".join(str(membership) for membership in user.memberships.all())
            self.stdout.write(f"  {user.email:<34} {roles}")
