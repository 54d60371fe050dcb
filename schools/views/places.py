"""What every page of one district has in common."""

from typing import cast

from django.http import Http404
from django.utils import timezone

from portal.accounts.enums import Permission
from portal.accounts.models import User
from portal.core.views import ScopedViewMixin
from schools.models import District
from schools.places import working_district, working_year


class DistrictViewMixin(ScopedViewMixin):
    """A page of one district: `?district=code` for a link, else the one chosen at the top."""

    @property
    def district(self) -> District:
        districts = self.scoped(District.objects.all())
        if code := self.request.GET.get("district"):
            found = districts.filter(code=code).first()
        else:
            found = working_district(list(districts), self.request.session)
        if found is None:
            raise Http404
        timezone.activate(
            found.zone
        )  # a link may lead to a district with another clock; see portal.middleware
        return found

    def may(self, permission: Permission, district: District) -> bool:
        """Whether a page offers what needs another right than its own; the view behind it asks again."""
        districts = District.objects.permitted(cast(User, self.request.user), permission)
        return districts.filter(pk=district.pk).exists()

    def year_of(self, district: District) -> int:
        return working_year(district, self.request.session)
