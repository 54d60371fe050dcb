from celery import shared_task
from celery.signals import beat_embedded_init, worker_init, worker_process_init
from django.utils.module_loading import import_string

from portal.core.processes import die_with_parent
from reports import engine


@shared_task(name="reports.build", acks_late=True, time_limit=300)
def build(*, run_id: int) -> None:
    """A second delivery finds nothing to claim and stops."""
    engine.build(run_id=run_id)


@shared_task(name="reports.sweep", acks_late=False, expires=60)
def sweep() -> None:
    engine.sweep()


@worker_init.connect
def warm_up(**kwargs) -> None:
    """Load the PDF engine before the pool forks: its processes share the memory and start ready."""
    import_string("reports.render.pdf.render_pdf")


@worker_process_init.connect
@beat_embedded_init.connect
def leave_no_orphan(**kwargs) -> None:
    """A killed worker must not leave its pool and its clock running beside the next worker's."""
    die_with_parent()
