"""The calendar: due dates month by month, sessions year by year with what is due at each; both for other programs."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.utils.dates import MONTHS, WEEKDAYS_ABBR
from django.views.decorators.http import require_safe

from tracker.accounts.access import visible
from tracker.mandates.windows import WorkingDates, working_dates
from tracker.organs.models import Session
from tracker.pages.layout import needs
from tracker.pages.reports.dashboard import asked_by
from tracker.reports import feeds, figures, wording
from tracker.reports.figures import Counted

MOST_SESSIONS = 2000


@dataclass(frozen=True)
class Meeting:
    """One session of the year, what is due at it, and when papers for it are to be handed in and issued."""

    session: Session
    counted: Counted
    working_dates: WorkingDates | None
    is_over: bool


@dataclass(frozen=True)
class Day:
    """One day of the month: what falls due on it, and whether it belongs to the month or only fills its week."""

    day: date
    counted: Counted
    sessions: list[Session]
    is_here: bool


@require_safe
@needs("mandate.view")
def month(request: HttpRequest) -> HttpResponse:
    """Show one month, by default this one: due dates as links to their rows, and the sessions that open or close."""
    asked = asked_by(request)
    first = _month_of(request.GET.get("month", ""), asked.today)
    counts = figures.by_day(asked)
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    sessions = visible(Session.objects.select_related("organ"), request.user, "session.view")
    sessions = list(sessions.filter(opens__range=(weeks[0][0], weeks[-1][-1])))
    shown = [
        [
            Day(
                day,
                figures.due_between(asked, day, day, counts.get(day, 0)),
                [session for session in sessions if session.opens == day],
                day.month == first.month,
            )
            for day in week
        ]
        for week in weeks
    ]
    context = {
        "asked": asked,
        "form": asked.form,
        "chips": wording.chips(asked),
        "weeks": shown,
        "weekdays": [WEEKDAYS_ABBR[number] for number in range(7)],
        "title": f"{MONTHS[first.month]} {first.year}",
        "before": (first - timedelta(days=1)).strftime("%Y-%m"),
        "after": (first + timedelta(days=32)).strftime("%Y-%m"),
        "total": sum(day.counted.count for week in shown for day in week if day.is_here),
    }
    return render(request, "reports/month.html", context)


@require_safe
@needs("mandate.view")
def by_session(request: HttpRequest) -> HttpResponse:
    """Show the sessions that are held in one year, by default this one, and what is due at each."""
    asked = asked_by(request)
    year = _year_of(request.GET.get("year", ""), asked.today)
    rows = visible(Session.objects.select_related("organ"), request.user, "session.view")
    opens_by_its_end = rows.filter(opens__lte=date(year, 12, 31))
    held = opens_by_its_end.filter(Q(closes__gte=date(year, 1, 1)) | Q(closes=None, opens__gte=date(year, 1, 1)))
    sessions = list(held.order_by("opens", "closes", "organ__code", "pk"))
    counts = figures.at_sessions(asked, sessions)
    weeks = settings.SUBMISSION_WEEKS, settings.ISSUE_WEEKS
    meetings = [
        Meeting(
            session,
            counts.get(session.pk, Counted(0)),
            working_dates(session.opens, *weeks) if session.pk in counts else None,
            (session.closes or session.opens) < asked.today,
        )
        for session in sessions
    ]
    context = {
        "asked": asked,
        "form": asked.form,
        "chips": wording.chips(asked),
        "meetings": meetings,
        "year": year,
        "before": year - 1,
        "after": year + 1,
        "total": sum(counted.count for counted in counts.values()),
    }
    return render(request, "reports/by_session.html", context)


@require_safe
@needs("register.export")
def export(request: HttpRequest) -> HttpResponse:
    """Give the open due dates of a filter for calendar programs: of an entity ("entity=UNODC"), mine ("focal=me")."""
    asked = asked_by(request)
    if not asked.form.is_valid():
        return HttpResponseBadRequest(asked.form.errors.as_text(), content_type="text/plain; charset=utf-8")
    mandates = visible(asked.qs, request.user, "register.export")
    content = feeds.calendar(mandates, asked.today, title=wording.sentence(asked))
    return _file(content, f"due-{asked.today.isoformat()}.ics")


@require_safe
@needs("session.view")
def sessions(request: HttpRequest) -> HttpResponse:
    """Give the sessions of organs as events, of one organ with "organ=GA"."""
    today = asked_by(request).today
    rows = visible(Session.objects.select_related("organ"), request.user, "session.view")
    if organ := request.GET.get("organ"):
        rows = rows.filter(organ__code=organ[:20])
    rows = rows.filter(opens__gte=today - timedelta(days=366)).order_by("opens", "pk")[:MOST_SESSIONS]
    return _file(feeds.session_calendar(rows, today), "sessions.ics")


def _month_of(words: str, today: date) -> date:
    """Return the first day of the month that the address names, of this month where it names none."""
    year, _dash, number = words.partition("-")
    is_month = year.isascii() and year.isdigit() and number.isascii() and number.isdigit()
    if is_month and 1900 <= int(year) <= 2200 and 1 <= int(number) <= 12:
        return date(int(year), int(number), 1)
    return today.replace(day=1)


def _year_of(words: str, today: date) -> int:
    """Return the year that the address names, this one where it names none."""
    is_year = words.isascii() and words.isdigit() and len(words) == 4
    return int(words) if is_year and 1900 <= int(words) <= 2200 else today.year


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=feeds.CALENDAR_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
