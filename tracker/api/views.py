"""What programs may ask for, and the two things they may do: change a mandate, and log progress on one."""

import hashlib
import re
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import action, api_view, authentication_classes, permission_classes
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ReadOnlyModelViewSet

from tracker.accounts.access import may, visible
from tracker.accounts.changes import RepeatedError, change
from tracker.accounts.models import Entity
from tracker.api import serializers as shapes
from tracker.api.asking import HasScope, PersonThrottle, TokenAuthentication, VersionMissing
from tracker.api.listing import (
    AddresseeFilter,
    Asked,
    DueDateFilter,
    EntityFilter,
    Pages,
    PagesOfMandates,
    ProgressFilter,
    ProvisionFilter,
    ResolutionFilter,
    SessionFilter,
    tagged,
)
from tracker.api.schema import problems
from tracker.followup import progress
from tracker.followup.evidence import EvidenceGiven, EvidenceRefusedError
from tracker.followup.models import ProgressUpdate
from tracker.mandates import overlap, standing
from tracker.mandates.models import DueDate, Mandate
from tracker.organs.models import Addressee, Session
from tracker.reading import record
from tracker.reports import originals
from tracker.reports.akn4un import as_akn
from tracker.reports.filters import MandateFilter
from tracker.resolutions.models import Paragraph, Resolution, Text, Wording

IF_MATCH = OpenApiParameter(
    "If-Match",
    {"type": "string", "pattern": '^"[0-9]{1,9}-[0-9a-f]{20}"$'},
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of what was read.",
)
KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 150, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description="Any words of the asker's own: the same request under the same key is done once.",
)
LANGUAGE = OpenApiParameter("language", {"type": "string", "enum": ["en", "fr", "es", "ru", "ar", "zh"]})
ASKED_KEY = re.compile(r"[!-~]{1,150}")


class Rows(ReadOnlyModelViewSet):
    """A list of rows and each by itself, as far as the person may see them. `needed` is the action of access.py."""

    authentication_classes = [TokenAuthentication, SessionAuthentication]
    permission_classes = [HasScope]
    throttle_classes = [PersonThrottle]
    pagination_class = Pages
    filter_backends = [Asked]
    needed: str
    filterset: type

    def get_queryset(self) -> QuerySet:
        return visible(self.queryset.all(), self.request.user, self.needed)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return tagged(request, super().list(request, *args, **kwargs))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()
        return tagged(request, Response(self.get_serializer(row).data), getattr(row, "version", None))


