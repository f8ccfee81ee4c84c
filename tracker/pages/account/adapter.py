"""How allauth is bent to this program's rules."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from tracker.accounts.models import User
from tracker.pages.account.sign_on import ServiceSession
from tracker.reports.mail import note_refusal

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators: nobody registers by themselves."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict) -> None:
        """Send a mail of the account, such as the one that resets a password.

        One that the server does not take is noted with the person and in the log. The page says the same in either
        case: an error there would tell who has an account.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            log.exception("A mail was not taken by the mail server.")
            for person in User.objects.filter(email__iexact=email):
                note_refusal(person, error, timezone.localdate())

    def format_email_subject(self, subject: str) -> str:
        return f"{gettext('Mandate tracker')}: {subject}"


class KnownPeopleAdapter(DefaultSocialAccountAdapter):
    """Single sign-on opens accounts that are there; it makes none."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin) -> bool:
        return False

    def get_requests_session(self) -> ServiceSession:
        return ServiceSession()


class SignInForm(LoginForm):
    """allauth's form, with the address under the name by which django-axes counts failures."""

    def user_credentials(self) -> dict:
        credentials = super().user_credentials()
        return {**credentials, "login": credentials.get("email", "").lower()}
