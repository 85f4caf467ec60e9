"""One door to every list: what is here is versioned, names its source, and is unknown when its file is not there."""

from ipops.reference.credit_codes import CreditCodeTables, credit_code_tables
from ipops.reference.divisions import Divisions, divisions, places
from ipops.reference.edition import Edition
from ipops.reference.hightech import HighTech, hightech
from ipops.reference.industries import Industries, industries
from ipops.reference.ipc import IpcTitles, ipc_titles
from ipops.reference.key_cities import KeyCityPlace, key_cities, place_code
from ipops.reference.nice import NiceClasses, nice_classes
from ipops.reference.pii import PatentIntensive, patent_intensive
from ipops.reference.sei import EmergingIndustries, emerging_industries
from ipops.reference.sme import Size, SizeClasses, size_classes, sme_size

__all__ = [
    "CreditCodeTables",
    "Divisions",
    "Edition",
    "EmergingIndustries",
    "HighTech",
    "Industries",
    "IpcTitles",
    "KeyCityPlace",
    "NiceClasses",
    "PatentIntensive",
    "Size",
    "SizeClasses",
    "credit_code_tables",
    "divisions",
    "emerging_industries",
    "hightech",
    "industries",
    "ipc_titles",
    "key_cities",
    "nice_classes",
    "patent_intensive",
    "place_code",
    "places",
    "size_classes",
    "sme_size",
]
