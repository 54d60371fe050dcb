from django.db import migrations

import schools.models.ordering
from schools.naming import order_key


def put_in_order(apps, schema_editor):
    """Names that were written before there were keys get theirs."""
    for model, name in (('District', 'name'), ('School', 'short_name')):
        found = apps.get_model('schools', model).objects
        rows = list(found.only('pk', name))
        for row in rows:
            row.order_key = order_key(getattr(row, name))
        found.bulk_update(rows, ['order_key'], batch_size=1000)


class Migration(migrations.Migration):

    dependencies = [
        ('schools', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='district',
            name='order_key',
            field=schools.models.ordering.OrderKeyField(default='', editable=False, of='name', verbose_name='ключ порядка'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='school',
            name='order_key',
            field=schools.models.ordering.OrderKeyField(default='', editable=False, of='short_name', verbose_name='ключ порядка'),
            preserve_default=False,
        ),
        migrations.AlterModelOptions(
            name='district',
            options={'ordering': ['order_key', 'pk'], 'verbose_name': 'район', 'verbose_name_plural': 'районы'},
        ),
        migrations.AlterModelOptions(
            name='school',
            options={'ordering': ['order_key', 'pk'], 'verbose_name': 'школа', 'verbose_name_plural': 'школы'},
        ),
        migrations.AlterModelOptions(
            name='supportlistentry',
            options={'ordering': ['school'], 'verbose_name': 'школа перечня', 'verbose_name_plural': 'школы перечня'},
        ),
        migrations.RunPython(put_in_order, migrations.RunPython.noop),
    ]
