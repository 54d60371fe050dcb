from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "monitoring"
    verbose_name = "Результаты"

    def ready(self):
        # Registers the providers of shared pages; importing is the registration.
        from monitoring import panels  # noqa: F401 - the import registers them
