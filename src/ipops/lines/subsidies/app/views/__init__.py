"""The screens of the subsidies line."""
