"""The description of the API holds: whatever Schemathesis makes of it is answered as described, and nothing breaks."""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from django.test import Client
from django.utils import timezone

from tests.factories import make_deadline, make_mandate, make_paragraph, make_progress, make_session
from tracker.accounts import tokens
from tracker.reports.filters import MandateFilter

SCHEMATHESIS = str(Path(sys.executable).with_name("schemathesis"))


def test_p1_whatever_is_sent_is_answered_as_the_schema_says(transactional_db, live_server, cast, settings, tmp_path):
    settings.API_REQUESTS_PER_MINUTE = 1_000_000
    session = make_session("59")
    mandate = make_mandate(make_paragraph(words="Requests a report."), lead_entity=cast.unodc)
    make_deadline(mandate, type="session", number="59", organ=session.organ, relation="at")
    make_progress(mandate, cast.alice, symbol="A/59/205")
    day = timezone.localdate() + timedelta(days=1)
    words = tokens.make(cast.mona, "Schemathesis", scope="write", expires_on=day)[1]

    done = subprocess.run(
        [
            SCHEMATHESIS,
            "run",
            f"{live_server.url}/api/v1/schema",
            "--header",
            f"Authorization: Bearer {words}",
            "--phases=examples,coverage,fuzzing",
            "--max-examples=3",
            "--seed=59",
            # A status that cannot follow, or evidence that is neither link nor symbol, is well formed and yet refused.
            # A missing If-Match is answered with 428 (RFC 6585), which the check for required headers does not know.
            "--exclude-checks=positive_data_acceptance,missing_required_header",
            "--generation-database=none",
            "--no-color",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )

    assert done.returncode == 0, done.stdout[-12000:] + done.stderr[-2000:]


def test_the_schema_names_every_filter_of_the_register(cast, sign_in):
    told = json.loads(sign_in(cast.rita).get("/api/v1/schema").content)

    names = {one["name"] for one in told["paths"]["/api/v1/mandates/"]["get"]["parameters"]}
    assert names >= set(MandateFilter.base_filters)


def test_the_schema_and_its_page_are_for_people_who_have_signed_in(cast, sign_in):
    assert Client().get("/api/v1/schema").status_code == 401
    assert Client().get("/api/").status_code == 302
    assert "swagger-ui-bundle" in sign_in(cast.rita).get("/api/").content.decode()
