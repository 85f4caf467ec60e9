"""Addresses of the pages that belong to no line. ``site`` puts them at the root."""

from __future__ import annotations

from django.urls import include, path

from ipops.webkit.pages.views import (
    drafts,
    heads,
    home,
    kit,
    kit_charts,
    ledger,
    notices,
    opendata,
    papers,
    party,
    right,
    saved,
    searching,
    signin,
    things,
    work,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", signin.SignIn.as_view(), name="sign-in"),
    path("sign-out/", signin.SignOut.as_view(), name="sign-out"),
    path("work/", work.work_list, name="work"),
    path("search/", searching.find, name="search"),
    path("notices/", notices.notice_list, name="notices"),
    path("notices/read/", notices.read_all, name="notices-read"),
    path("notices/choices/", notices.choices, name="notice-choices"),
    path("notices/<int:pk>/", notices.follow, name="notice"),
    path("drafts/", drafts.draft_list, name="drafts"),
    path("views/", saved.save, name="view-save"),
    path("views/<int:pk>/drop/", saved.drop, name="view-drop"),
    path("uploads/", papers.upload, name="upload"),
    path("documents/<str:sha256>/", papers.document, name="document"),
    path("documents/<str:sha256>/file", papers.download, name="document-file"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/<int:n>/", ledger.entry, name="ledger-entry"),
    path("ledger/<int:n>/canonical.json", ledger.canonical_bytes, name="ledger-canonical"),
    path("ledger/<int:n>/proof.json", ledger.proof, name="ledger-proof"),
    path("seals/", heads.heads, name="heads"),
    path("seals/heads.jsonl", heads.jsonl, name="heads-jsonl"),
    path("seals/verify_offline.py", heads.verifier, name="verifier"),
    path("parties/", things.party_list, name="parties"),
    path("parties/<str:party>/", party.party, name="party"),
    path("rights/", things.right_list, name="rights"),
    path("rights/<str:right>/", right.right, name="right"),
    path("questions/", include("ipops.webkit.question_urls")),
    path("", include("ipops.webkit.help_urls")),
    path("open/", opendata.open_data, name="open-data"),
    path("open/<slug:code>.<slug:how>", opendata.open_file, name="open-file"),
    path("kit/", kit.kit, name="kit"),
    path("kit/charts/", kit_charts.kit_charts, name="kit-charts"),
]
