"""Elements that are read of a grant or application, by number, and the few words that tables say of them."""

from __future__ import annotations

NAMES = (
    "us-patent-grant", "us-bibliographic-data-grant", "us-bibliographic-data-application", "publication-reference",
    "application-reference", "document-id", "country", "doc-number", "kind", "date", "invention-title", "abstract", "number-of-claims",
    "description", "claims", "claim", "claim-ref", "priority-claims", "priority-claim", "us-related-documents",
    "us-provisional-application", "relation", "parent-doc", "classifications-ipcr", "classifications-cpc", "classification-cpc",
    "classification-ipc", "classification-locarno", "classification-national", "edition", "main-classification",
    "further-classification", "section", "class", "subclass", "main-group", "subgroup", "ipc-version-indicator",
    "cpc-version-indicator", "symbol-position", "classification-value", "action-date", "generating-office", "references-cited",
    "us-references-cited", "patcit", "nplcit", "category", "othercit", "parties", "us-parties", "applicants", "us-applicants",
    "inventors", "agents", "assignees", "assignee", "examiners", "addressbook", "orgname", "name", "last-name", "first-name",
    "middle-name", "suffix", "address", "state", "city", "residence", "addition", "division", "continuation", "continuation-in-part",
    "continuing-reissue", "reissue", "reexamination", "us-divisional-reissue", "substitution",
)  # fmt: skip
(
    GRANT, BIBLIO, BIBLIO_OF_APPLICATION, PUBLICATION,
    APPLICATION, DOCUMENT_ID, COUNTRY, DOC_NUMBER, KIND, DATE, TITLE, ABSTRACT, CLAIMS_N,
    DESCRIPTION, CLAIMS, CLAIM, CLAIM_REF, PRIORITY_CLAIMS, PRIORITY_CLAIM, RELATED,
    PROVISIONAL, RELATION, PARENT_DOC, IPCR, CPC, ONE_CPC,
    IPC, LOCARNO, NATIONAL, EDITION, MAIN, FURTHER, SECTION, CLASS, SUBCLASS, MAIN_GROUP, SUBGROUP, IPC_VERSION,
    CPC_VERSION, POSITION, VALUE, ACTED, OFFICE, REFERENCES,
    US_REFERENCES, PATCIT, NPLCIT, CATEGORY, OTHERCIT, PARTIES, US_PARTIES, APPLICANTS, US_APPLICANTS,
    INVENTORS, AGENTS, ASSIGNEES, ASSIGNEE, EXAMINERS, BOOK, ORGNAME, NAME, LAST, FIRST,
    MIDDLE, SUFFIX, ADDRESS, STATE, CITY, RESIDENCE, FIRST_RELATION,
) = range(1, 71)  # fmt: skip
LAST_RELATION = len(NAMES)

ROLES = ("applicant", "inventor", "agent", "owner", "examiner")
BODIES = ("organisation", "person")
SCHEMES = ("ipc", "cpc", "locarno", "uspc")
#: the words of a citation's category, and what each says of its origin
SAID_BY = (b"cited by examiner", b"cited by applicant", b"cited by third party", b"imported from a related application")
ORIGINS = ("examiner", "applicant", "third_party", "applicant")
#: what a benefit is: a provisional application, then the relations in the order of ``NAMES``
BENEFITS = (
    "provisional", "addition", "division", "continuation", "continuation_in_part", "reissue", "reissue", "reexamination", "reissue",
    "substitution",
)  # fmt: skip