class MandateViewSet(Rows):
    """Mandates, by the filters of the register. Without `status` those that somebody has accepted."""

    queryset = Mandate.objects.with_texts()
    serializer_class = shapes.MandateSerializer
    filterset = MandateFilter
    pagination_class = PagesOfMandates
    needed = "mandate.view"

    def get_serializer_class(self) -> type:
        return shapes.MandateSerializer if self.action == "list" else shapes.OneMandateSerializer

    @extend_schema(
        request=shapes.MandateChangeSerializer,
        responses={200: shapes.OneMandateSerializer, **problems(409, 415, 422, 428)},
        parameters=[IF_MATCH, KEY],
    )
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a mandate. If-Match says which version was read; fields that others changed since are a conflict."""
        mandate = get_object_or_404(self.get_queryset(), pk=pk)
        seen = _seen(request)
        given = _understood(shapes.MandateChangeSerializer(data=request.data))
        _refuse_unless(request.user, mandate, given)
        try:
            if given:
                with change("Change the mandate through the API", by=request.user, **_key(request, pk)):
                    _apply(mandate, given, request.user, seen)
        except standing.RefusedError as refused:
            raise ValidationError({"status": [str(refused)]}) from refused
        except RepeatedError:
            pass
        mandate = self.get_queryset().get(pk=pk)
        return tagged(request, Response(self.get_serializer(mandate).data), mandate.version)

    @extend_schema(
        methods=["GET"],
        operation_id="mandates_progress_list",
        responses={200: shapes.ProgressSerializer(many=True), **problems()},
    )
    @extend_schema(
        methods=["POST"],
        operation_id="mandates_progress_create",
        request=shapes.NewProgressSerializer,
        responses={201: shapes.ProgressSerializer, **problems(409, 415, 422)},
        parameters=[KEY],
    )
    @action(detail=True, methods=["get", "post"], filter_backends=[], pagination_class=None)
    def progress(self, request: Request, pk: str) -> Response:
        """Read the log of a mandate, or add an entry to it."""
        mandate = get_object_or_404(self.get_queryset(), pk=pk)
        if request.method != "POST":
            rows = _updates(progress.readable(request.user).filter(mandate=mandate))
            return tagged(request, Response(shapes.ProgressSerializer(rows, many=True).data))
        given = _understood(shapes.NewProgressSerializer(data=request.data))
        get_object_or_404(visible(Mandate.objects.all(), request.user, "mandate.log_progress"), pk=pk)
        update = _log(mandate, given, request.user, _key(request, pk))
        return Response(shapes.ProgressSerializer(_updates(ProgressUpdate.objects).get(pk=update.pk)).data, status=201)

    @extend_schema(
        operation_id="mandates_overlap_list",
        responses={200: shapes.OverlapSerializer(many=True), **problems()},
    )
    @action(detail=True, methods=["get"], filter_backends=[], pagination_class=None)
    def overlap(self, request: Request, pk: str) -> Response:
        """Give the five mandates that ask the same of the same addressee, the nearest first."""
        mandate = get_object_or_404(self.get_queryset(), pk=pk)
        asked = overlap.asked_by(mandate.provision, self.get_queryset().filter(pk=mandate.pk))
        found = overlap.find(asked, self.get_queryset().not_rejected())
        return tagged(request, Response(shapes.OverlapSerializer(found, many=True).data))


class ResolutionViewSet(Rows):
    """Resolutions, decisions and presidential statements; each also as AKN4UN and as a record in JSON."""

    queryset = Resolution.objects.select_related("organ", "session").prefetch_related("texts")
    serializer_class = shapes.ResolutionSerializer
    filterset = ResolutionFilter
    needed = "resolution.view"

    @extend_schema(
        parameters=[LANGUAGE],
        responses={(200, "application/xml"): OpenApiTypes.STR, **problems()},
    )
    @action(detail=True, methods=["get"], filter_backends=[], pagination_class=None)
    def akn(self, request: Request, pk: str) -> HttpResponse:
        """Give the text as AKN4UN, the UN's own XML."""
        text = self._text(request, pk)
        answer = HttpResponse(as_akn(originals.as_record(text), timezone.localdate()), content_type="application/xml")
        name = re.sub(r"[^A-Za-z0-9.-]+", "_", text.resolution.symbol)
        answer["Content-Disposition"] = f'attachment; filename="{name}.{text.language}.xml"'
        return answer

    @extend_schema(parameters=[LANGUAGE], responses={200: OpenApiTypes.OBJECT, **problems()})
    @action(detail=True, methods=["get"], filter_backends=[], pagination_class=None)
    def record(self, request: Request, pk: str) -> Response:
        """Give the text as a record, which can be read in again."""
        return tagged(request, Response(record.to_json(originals.as_record(self._text(request, pk)), True)))

    def _text(self, request: Request, pk: str) -> Text:
        resolution = get_object_or_404(self.get_queryset(), pk=pk)
        texts = Text.objects.select_related("resolution__organ", "resolution__session")
        language = request.query_params.get("language", "en")
        return get_object_or_404(texts, resolution=resolution, language=language)


class ProvisionViewSet(Rows):
    """Operative paragraphs and sub-paragraphs, with their words in each language."""

    queryset = (
        Paragraph.objects.filter(kind=Paragraph.Kind.OPERATIVE)
        .select_related("resolution")
        .prefetch_related(Prefetch("wordings", Wording.objects.select_related("text")))
        .order_by("resolution__sort_key", "position", "pk")
    )
    serializer_class = shapes.ProvisionSerializer
    filterset = ProvisionFilter
    needed = "resolution.view"


class DueDateViewSet(Rows):
    """The dates that deadlines come to."""

    queryset = DueDate.objects.select_related("session__organ").order_by("pk")
    serializer_class = shapes.DueDateSerializer
    filterset = DueDateFilter
    needed = "mandate.view"


class ProgressViewSet(Rows):
    """What was done, as far as the person may read it."""

    serializer_class = shapes.ProgressSerializer
    queryset = ProgressUpdate.objects.all()
    filterset = ProgressFilter

    def get_queryset(self) -> QuerySet:
        return _updates(progress.readable(self.request.user)).order_by("-on", "-pk")


