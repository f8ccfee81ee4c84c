"""The edition of each text, and the places of the references to notes in its words."""

from importlib import import_module

from django.db import migrations, models

search = import_module("tracker.resolutions.migrations.0002_search")


def drop_index(apps, editor):
    """SQLite copies the tables below, which would lose the triggers that keep the index."""
    if editor.connection.vendor == "sqlite":
        search.drop_index(apps, editor)


def make_index(apps, editor):
    if editor.connection.vendor == "sqlite":
        search.make_index(apps, editor)


class Migration(migrations.Migration):

    dependencies = [
        ('resolutions', '0002_search'),
    ]

    operations = [
        migrations.RunPython(drop_index, make_index, elidable=False),
        migrations.AddField(
            model_name='historicaltext',
            name='edition',
            field=models.CharField(blank=True, help_text='“Corr.1”, “reissued 2024-01-05”; empty for the first.', max_length=40, verbose_name='edition'),
        ),
        migrations.AddField(
            model_name='historicalwording',
            name='marks',
            field=models.JSONField(blank=True, default=list, help_text='Marker and offset behind which it stands.', verbose_name='references to notes'),
        ),
        migrations.AddField(
            model_name='text',
            name='edition',
            field=models.CharField(blank=True, help_text='“Corr.1”, “reissued 2024-01-05”; empty for the first.', max_length=40, verbose_name='edition'),
        ),
        migrations.AddField(
            model_name='wording',
            name='marks',
            field=models.JSONField(blank=True, default=list, help_text='Marker and offset behind which it stands.', verbose_name='references to notes'),
        ),
        migrations.AlterField(
            model_name='historicalparagraph',
            name='kind',
            field=models.CharField(choices=[('part', 'part'), ('heading', 'heading'), ('preambular', 'preambular paragraph'), ('operative', 'operative paragraph'), ('note', 'note'), ('annex', 'annex'), ('table', 'table')], max_length=10, verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='paragraph',
            name='kind',
            field=models.CharField(choices=[('part', 'part'), ('heading', 'heading'), ('preambular', 'preambular paragraph'), ('operative', 'operative paragraph'), ('note', 'note'), ('annex', 'annex'), ('table', 'table')], max_length=10, verbose_name='kind'),
        ),
        migrations.RunPython(make_index, drop_index, elidable=False),
    ]
