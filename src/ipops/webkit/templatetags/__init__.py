"""The tag library ``ipops``: ``{% load ipops %}``."""
