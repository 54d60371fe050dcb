from django.conf import settings

from monitoring.services import reference_load
from portal.core.commands import PortalCommand
from portal.core.russian import counted


class Command(PortalCommand):
    help = "Загружает справочники: предметы и календарь оценочных процедур."

    def handle(self, **options):
        count = reference_load(folder=settings.BASE_DIR / "fixtures" / "reference")
        self.stdout.write(f"Календарь: {counted(count, 'процедура', 'процедуры', 'процедур')}.")
