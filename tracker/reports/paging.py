"""Cut a list of mandates into pages."""

from django.core.paginator import Page, Paginator

from tracker.mandates.models import MandateQuerySet


class MandatePages(Paginator):
    """The pages of a list of mandates, each row with its texts. The list itself need not fetch them."""

    def _get_page(self, object_list: MandateQuerySet, *args, **kwargs) -> Page:
        return Page(object_list.cut().with_texts(), *args, **kwargs)
