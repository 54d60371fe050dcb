from enum import StrEnum

from django.db.models import TextChoices


class Permission(StrEnum):
    """What a person may do; where he may do it is told by his memberships."""

    SCHOOL_VIEW = "school.view"
    SCHOOL_EDIT = "school.edit"
    RESULT_VIEW = "result.view"
    RESULT_EDIT = "result.edit"
    ROADMAP_VIEW = "roadmap.view"
    ROADMAP_EDIT = "roadmap.edit"
    ROADMAP_SUBMIT = "roadmap.submit"
    ROADMAP_APPROVE = "roadmap.approve"
    EXECUTION_REPORT = "execution.report"
    EXECUTION_ACCEPT = "execution.accept"
    EXCLUSION_EDIT = "exclusion.edit"
    EXCLUSION_SUBMIT = "exclusion.submit"
    EXCLUSION_APPROVE = "exclusion.approve"
    MEETING_VIEW = "meeting.view"
    MEETING_EDIT = "meeting.edit"
    MEETING_SUBMIT = "meeting.submit"
    MEETING_FINALISE = "meeting.finalise"
    REPORT_VIEW = "report.view"
    REPORT_BUILD = "report.build"
    USER_MANAGE = "user.manage"
    MAIL_MANAGE = "mail.manage"
    REFERENCE_VIEW = "reference.view"
    REFERENCE_EDIT = "reference.edit"


class Role(TextChoices):
    """The people of the department's yearly cycle."""

    SCHOOL = "school", "Представитель школы"
    METHODIST = "methodist", "Методист"
    CURATOR = "curator", "Куратор"
    HEAD = "head", "Начальник отдела"
    COORDINATOR = "coordinator", "Координатор"
    OBSERVER = "observer", "Наблюдатель региона"
    ADMIN = "admin", "Администратор"
