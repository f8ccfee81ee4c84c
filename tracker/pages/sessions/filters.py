"""What the list of sessions can be narrowed by."""

import django_filters
from django.utils.translation import gettext_lazy as _

from tracker.organs.models import Organ, Session


class SessionFilter(django_filters.FilterSet):
    """Organ, number, and year of opening."""

    organ = django_filters.ModelChoiceFilter(label=_("Organ"), queryset=Organ.objects.all(), to_field_name="code")
    number = django_filters.CharFilter(label=_("Number or year"), lookup_expr="iexact")
    year = django_filters.NumberFilter(label=_("Opens in"), field_name="opens", lookup_expr="year")

    class Meta:
        model = Session
        fields = ["organ", "number", "year"]
