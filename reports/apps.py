from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Документы"

    def ready(self):
        # Registers the providers of shared pages and what people are told; importing is the registration.
        from reports import notices, panels  # noqa: F401 - the import registers them
