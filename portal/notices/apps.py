from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "portal.notices"
    label = "notices"
    verbose_name = "Уведомления"

    def ready(self):
        # Registers the providers of shared pages; importing is the registration.
        from portal.notices import panels  # noqa: F401 - the import registers them
