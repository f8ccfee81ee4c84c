"""What a search can be narrowed by beside its words: where they stand. How mandates stand is asked of MandateFilter."""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.organs.models import Organ
from tracker.resolutions.models import Paragraph, Wording

LANGUAGES = [
    ("en", _("English")),
    ("ar", _("Arabic")),
    ("zh", _("Chinese")),
    ("fr", _("French")),
    ("ru", _("Russian")),
    ("es", _("Spanish")),
]


class WordingFilter(django_filters.FilterSet):
    """Organ, session, kind of paragraph and language; organ and session are named as in the register."""

    organ = django_filters.ModelMultipleChoiceFilter(
        label=_("Adopting organ"),
        field_name="text__resolution__organ__code",
        to_field_name="code",
        queryset=Organ.objects.filter(resolutions__isnull=False).distinct(),
        distinct=False,
        widget=forms.CheckboxSelectMultiple,
    )
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind of paragraph"),
        field_name="paragraph__kind",
        choices=Paragraph.Kind.choices,
        distinct=False,
        widget=forms.CheckboxSelectMultiple,
    )
    session = django_filters.CharFilter(
        label=_("Session"), field_name="text__resolution__session__number", lookup_expr="iexact", max_length=20
    )
    language = django_filters.ChoiceFilter(
        label=_("Language"), field_name="text__language", choices=LANGUAGES, empty_label=_("any")
    )

    class Meta:
        model = Wording
        fields: list[str] = []
