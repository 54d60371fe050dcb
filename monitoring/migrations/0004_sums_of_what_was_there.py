from collections import defaultdict

from django.db import migrations
from django.db.models.functions import Coalesce

from monitoring.summing import Calendar, Line, Sums, sums_by_sitting


def sum_up(apps, schema_editor):
    """Results that were entered before there were sums get theirs, district by district."""
    of_results, of_sittings, of_districts, of_regions = (
        apps.get_model('monitoring', name) for name in ('Result', 'Sitting', 'DistrictSummary', 'RegionSummary')
    )
    names = ('id', 'exam', 'year', 'subject_id', 'grade')
    calendar = [Calendar(*row) for row in of_sittings.objects.values_list(*names)]
    results = of_results.objects.filter(status='value').annotate(mean=Coalesce('mean_score', 'mean_mark'))
    places = results.order_by().values_list('district_id', 'district__region_id').distinct()
    regions = defaultdict(list)
    for district, region in list(places):
        rows = results.filter(district_id=district).values_list(
            'school_id', 'sitting_id', 'mean', 'participants', 'below_minimum', 'n2', 'n3', 'n4', 'n5'
        )
        lines = [Line(*row[:4], tuple(row[5:]), row[4]) for row in rows]
        sums = sums_by_sitting(calendar, lines)
        # The newest import may have summed up its own results already.
        of_districts.objects.filter(district_id=district).delete()
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


class Migration(migrations.Migration):

    dependencies = [
        ('monitoring', '0003_regions_have_sums'),
        ('schools', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(sum_up, migrations.RunPython.noop),
    ]
