"""What is written: take the turn, read, think, append. Each answers with what was stored or with ``Refused``."""

from ipops.lines.custody.app.services.custodies import (
    custody_ask,
    custody_drop,
    custody_end,
    custody_offer,
    custody_review,
    custody_serve,
    custody_sign,
)
from ipops.lines.custody.app.services.owners import annuity_pay, reduction_record, use_show
from ipops.lines.custody.app.services.renewals import renewal_file, renewal_record
from ipops.lines.custody.app.services.yearly import custody_answer, custody_plan, custody_rate

__all__ = [
    "annuity_pay",
    "custody_answer",
    "custody_ask",
    "custody_drop",
    "custody_end",
    "custody_offer",
    "custody_plan",
    "custody_rate",
    "custody_review",
    "custody_serve",
    "custody_sign",
    "reduction_record",
    "renewal_file",
    "renewal_record",
    "use_show",
]
