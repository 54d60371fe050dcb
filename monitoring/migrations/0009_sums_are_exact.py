from collections import defaultdict

from django.db import migrations

from monitoring.measures import points_of
from monitoring.summing import Calendar, Line, Sums, sums_by_sitting

_SITTING = ('id', 'exam', 'year', 'season', 'subject_id', 'grade')
_RESULT = (
    'school_id', 'sitting_id', 'status', 'mean_mark', 'mean_score', 'participants', 'score_sum', 'below_minimum',
    'n2', 'n3', 'n4', 'n5',
)


def sum_up(apps, schema_editor):
    """Sums made of rounded means, and of both windows of 2022 together, are made anew, district by district."""
    of_results, of_sittings, of_districts, of_regions = (
        apps.get_model('monitoring', name) for name in ('Result', 'Sitting', 'DistrictSummary', 'RegionSummary')
    )
    calendar = [Calendar(*row) for row in of_sittings.objects.values_list(*_SITTING)]
    of_districts.objects.all().delete()
    of_regions.objects.all().delete()
    places = of_results.objects.order_by().values_list('district_id', 'district__region_id').distinct()
    regions = defaultdict(list)
    for district, region in list(places):
        rows = of_results.objects.filter(district_id=district).exclude(status='no_data').values_list(*_RESULT)
        sums = sums_by_sitting(calendar, *_told(rows))
        of_districts.objects.bulk_create(
            of_districts(district_id=district, sitting_id=number, **found._asdict())
            for number, found in sums.items()
        )
        for number, found in sums.items():
            regions[region, number].append(found)
    of_regions.objects.bulk_create(
        of_regions(region_id=region, sitting_id=number, **Sums(*map(sum, zip(*found, strict=True)))._asdict())
        for (region, number), found in regions.items()
    )


def _told(rows):
    lines, refused = [], set()
    for school, sitting, status, mark, score, count, total, below, *marks in rows:
        if status == 'value':
            points = points_of(mark=mark, score=score, participants=count, marks=marks, score_sum=total)
            lines.append(Line(school, sitting, points, count, tuple(marks), below))
        else:
            refused.add((sitting, school))
    return lines, refused


class Migration(migrations.Migration):

    dependencies = [
        ('monitoring', '0008_parameters_named'),
        ('schools', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(sum_up, migrations.RunPython.noop),
    ]
