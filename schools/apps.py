from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "schools"
    verbose_name = "Школы"

    def ready(self):
        # Registers the providers of shared pages; importing is the registration.
        from schools import panels  # noqa: F401 - the import registers them
