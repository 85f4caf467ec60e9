"""Files as people write them, read strictly into values: amounts, rates, days; every mistake told with its place."""

from ipops.finance.forms.form import Both, CiteForm, Form, MoneyText, RateText, read

__all__ = ["Both", "CiteForm", "Form", "MoneyText", "RateText", "read"]
