"""Plans that were approved before the portal knew «действует» are in force since their approval."""

from django.db import migrations

_WORDING = ("name", "term", "starts_on", "ends_on", "responsible")


def put_in_force(apps, schema_editor):
    roadmaps = apps.get_model("roadmaps", "Roadmap").objects.filter(versions__isnull=False).distinct()
    measures = apps.get_model("roadmaps", "MeasureInForce").objects
    for roadmap in roadmaps.iterator():
        version = roadmap.versions.order_by("number").last()
        version.in_force_on = version.approved_at.date()
        version.save(update_fields=["in_force_on"])
        measures.bulk_create(_rows(measures.model, roadmap, version.content["sections"]))
    roadmaps.filter(status="approved").update(status="in_force")


def _rows(model, roadmap, sections):
    position = 0
    for place, section in enumerate(sections, start=1):
        for index, measure in enumerate(section["measures"], start=1):
            position += 1
            yield model(
                roadmap=roadmap,
                measure_id=measure["id"],
                position=position,
                number=f"{place}.{index}" if len(sections) > 1 else str(index),
                section_place=place,
                section=section["title"],
                **{name: measure[name] for name in _WORDING},
            )


class Migration(migrations.Migration):

    dependencies = [("roadmaps", "0002_plans_in_force")]

    operations = [migrations.RunPython(put_in_force, migrations.RunPython.noop)]
