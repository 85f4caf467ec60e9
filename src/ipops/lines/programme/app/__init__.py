"""The programme as a Django app: reading scorecards and series, importing observations, the read API."""
