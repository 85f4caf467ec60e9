"""One module per group of commands; ``site.cli`` mounts whatever lies here."""
