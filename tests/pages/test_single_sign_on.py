"""Single sign-on by a real OpenID Connect service: who gets in, who does not, and where the program can be led."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.test import Client
from oidc_provider_mock import User as Known
from oidc_provider_mock import run_server_in_thread

from tests.factories import Cast
from tracker.accounts.models import User

# The library by which the service is made warns of itself.
pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning")

PAGE = "/account/single-sign-on/oidc/oidc/login/"
BACK = f"{PAGE}callback/"
PEOPLE = [
    Known(sub="a1", claims={"email": "alice@example.org", "email_verified": True}),
    Known(sub="a2", claims={"email": "Alice@Example.org", "email_verified": True}),
    Known(sub="a3", claims={"email": "alice@example.org", "email_verified": False}),
    Known(sub="e1", claims={"email": "eve@example.org", "email_verified": True}),
    Known(sub="n1", claims={}),
]


def set_up(settings, address: str) -> None:
    app = {"provider_id": "oidc", "name": "UN sign-on", "client_id": "tracker", "secret": "secret"}
    app["settings"] = {"server_url": address}
    settings.OIDC_SERVER = address
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


@pytest.fixture
def service(settings) -> Iterator[str]:
    """Run a service that knows some people, and let the program send people there."""
    with run_server_in_thread(user_claims=PEOPLE) as server:
        set_up(settings, f"http://localhost:{server.server_port}")
        yield settings.OIDC_SERVER


def go_through(client: Client, person: str, **asked: str):
    """Go to the service as the person, say there who one is, and return what the program answers when one is back."""
    sent = client.post(PAGE, asked)
    agreed = requests.post(sent.url, data={"sub": person}, allow_redirects=False, timeout=10)
    return client.get(agreed.headers["Location"])


def who_is_in(client: Client) -> str:
    return client.get("/").context["user"].email if client.get("/").status_code == 200 else ""


def test_single_sign_on_is_offered_where_it_is_set_up(service, db, client: Client):
    assert "Sign in with UN sign-on" in client.get("/account/login/").content.decode()


@pytest.mark.parametrize("person", ["a1", "a2"])
def test_a_person_who_has_an_account_gets_in(service, cast: Cast, client: Client, person):
    answer = go_through(client, person)

    assert answer.url == "/"
    assert who_is_in(client) == "alice@example.org"


@pytest.mark.parametrize("person", ["e1", "a3", "n1"])
def test_who_has_no_account_or_no_verified_address_does_not_and_none_is_made(
    service, cast: Cast, client: Client, person
):
    people = User.objects.count()

    answer = go_through(client, person)

    assert answer.status_code in (200, 302)
    assert who_is_in(client) == ""
    assert User.objects.count() == people


def test_somebody_whose_account_is_closed_does_not_get_in(service, cast: Cast, client: Client):
    User.objects.filter(pk=cast.alice.pk).update(is_active=False)

    go_through(client, "a1")

    assert who_is_in(client) == ""


def test_what_is_sent_to_the_service_is_bound_to_the_person_and_to_this_site(service, cast: Cast, client: Client):
    sent = urlsplit(client.post(PAGE).url)
    asked = parse_qs(sent.query)

    assert f"{sent.scheme}://{sent.netloc}" == service
    assert asked["redirect_uri"] == [f"http://testserver{BACK}"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 16


def test_an_answer_that_nobody_asked_for_lets_nobody_in(service, cast: Cast, client: Client):
    sent = client.post(PAGE).url
    agreed = requests.post(sent, data={"sub": "a1"}, allow_redirects=False, timeout=10)

    stranger = Client()
    stranger.get(agreed.headers["Location"])
    client.get(f"{BACK}?state=forged&code=forged")

    assert (who_is_in(stranger), who_is_in(client)) == ("", "")


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example/", r"/\evil.example", "javascript:alert(1)", "http:evil.example"],
)
def test_w3_nobody_is_led_elsewhere_afterwards(service, cast: Cast, client: Client, elsewhere):
    answer = go_through(client, "a1", next=elsewhere)

    assert answer.url == "/"


def test_one_goes_on_to_the_page_one_wanted(service, cast: Cast, client: Client):
    assert go_through(client, "a1", next="/mandates/?q=a").url == "/mandates/?q=a"


# A service that leads the program where it has no business


@contextmanager
def answering(answers: dict[str, tuple[int, dict[str, str], bytes]]) -> Iterator[tuple[int, list[str]]]:
    """Run a server with fixed answers by path; gives its port and the paths that were asked for."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            asked.append(path)
            status, headers, body = answers.get(path, (404, {}, b""))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_words: object) -> None:
            """Say nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port, asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


DISCOVERY = "/.well-known/openid-configuration"


def discovery(port: int, **changed: str) -> tuple[int, dict[str, str], bytes]:
    """Return the answer by which a service says where it is asked for what."""
    base = f"http://localhost:{port}"
    names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "me"}
    places = {name: f"{base}/{path}" for name, path in names.items()}
    said = {"issuer": base, "jwks_uri": f"{base}/keys", **places, **changed}
    return 200, {"Content-Type": "application/json"}, json.dumps(said).encode()


def come_back(client: Client):
    """Go to the service, and come back with a code that the program has to exchange there."""
    state = parse_qs(urlsplit(client.post(PAGE).url).query)["state"][0]
    return client.get(f"{BACK}?state={state}&code=abc")


@pytest.mark.parametrize("inside", ["http://127.0.0.1:{}", "http://0.0.0.0:{}", "http://[::ffff:127.0.0.1]:{}"])
def test_w4_a_service_cannot_lead_the_program_to_a_machine_within_the_house(settings, cast: Cast, client, inside):
    token = (200, {"Content-Type": "application/json"}, b'{"access_token": "x", "token_type": "Bearer"}')
    answers = {"/token": token}
    with answering({}) as (hidden, reached), answering(answers) as (port, asked):
        place = inside.format(hidden)
        set_up(settings, f"http://localhost:{port}")

        answers[DISCOVERY] = discovery(port, token_endpoint=f"{place}/token")
        by_token = come_back(client)
        answers[DISCOVERY] = discovery(port, userinfo_endpoint=f"{place}/latest/meta-data/")
        by_person = come_back(client)

    assert reached == []
    assert "/token" in asked
    for answer in (by_token, by_person):
        assert "Third-Party Login Failure" in answer.content.decode()
        assert place not in answer.content.decode()


def test_w4_a_service_that_redirects_is_not_followed(settings, cast: Cast, client: Client):
    answers: dict = {}
    with answering({}) as (hidden, reached), answering(answers) as (port, _asked):
        set_up(settings, f"http://localhost:{port}")
        answers[DISCOVERY] = (302, {"Location": f"http://localhost:{hidden}/"}, b"")

        answer = client.post(PAGE)

    assert reached == []
    assert "Third-Party Login Failure" in answer.content.decode()


@pytest.mark.parametrize("place", ["file:///etc/passwd", "gopher://localhost/", "https://localhost/token"])
def test_w4_a_service_is_asked_by_its_own_scheme_alone(settings, cast: Cast, client: Client, place):
    answers: dict = {}
    with answering(answers) as (port, _asked):
        set_up(settings, f"http://localhost:{port}")
        answers[DISCOVERY] = discovery(port, token_endpoint=place)

        answer = come_back(client)

    assert "Third-Party Login Failure" in answer.content.decode()
    assert who_is_in(client) == ""


@pytest.mark.parametrize(("status", "body"), [(500, b""), (200, b"<html>no JSON</html>")])
def test_w9_a_service_that_does_not_answer_is_said_so_on_a_page_of_the_program(
    settings, cast: Cast, client: Client, status, body
):
    with answering({DISCOVERY: (status, {}, body)}) as (port, _asked):
        set_up(settings, f"http://localhost:{port}")
        unwell = client.post(PAGE)
    gone = client.post(PAGE)

    for answer in (unwell, gone):
        assert "Third-Party Login Failure" in answer.content.decode()
        assert "tracker.css" in answer.content.decode()


def test_w4_no_word_of_the_visitor_chooses_the_service(service, cast: Cast, client: Client):
    sent = client.post(f"{PAGE}?server_url=http://evil.example", {"server_url": "http://evil.example"})

    assert sent.url.startswith(service)
    assert client.post("/account/single-sign-on/oidc/http:evil.example/login/").status_code == 404
