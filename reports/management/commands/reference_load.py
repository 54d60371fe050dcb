from django.conf import settings

from monitoring.services import reference_load
from portal.core.commands import PortalCommand
from portal.core.russian import counted
from roadmaps.services import risk_factors_load


class Command(PortalCommand):
    help = "Загружает справочники: предметы, календарь оценочных процедур и факторы риска."

    def handle(self, **options):
        folder = settings.BASE_DIR / "fixtures" / "reference"
        sittings, risks = reference_load(folder=folder), risk_factors_load(folder=folder)
        self.stdout.write(f"Календарь: {counted(sittings, 'процедура', 'процедуры', 'процедур')}.")
        self.stdout.write(f"Факторы риска: {risks}.")
