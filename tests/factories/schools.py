from datetime import date

import factory

from portal.accounts.enums import Role
from schools import models
from schools.enums import ActKind, ListKind, ListLevel, Programme
from tests.factories.accounts import UserFactory


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Region

    name = factory.Sequence(lambda n: f"Область {n}")


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.District

    region = factory.SubFactory(RegionFactory)
    code = factory.Sequence(lambda n: f"district-{n}")
    name = factory.Sequence(lambda n: f"Район {n}")
    full_name = factory.LazyAttribute(lambda row: f"{row.name} муниципальный")
    genitive = factory.LazyAttribute(lambda row: f"муниципального района «{row.name}»")
    department = factory.LazyAttribute(lambda row: f"Отдел образования администрации: {row.name}")
    timezone = "Europe/Volgograd"


class SchoolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.School

    district = factory.SubFactory(DistrictFactory)
    short_name = factory.Sequence(lambda n: f"МКОУ Проверочная СШ {n}")
    full_name = factory.LazyAttribute(lambda row: f"Муниципальное казённое учреждение «{row.short_name}»")


class SchoolAliasFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SchoolAlias

    school = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda n: f"Другое название {n}")


class SchoolProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SchoolProgramme

    school = factory.SubFactory(SchoolFactory)
    level = Programme.OOO


class LegalActFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.LegalAct

    district = factory.SubFactory(DistrictFactory)
    kind = ActKind.ORDER
    number = factory.Sequence(lambda n: f"{n}-п")
    date = date(2020, 9, 1)
    issuer = "Комитет образования"
    title = "О перечне школ"


class SupportListFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SupportList

    district = factory.SubFactory(DistrictFactory)
    kind = ListKind.SHNOR
    level = ListLevel.REGIONAL
    year = 2020
    legal_act = factory.SubFactory(LegalActFactory, district=factory.SelfAttribute("..district"))


class SupportListEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SupportListEntry

    support_list = factory.SubFactory(SupportListFactory)
    school = factory.SubFactory(SchoolFactory, district=factory.SelfAttribute("..support_list.district"))


class MembershipFactory(factory.django.DjangoModelFactory):
    """A role in one place: MembershipFactory(role=Role.HEAD, district=district)."""

    class Meta:
        model = models.Membership

    user = factory.SubFactory(UserFactory)
    role = Role.ADMIN


def person(role: Role, *, region=None, district=None, school=None, **fields):
    """A user with one role in one place."""
    user = UserFactory(**fields)
    MembershipFactory(user=user, role=role, region=region, district=district, school=school)
    return user
