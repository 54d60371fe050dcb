from celery import shared_task

from roadmaps.services import due, reminders


@shared_task(name="roadmaps.put_due_in_force", acks_late=False, expires=3600)
def put_due_in_force() -> None:
    due.put_due_in_force()


@shared_task(name="roadmaps.remind", acks_late=False, expires=600)
def remind() -> None:
    reminders.remind()
