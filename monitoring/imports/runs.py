"""What a worker does for an ImportRun: all in one transaction, the end of the run included."""

from uuid import UUID

from django.db import transaction

from monitoring.enums import ImportDeed
from monitoring.imports.review import review_apply
from monitoring.models import ImportRun
from monitoring.services.import_runs import chosen_by
from monitoring.services.import_undo import batch_undo
from portal.core import leases
from portal.core.collector import collector_off


def import_run_carry_out(*, run_id: int) -> bool:
    """Do what was ordered if the run is free; False if somebody else has it or it is finished."""
    runs = ImportRun.objects.select_related("batch__district__region", "requested_by")
    return leases.carry_out(runs.filter(pk=run_id), _work)


@collector_off()
@transaction.atomic
def _work(run: ImportRun, token: UUID) -> None:
    """Rights are asked again by the services: they may have been taken away meanwhile."""
    if run.deed == ImportDeed.UNDO:
        batch_undo(batch=run.batch, seen=run.seen, by=run.requested_by)
    else:
        review_apply(run.batch, choice=chosen_by(run), by=run.requested_by)
    leases.finish(run, token)