class SessionViewSet(Rows):
    """Sessions of organs."""

    queryset = Session.objects.select_related("organ")
    serializer_class = shapes.SessionSerializer
    filterset = SessionFilter
    needed = "session.view"


class AddresseeViewSet(Rows):
    """Names that texts address."""

    queryset = Addressee.objects.select_related("organ", "entity")
    serializer_class = shapes.AddresseeSerializer
    filterset = AddresseeFilter
    needed = "mandate.view"


class EntityViewSet(Rows):
    """Organisations whose staff use the program."""

    queryset = Entity.objects.all()
    serializer_class = shapes.EntitySerializer
    filterset = EntityFilter
    needed = "mandate.view"


@extend_schema(exclude=True)
@api_view(["GET", "POST", "PUT", "PATCH", "DELETE"])
@authentication_classes([])
@permission_classes([])
def nothing(request: Request, rest: str) -> Response:
    """Answer for every address that the API does not have, as a problem."""
    raise NotFound


def _updates(rows: QuerySet) -> QuerySet:
    return rows.select_related("author").prefetch_related("evidence")


def _understood(given: Any) -> dict[str, Any]:
    given.is_valid(raise_exception=True)
    return given.validated_data


def _refuse_unless(user: Any, mandate: Mandate, given: dict[str, Any]) -> None:
    """Answer "not there" where the person may not do one of the things asked."""
    for needed, names in (
        ("mandate.set_status", {"status", "reason"}),
        ("mandate.assign", {"lead_entity", "focal_point"}),
        ("mandate.edit", standing.EDITABLE),
    ):
        if names & set(given) and not may(user, needed, mandate):
            raise ValidationError({name: [_("You may not change this.")] for name in sorted(names & set(given))})
    if "reason" in given and "status" not in given:
        raise ValidationError({"reason": [_("Give the status that it is the reason for.")]})
    if "status" in given and not standing.answers_for(user, mandate):
        raise ValidationError({"status": [_("Only the lead entity sets the status.")]})


def _apply(mandate: Mandate, given: dict[str, Any], user: Any, seen: int) -> None:
    given = dict(given)
    if "status" in given:
        standing.set_status(mandate, given.pop("status"), by=user, reason=given.pop("reason", ""), seen=seen)
    assigned = {name: given.pop(name) for name in ("lead_entity", "focal_point") if name in given}
    if assigned:
        standing.assign(mandate, by=user, seen=seen, **assigned)
    if given:
        standing.edit(mandate, by=user, seen=seen, **given)


def _log(mandate: Mandate, given: dict[str, Any], user: Any, key: dict[str, str]) -> ProgressUpdate:
    """Log progress once, whatever the number of requests under its key."""
    given = {"on": timezone.localdate(), **given}
    if given["on"] > timezone.localdate():
        raise ValidationError({"on": [_("Progress cannot have been made in the future.")]})
    pieces = [EvidenceGiven(words) for words in given.pop("evidence", ())]
    try:
        with change("Log progress through the API", by=user, **key):
            return progress.record_progress(mandate, author=user, evidence=pieces, **given)
    except EvidenceRefusedError as refused:
        raise ValidationError({"evidence": [str(refused)]}) from refused
    except standing.RefusedError as refused:
        raise ValidationError({"status": [str(refused)]}) from refused
    except RepeatedError as repeated:
        written = ProgressUpdate.history.filter(change=repeated.earlier, history_type="+").values("id")
        return ProgressUpdate.objects.get(pk__in=written)


def _seen(request: Request) -> int:
    """Return the version that the asker has read, from the ETag in If-Match."""
    tag = request.headers.get("If-Match", "").strip()
    if not tag:
        raise VersionMissing
    version = re.fullmatch(r'(?:W/)?"([0-9]{1,9})-[0-9a-f]{20}"', tag)
    if version is None:
        raise ValidationError({"If-Match": [_("This is not the ETag of a mandate.")]})
    return int(version[1])


def _key(request: Request, pk: str) -> dict[str, str]:
    """Return the key of the change and the digest of what is asked, if the asker gave a key."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return {}
    if not ASKED_KEY.fullmatch(key):
        raise ValidationError({"Idempotency-Key": [_("Send 1 to 150 printable characters without blanks.")]})
    asked = repr((request.method, pk, sorted(request.data.items()))).encode()
    return {"key": f"api:{key}", "request": hashlib.sha256(asked).hexdigest()}
