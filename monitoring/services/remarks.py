"""A methodist's remark on the result of one school and sitting."""

from django.db import transaction

from monitoring.models import Result, Sitting
from monitoring.services.cell_rows import SOURCE, lock_reason
from monitoring.services.results import result_keep
from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.audit import audit_record
from portal.core.errors import InvalidInput, NotAllowed, StaleRevision
from portal.core.rights import require
from schools.models import School

REMARK_LENGTH = 500


@transaction.atomic
def remark_save(*, school: School, sitting: Sitting, text: str, seen: str, by: User) -> Result | None:
    """Keep a remark on a result; a school without one gets a row «нет данных» to hold it.

    Raises InvalidInput for a long one, StaleRevision if another person wrote one meanwhile.
    """
    require(School.objects.all(), pk=school.pk, by=by, permission=Permission.RESULT_EDIT)
    text = " ".join(text.split())
    if len(text) > REMARK_LENGTH:
        raise InvalidInput({"remark": f"Примечание длиннее {REMARK_LENGTH} знаков. Сократите его."})
    locked = School.objects.select_for_update().get(pk=school.pk)
    result = Result.objects.select_for_update().filter(school=locked, sitting=sitting).first()
    current = result.remark if result else ""
    if current == text:
        return result
    if lock_reason(school=locked, sitting=sitting, result=result):
        raise NotAllowed("К этой ячейке примечание не пишут: результата у неё быть не может.")
    if current != seen:
        raise StaleRevision(f"Примечание изменил другой сотрудник: «{current}». Ваш текст ещё не сохранён.")
    if result is None:
        result = Result(
            school=locked, district_id=locked.district_id, sitting=sitting, status="no_data", revision=0
        )
    result.remark = text
    result_keep(result, source=result.source or SOURCE, by=by)
    audit_record(action="result.remark", subject=result, by=by, before=current, after=text)
    return result
