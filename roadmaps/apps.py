from django.apps import AppConfig


class RoadmapsConfig(AppConfig):
    name = "roadmaps"
    verbose_name = "Дорожные карты"

    def ready(self):
        # Registers the providers of shared pages and what people are told; importing is the registration.
        from roadmaps import notices, panels  # noqa: F401 - the import registers them
