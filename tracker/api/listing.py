"""How lists are asked for: the filters of the pages, a page of rows at a time, and a tag that says what was read."""

import hashlib
import json
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.filters import BaseFilterBackend
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.response import Response

from tracker.accounts.models import Entity
from tracker.followup.models import ProgressUpdate
from tracker.mandates.models import DueDate
from tracker.organs.models import Addressee, Session
from tracker.reports.filters import DEFAULT_SORT, SORTS, MandateFilter, sessions_named
from tracker.reports.paging import MandatePages
from tracker.resolutions.models import Paragraph, Resolution


class Pages(PageNumberPagination):
    page_size = 100
    page_size_query_param = "size"
    max_page_size = 500

    def get_page_size(self, request: Request) -> int:
        asked = request.query_params.get("size")
        if asked is None:
            return self.page_size
        if not asked.isascii() or not asked.isdigit() or not 1 <= int(asked) <= self.max_page_size:
            raise ValidationError({"size": [_("Ask for 1 to %(most)d rows.") % {"most": self.max_page_size}]})
        return int(asked)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        whole = {"name": "page", "in": "query", "required": False, "schema": {"type": "integer", "minimum": 1}}
        size = {"type": "integer", "minimum": 1, "maximum": self.max_page_size}
        return [whole, {"name": "size", "in": "query", "required": False, "schema": size}]


class PagesOfMandates(Pages):
    django_paginator_class = MandatePages


class Asked(BaseFilterBackend):
    """Narrow a list by the filter of its view. A name or a value that is not understood is refused, not passed over."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        known = {*view.filterset.base_filters, "page", "size"}
        if unknown := sorted(set(request.query_params) - known):
            raise ValidationError({name[:100]: [_("There is no such filter.")] for name in unknown})
        if empty := sorted(name for name, value in request.query_params.items() if not value):
            raise ValidationError({name: [_("Leave the filter out, or say what it asks for.")] for name in empty})
        if view.filterset is MandateFilter:
            asked = MandateFilter(request.query_params, queryset, user=request.user, today=timezone.localdate())
            _refuse_unknown_order(request)
        else:
            asked = view.filterset(request.query_params, queryset)
        if not asked.form.is_valid():
            raise ValidationError(asked.form.errors.get_json_data())
        return asked.qs

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [_parameter(name, field) for name, field in view.filterset.base_filters.items()]


class ResolutionFilter(django_filters.FilterSet):
    symbol = django_filters.CharFilter(lookup_expr="iexact", max_length=80)
    organ = django_filters.CharFilter(field_name="organ__code", lookup_expr="iexact", max_length=20)
    session = django_filters.CharFilter(field_name="session__number", lookup_expr="iexact", max_length=20)
    kind = django_filters.ChoiceFilter(choices=Resolution.Kind.choices)
    adopted_from = django_filters.DateFilter(field_name="adopted_on", lookup_expr="gte")
    adopted_to = django_filters.DateFilter(field_name="adopted_on", lookup_expr="lte")

    class Meta:
        model = Resolution
        fields: list[str] = []


class ProvisionFilter(django_filters.FilterSet):
    resolution = django_filters.CharFilter(field_name="resolution__symbol", lookup_expr="iexact", max_length=80)
    kind = django_filters.ChoiceFilter(field_name="provision_kind", choices=Paragraph.ProvisionKind.choices)

    class Meta:
        model = Paragraph
        fields: list[str] = []


class DueDateFilter(django_filters.FilterSet):
    resolution = django_filters.CharFilter(
        field_name="mandate__resolution__symbol", lookup_expr="iexact", max_length=80
    )
    outcome = django_filters.ChoiceFilter(choices=DueDate.Outcome.choices)
    due_at = django_filters.CharFilter(method="at_session", max_length=60)
    closes_from = django_filters.DateFilter(field_name="closes", lookup_expr="gte")
    closes_to = django_filters.DateFilter(field_name="closes", lookup_expr="lte")

    class Meta:
        model = DueDate
        fields: list[str] = []

    def at_session(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(session__in=sessions_named(value))


class ProgressFilter(django_filters.FilterSet):
    resolution = django_filters.CharFilter(
        field_name="mandate__resolution__symbol", lookup_expr="iexact", max_length=80
    )
    on_from = django_filters.DateFilter(field_name="on", lookup_expr="gte")
    on_to = django_filters.DateFilter(field_name="on", lookup_expr="lte")

    class Meta:
        model = ProgressUpdate
        fields: list[str] = []


class SessionFilter(django_filters.FilterSet):
    organ = django_filters.CharFilter(field_name="organ__code", lookup_expr="iexact", max_length=20)
    number = django_filters.CharFilter(lookup_expr="iexact", max_length=20)
    opens_from = django_filters.DateFilter(field_name="opens", lookup_expr="gte")
    opens_to = django_filters.DateFilter(field_name="opens", lookup_expr="lte")

    class Meta:
        model = Session
        fields: list[str] = []


class AddresseeFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="named", max_length=200)

    class Meta:
        model = Addressee
        fields: list[str] = []

    def named(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(name__icontains=value) | Q(short_name__icontains=value))


class EntityFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(method="named", max_length=200)

    class Meta:
        model = Entity
        fields: list[str] = []

    def named(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(name__icontains=value) | Q(short_name__icontains=value))


def tag_of(data: Any, version: int | None = None) -> str:
    """Return the ETag of an answer: of its words, with the version of a row that can be changed in front."""
    digest = hashlib.sha256(json.dumps(data, default=str, sort_keys=True).encode()).hexdigest()[:20]
    return f'"{digest}"' if version is None else f'"{version}-{digest}"'


def tagged(request: Request, answer: Response, version: int | None = None) -> Response:
    """Give an answer its ETag; to somebody who has it already, say only that it still holds."""
    tag = tag_of(answer.data, version)
    known = [one.strip().removeprefix("W/") for one in request.headers.get("If-None-Match", "").split(",")]
    if request.method in ("GET", "HEAD") and tag in known:
        answer = Response(status=304)
    answer["ETag"] = tag
    return answer


def _refuse_unknown_order(request: Request) -> None:
    asked = request.query_params.get("sort", "") or DEFAULT_SORT
    if unknown := [key for key in asked.split(",") if key.removeprefix("-") not in SORTS]:
        raise ValidationError({"sort": [_("“%(key)s” is no order of this list.") % {"key": unknown[0][:60]}]})


def _parameter(name: str, field: django_filters.Filter) -> dict[str, Any]:
    """Describe a filter for the schema."""
    schema: dict[str, Any] = {"type": "string"}
    if isinstance(field, django_filters.DateFilter):
        schema = {"type": "string", "format": "date"}
    elif choices := field.extra.get("choices"):
        schema = {"type": "string", "enum": [str(value) for value, _words in choices]}
    elif "max_length" in field.extra:
        schema["maxLength"] = field.extra["max_length"]
    elif "max_value" in field.extra:
        schema = {"type": "integer", "minimum": field.extra["min_value"], "maximum": field.extra["max_value"]}
    many = isinstance(field, (django_filters.MultipleChoiceFilter, django_filters.ModelMultipleChoiceFilter))
    if many:
        schema = {"type": "array", "items": schema}
    described = {"name": name, "in": "query", "required": False, "schema": schema}
    return described | ({"style": "form", "explode": True} if many else {})
