"""What goes wrong around the database, said in both languages with what to do."""

from ipops.kernel.text import Text


class Broken(RuntimeError):
    """The database cannot be started or reached. ``says`` is for the person at the keyboard."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.says = Text(zh, en)


class Busy(Broken):
    """Another process of this program holds the home."""
