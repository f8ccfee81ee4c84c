"""How rows look to programs. Nothing is decided here: what may be sent is named, and commands take it from there."""

from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from tracker.accounts.access import may
from tracker.accounts.models import Entity, User
from tracker.followup.models import Evidence, ProgressUpdate
from tracker.mandates.models import Addressing, Deadline, DueDate, Mandate
from tracker.organs.models import Addressee, Session
from tracker.reports.filters import session_slug
from tracker.resolutions.models import Paragraph, Resolution


class Strict(serializers.Serializer):
    """Refuses names that it does not know, so that a slip of the pen is not taken for an answer."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise serializers.ValidationError({str(name)[:100]: ["There is no such field."] for name in unknown})
        return super().to_internal_value(data)


class EntitySerializer(serializers.ModelSerializer):
    class Meta:
        model = Entity
        fields = ["id", "short_name", "name", "parent", "signs_off"]


class AddresseeSerializer(serializers.ModelSerializer):
    entity = serializers.SlugRelatedField("short_name", read_only=True, allow_null=True)
    organ = serializers.SlugRelatedField("code", read_only=True, allow_null=True)

    class Meta:
        model = Addressee
        fields = ["id", "name", "short_name", "kind", "aliases", "organ", "entity"]


class SessionSerializer(serializers.ModelSerializer):
    organ = serializers.SlugRelatedField("code", read_only=True)
    slug = serializers.SerializerMethodField()

    class Meta:
        model = Session
        fields = [
            "id", "slug", "organ", "number", "kind", "name", "opens", "main_part_closes", "closes", "place",
            "precision", "source",
        ]  # fmt: skip

    def get_slug(self, row: Session) -> str:
        return session_slug(row)


class ResolutionSerializer(serializers.ModelSerializer):
    organ = serializers.SlugRelatedField("code", read_only=True)
    session = serializers.SerializerMethodField()
    address = serializers.SerializerMethodField()
    languages = serializers.SerializerMethodField()

    class Meta:
        model = Resolution
        fields = [
            "id", "symbol", "kind", "organ", "session", "title", "adopted_on", "published_on", "agenda_items",
            "languages", "address",
        ]  # fmt: skip

    def get_session(self, row: Resolution) -> str | None:
        return row.session.number if row.session else None

    def get_address(self, row: Resolution) -> str:
        return settings.SITE_ADDRESS + row.get_absolute_url()

    def get_languages(self, row: Resolution) -> list[str]:
        return sorted(text.language for text in row.texts.all())


class ProvisionSerializer(serializers.ModelSerializer):
    resolution = serializers.SlugRelatedField("symbol", read_only=True)
    words = serializers.SerializerMethodField()

    class Meta:
        model = Paragraph
        fields = ["id", "resolution", "kind", "address", "piece", "label", "position", "provision_kind", "words"]

    def get_words(self, row: Paragraph) -> dict[str, str]:
        """Return the words by language."""
        return {wording.text.language: wording.words for wording in row.wordings.all()}


class AddressingSerializer(serializers.ModelSerializer):
    addressee = serializers.SlugRelatedField("name", read_only=True, allow_null=True)

    class Meta:
        model = Addressing
        fields = ["addressee", "words"]


class DeadlineSerializer(serializers.ModelSerializer):
    class Meta:
        model = Deadline
        fields = ["words", "type", "relation"]


class DueDateSerializer(serializers.ModelSerializer):
    session = serializers.SerializerMethodField()

    class Meta:
        model = DueDate
        fields = [
            "id", "mandate", "occurrence", "session", "timing", "opens", "closes", "extended_to", "outcome",
            "settled_on", "rule", "label",
        ]  # fmt: skip

    def get_session(self, row: DueDate) -> str | None:
        return session_slug(row.session) if row.session else None


class MandateSerializer(serializers.ModelSerializer):
    resolution = serializers.SlugRelatedField("symbol", read_only=True)
    paragraph = serializers.CharField(source="provision.label", read_only=True)
    lead_entity = serializers.SlugRelatedField("short_name", read_only=True, allow_null=True)
    focal_point = serializers.SerializerMethodField()
    lateness = serializers.SerializerMethodField()
    addressings = AddressingSerializer(many=True, read_only=True)
    deadlines = DeadlineSerializer(many=True, read_only=True)
    address = serializers.SerializerMethodField()

    class Meta:
        model = Mandate
        fields = [
            "id", "version", "resolution", "provision", "paragraph", "verb", "strength", "action", "deliverable",
            "conditional", "status", "reason", "lateness", "due_opens", "due_closes", "timing", "settled_on",
            "quiet_since", "lead_entity", "focal_point", "priority", "resources", "public_statement", "addressings",
            "deadlines", "address",
        ]  # fmt: skip

    def get_focal_point(self, row: Mandate) -> str | None:
        return row.focal_point.name if row.focal_point else None

    def get_lateness(self, row: Mandate) -> str:
        return row.state(timezone.localdate()).value

    def get_address(self, row: Mandate) -> str:
        return settings.SITE_ADDRESS + row.get_absolute_url()


class OneMandateSerializer(MandateSerializer):
    """A mandate by itself: with its due dates, and its internal note for those who may see it."""

    due_dates = DueDateSerializer(many=True, read_only=True)
    internal_note = serializers.SerializerMethodField()

    class Meta(MandateSerializer.Meta):
        fields = [*MandateSerializer.Meta.fields, "due_dates", "internal_note"]

    @extend_schema_field({"type": "string", "nullable": True})
    def get_internal_note(self, row: Mandate) -> str | None:
        return row.internal_note if may(self.context["request"].user, "mandate.view_internal", row) else None


class OverlapSerializer(serializers.Serializer):
    """A mandate that asks the same as another; `common` is where in its words those of both stand, as [start, end]."""

    mandate = MandateSerializer()
    likeness = serializers.FloatField()
    is_same_addressee = serializers.BooleanField()
    words = serializers.CharField(source="wording.words")
    language = serializers.CharField(source="wording.text.language")
    common = serializers.ListField(
        source="there", child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2)
    )


class MandateChangeSerializer(Strict):
    """What may be changed of a mandate; each command behind it decides whether it may."""

    status = serializers.ChoiceField(Mandate.Status.choices, required=False)
    reason = serializers.ChoiceField(Mandate.Reason.choices, required=False)
    lead_entity = serializers.SlugRelatedField(
        "short_name", queryset=Entity.objects.all(), required=False, allow_null=True
    )
    focal_point = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.filter(memberships__isnull=False, is_active=True).distinct(),
        required=False,
        allow_null=True,
        pk_field=serializers.IntegerField(min_value=1, max_value=2**63 - 1),
    )
    action = serializers.CharField(required=False, max_length=10_000)
    verb = serializers.CharField(required=False, max_length=60)
    strength = serializers.ChoiceField(Mandate.Strength.choices, required=False)
    deliverable = serializers.ChoiceField(Mandate.Deliverable.choices, required=False)
    conditional = serializers.BooleanField(required=False)
    priority = serializers.ChoiceField(Mandate.Priority.choices, required=False)
    resources = serializers.CharField(required=False, allow_blank=True, max_length=200)
    internal_note = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    public_statement = serializers.CharField(required=False, allow_blank=True, max_length=10_000)


class EvidenceSerializer(serializers.ModelSerializer):
    class Meta:
        model = Evidence
        fields = ["symbol", "link", "name"]


class ProgressSerializer(serializers.ModelSerializer):
    author = serializers.SerializerMethodField()
    evidence = EvidenceSerializer(many=True, read_only=True)

    class Meta:
        model = ProgressUpdate
        fields = [
            "id", "mandate", "due_date", "author", "on", "done", "next_step", "status", "share", "public_statement",
            "state", "corrects", "evidence",
        ]  # fmt: skip

    def get_author(self, row: ProgressUpdate) -> str:
        return row.author.name


class NewProgressSerializer(Strict):
    """An entry for the log of a mandate. `evidence` holds links and document symbols, as people paste them."""

    done = serializers.CharField(max_length=10_000)
    on = serializers.DateField(required=False)
    next_step = serializers.CharField(required=False, allow_blank=True, max_length=500)
    status = serializers.ChoiceField(Mandate.Status.choices, required=False)
    reason = serializers.ChoiceField(Mandate.Reason.choices, required=False)
    share = serializers.IntegerField(required=False, allow_null=True, min_value=0, max_value=100)
    public_statement = serializers.CharField(required=False, allow_blank=True, max_length=10_000)
    evidence = serializers.ListField(child=serializers.CharField(max_length=500), required=False, max_length=20)
