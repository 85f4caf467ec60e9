"""Administration: offices, people, roles, tokens, jobs and health, without the Django admin."""
