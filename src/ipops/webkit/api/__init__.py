"""The read API and the base that a house's own ``app/api.py`` builds on.

from ipops.webkit import api
router = ninja.Router(tags=["trading"])

@router.get("/deals/{deal}", response=DealOut)
def deal(request, deal: api.Code): ...       # raise api.missing(), api.refused(no, 409), api.problems(found)
"""

from ipops.webkit.api import docket, kinds, ledger, papers, register
from ipops.webkit.api.base import Api, build
from ipops.webkit.api.reader import may, may_see, reader
from ipops.webkit.api.shapes import Because, Code, Error, No, Number, Says, missing, plain, problems, refused, says

register.router.add_router("", docket.router)
#: The ground's own routers by prefix; the porch adds the houses'.
ROUTERS = {"": ledger.router, "/": register.router, "/kinds": kinds.router, "/documents": papers.router}

__all__ = [
    "ROUTERS",
    "Api",
    "Because",
    "Code",
    "Error",
    "No",
    "Number",
    "Says",
    "build",
    "may",
    "may_see",
    "missing",
    "plain",
    "problems",
    "reader",
    "refused",
    "says",
]
