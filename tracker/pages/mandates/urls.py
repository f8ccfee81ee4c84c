"""Addresses under /mandates/."""

from django.urls import path

from tracker.pages.mandates import (
    assigning,
    bulk,
    cells,
    comments,
    dating,
    decisions,
    handing_over,
    register,
    undoing,
    views,
)

app_name = "mandates"

urlpatterns = [
    path("", register.register, name="register"),
    path("bulk/", bulk.bulk, name="bulk"),
    path("changes/<int:pk>/", undoing.show, name="change"),
    path("changes/<int:pk>/undo/", undoing.undo, name="undo"),
    path("export.csv", register.export_csv, name="export_csv"),
    path("export.xlsx", register.export_xlsx, name="export_xlsx"),
    path("<int:pk>/comments/", comments.add, name="comment"),
    path("comments/<int:pk>/withdraw/", comments.withdraw, name="withdraw_comment"),
    path("<int:pk>/cell/<str:name>/", cells.cell, name="cell"),
    path("layout/", register.layout, name="layout"),
    path("<int:pk>/", views.mandate, name="mandate"),
    path("<int:pk>/row/", register.row, name="row"),
    path("<int:pk>/status/", register.status, name="status"),
    path("<int:pk>/ask/", dating.ask, name="ask"),
    path("requests/<int:pk>/decide/", dating.decide, name="decide"),
    path("due-dates/<int:pk>/settle/", dating.settle, name="settle"),
    path("<int:pk>/milestones/", dating.milestone, name="milestone"),
    path("<int:pk>/share/", assigning.share, name="share"),
    path("<int:pk>/person/", assigning.person, name="person"),
    path("<int:pk>/watch/", assigning.watch, name="watch"),
    path("hand-over/<int:pk>/", handing_over.hand_over, name="hand_over"),
    path("<int:pk>/answer/", decisions.answer, name="answer"),
    path("<int:pk>/edit/", views.edit, name="edit"),
]
