import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0002_other_years_and_files"),
        ("schools", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="reportrun",
            name="school",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="schools.school",
                verbose_name="школа",
            ),
        ),
        migrations.AlterField(
            model_name="reportrun",
            name="kind",
            field=models.CharField(
                choices=[
                    ("protocol", "Протокол заседания"),
                    ("dynamics", "Динамика результатов"),
                    ("roadmap", "Дорожная карта"),
                ],
                max_length=20,
                verbose_name="документ",
            ),
        ),
    ]
