"""What the list of resolutions can be narrowed by."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tracker.organs.models import Organ
from tracker.reading import symbols
from tracker.resolutions.models import Resolution


class ResolutionFilter(django_filters.FilterSet):
    """Symbol or words of the title, organ, kind, and year of adoption."""

    q = django_filters.CharFilter(label=_("Symbol or words of the title"), method="search")
    organ = django_filters.ModelChoiceFilter(
        label=_("Organ"), queryset=Organ.objects.filter(resolutions__isnull=False).distinct(), to_field_name="code"
    )
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Resolution.Kind.choices)
    year = django_filters.NumberFilter(label=_("Year"), field_name="adopted_on", lookup_expr="year")

    class Meta:
        model = Resolution
        fields = ["q", "organ", "kind", "year"]

    def search(self, queryset, name, value):
        """Find a symbol in any usual spelling, or all the words in a title."""
        symbol = symbols.canonical(value)
        named = Q(symbol__iexact=symbol) if symbol else Q(symbol__icontains=value)
        titled = Q()
        for word in value.split()[:20]:
            titled &= Q(title__icontains=word)
        return queryset.filter(named | titled)
