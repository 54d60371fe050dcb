from celery import shared_task

from monitoring.imports.runs import import_run_carry_out
from monitoring.models import ImportRun
from portal.core import leases


@shared_task(name=ImportRun.TASK, acks_late=True, time_limit=300)
def import_run(*, run_id: int) -> None:
    """A second delivery finds nothing to claim and stops."""
    import_run_carry_out(run_id=run_id)


@shared_task(name="monitoring.sweep", acks_late=False, expires=60)
def sweep() -> None:
    leases.sweep(ImportRun)
