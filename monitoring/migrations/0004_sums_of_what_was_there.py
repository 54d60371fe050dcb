from django.db import migrations


class Migration(migrations.Migration):
    """Summed up what was there before there were sums; 0009 does it anew, so a new portal need not twice."""

    dependencies = [
        ('monitoring', '0003_regions_have_sums'),
        ('schools', '0001_initial'),
    ]

    operations = []
