"""What every service of this app checks in the same way."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, models, transaction

from portal.accounts.enums import Permission
from portal.core.errors import InvalidInput
from portal.core.rights import require
from portal.core.scoping import Person
from schools.models import District, School


def save_checked(row: models.Model) -> None:
    """Validate and save, or raise InvalidInput with one message a field.

    A constraint that names a field in its error code is reported at that field. Of two clicks at
    once both pass the validation and the database refuses the second, which is then told why.
    """
    _validate(row)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        _validate(row)
        raise


def _validate(row: models.Model) -> None:
    try:
        row.full_clean()
    except ValidationError as error:
        raise InvalidInput(by_field(type(row), error)) from error


def by_field(model: type[models.Model], error: ValidationError) -> dict[str, str]:
    """One message a field of `model`."""
    fields = {field.name for field in model._meta.get_fields()}
    messages: dict[str, list[str]] = {}
    for name, errors in error.error_dict.items():
        for each in errors:
            at_field = name == NON_FIELD_ERRORS and each.code in fields
            place = str(each.code) if at_field else name
            messages.setdefault(place, []).extend(each.messages)
    return {place: " ".join(dict.fromkeys(texts)) for place, texts in messages.items()}


def refuse(field: str, message: str) -> InvalidInput:
    """One wrong field: `raise refuse("name", "…")`."""
    return InvalidInput({field: message})


def require_school(school: School, by: Person | None) -> None:
    require(School.objects.all(), pk=school.pk, by=by, permission=Permission.SCHOOL_EDIT)


def require_district(district: District, by: Person | None) -> None:
    require(District.objects.all(), pk=district.pk, by=by, permission=Permission.SCHOOL_EDIT)
