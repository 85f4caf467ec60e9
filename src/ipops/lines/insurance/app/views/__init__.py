"""The screens of the insurance line."""
