"""``python -m ipops`` is the same as the ``ipops`` command."""

from ipops.site.cli import main

if __name__ == "__main__":
    main()
