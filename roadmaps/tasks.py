from celery import shared_task

from roadmaps.services import due, evidence_sweep, reminders


@shared_task(name="roadmaps.put_due_in_force", acks_late=False, expires=3600)
def put_due_in_force() -> None:
    due.put_due_in_force()


@shared_task(name="roadmaps.remind", acks_late=False, expires=600)
def remind() -> None:
    reminders.remind()


@shared_task(name="roadmaps.sweep_evidence", acks_late=False, expires=3600)
def sweep_evidence() -> None:
    evidence_sweep.evidence_sweep()
