"""The porch: settings, addresses, command line, start-up. It imports the lines; nobody imports it."""
