import logging

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.core.health.checks import CHECKS

logger = logging.getLogger("portal.health")


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Everything that a request or an order needs answers; names of what does not, without details."""
    results = {name: _passes(name) for name in CHECKS}
    ready = all(results.values())
    return JsonResponse(
        {"status": "ok" if ready else "fail", "checks": results}, status=200 if ready else 503
    )


def _passes(name: str) -> bool:
    try:
        CHECKS[name]()
    except Exception as error:
        logger.warning("%s is not ready: %s", name, type(error).__name__)
        return False
    return True
