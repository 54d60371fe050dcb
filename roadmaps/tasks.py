from celery import shared_task

from roadmaps.services import reminders


@shared_task(name="roadmaps.remind", acks_late=False, expires=600)
def remind() -> None:
    reminders.remind()
