"""The data-entry site: open to administrators, and signed in to like the rest of the program.

Stands beside the package `admin`, not in it: Django makes the site before it imports what registers there.
"""

from functools import wraps

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from tracker.accounts.access import may

# The packages in the order in which a clerk needs them, under the words of the pages rather than of the code.
GROUPS = {
    "resolutions": _("Resolutions"),
    "mandates": _("Mandates"),
    "followup": _("Follow-up"),
    "organs": _("Organs, sessions and addressees"),
    "accounts": _("People and entities"),
    "reports": _("Views and reports"),
    "files": _("Files"),
    "jobs": _("Background work"),
}


class DataEntrySite(AdminSite):
    site_header = site_title = _("Mandate tracker: data entry")
    index_title = _("What do you want to enter or correct?")
    site_url = "/"

    def register(self, model_or_iterable, admin_class=None, **options):
        """Take what the program's own package registers: groups and the sign-in library decide nothing here."""
        if admin_class is not None and admin_class.__module__.startswith("tracker."):
            super().register(model_or_iterable, admin_class, **options)

    def has_permission(self, request):
        return may(request.user, "data_entry")

    def login(self, request, extra_context=None):
        """Send people to the one sign-in page; to those who are signed in and may not enter, nothing is here."""
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())

    def get_app_list(self, request, app_label=None):
        groups = super().get_app_list(request, app_label)
        for group in groups:
            group["name"] = GROUPS.get(group["app_label"], group["name"])
        order = list(GROUPS)
        return sorted(groups, key=lambda group: order.index(group["app_label"]) if group["app_label"] in order else 99)

    def admin_view(self, view, cacheable=False):
        """Answer "not there" to people who are signed in and may not enter data."""
        answer = super().admin_view(view, cacheable)

        @wraps(answer)
        def checked(request, *args, **kwargs):
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return answer(request, *args, **kwargs)

        return checked

    def password_change(self, request, extra_context=None):
        """Lead to the one page for it, which also ends the person's other sessions."""
        return redirect("account_change_password")
