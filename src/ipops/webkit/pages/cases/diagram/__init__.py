"""A lifecycle as a picture: layers from left to right (or top to bottom on a phone), where the case stands, and in words."""

from ipops.webkit.pages.cases.diagram.picture import Picture, drawn

__all__ = ["Picture", "drawn"]
