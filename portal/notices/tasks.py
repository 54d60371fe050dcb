from celery import shared_task

from portal.notices.services import letters, outbox


@shared_task(name="notices.send", acks_late=True, time_limit=60, expires=60)
def send(*, letter_id: int) -> None:
    """A second delivery finds nothing to claim; a message that waited too long is sent by the sweeper."""
    outbox.send(letter_id=letter_id)


@shared_task(name="notices.gather", acks_late=False, expires=60)
def gather() -> None:
    letters.gather()


@shared_task(name="notices.sweep", acks_late=False, expires=60)
def sweep() -> None:
    outbox.sweep()
