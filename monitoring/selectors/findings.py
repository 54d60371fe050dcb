"""What is doubtful in a district's results of one calendar year, and what people have accepted of it."""

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from monitoring.checks import RULES, Finding, all_findings
from monitoring.enums import Severity
from monitoring.models import Waiver
from monitoring.selectors.check_data import check_data_of
from portal.accounts.enums import Permission
from portal.accounts.models import User
from schools.models import District, School

_SEVERITIES = {severity: place for place, severity in enumerate(Severity)}
_TITLES = {
    Severity.ERROR: "Ошибки",
    Severity.WARNING: "Сомнительные места",
    Severity.INFO: "К сведению",
}
_RULES = {rule.code: place for place, rule in enumerate(RULES)}


class RuleFindings(NamedTuple):
    """Findings of one rule, by school; its title and explanation are said once."""

    title: str
    explanation: str
    findings: list[Finding]


class SeverityFindings(NamedTuple):
    severity: Severity
    total: int
    rules: list[RuleFindings]

    @property
    def title(self) -> str:
        return _TITLES[self.severity]


def findings_of(*, district: District, year: int) -> list[Finding]:
    """Findings by severity, rule, name of the school and order of the calendar, each with its waiver.

    `year` is the calendar year of the sittings. The caller answers for the scope of `district`.
    """
    (data,) = check_data_of(districts=[district], year=year)
    waivers = {
        (waiver.rule, waiver.fingerprint): waiver
        for waiver in Waiver.objects.filter(district=district, year=year).select_related("by")
    }
    found = [
        finding.waived(waivers.get((finding.rule, finding.fingerprint))) for finding in all_findings(data)
    ]
    return sorted(found, key=_place_in_the_list)


def _place_in_the_list(finding: Finding) -> tuple[int, int, tuple[str, int]]:
    """Within one school the order of the rule stays, which is that of the calendar."""
    place = finding.school.place_in_lists if finding.school else ("", 0)
    return _SEVERITIES[finding.severity], _RULES[finding.rule], place


def visible_findings(*, user: User, district: District, year: int) -> list[Finding]:
    """Those that the person may see: who belongs to one school sees nothing of the others."""
    found = findings_of(district=district, year=year)
    scope = user.scope_for(Permission.RESULT_VIEW)
    if scope.everywhere or district.region_id in scope.region_ids or district.pk in scope.district_ids:
        return found
    own = set(
        School.objects.permitted(user, Permission.RESULT_VIEW)
        .filter(district=district)
        .values_list("pk", flat=True)
    )
    return [finding for finding in found if finding.school is not None and finding.school.pk in own]


def findings_grouped(findings: Iterable[Finding]) -> list[SeverityFindings]:
    """Ordered findings under their severities and rules."""
    groups = []
    for severity, of_severity in groupby(findings, key=lambda finding: finding.severity):
        rules = [
            RuleFindings(title, explanation, list(rows))
            for (title, explanation), rows in groupby(
                of_severity, key=lambda finding: (finding.title, finding.explanation)
            )
        ]
        groups.append(SeverityFindings(severity, sum(len(rule.findings) for rule in rules), rules))
    return groups
