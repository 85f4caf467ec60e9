"""What a number, a family, a citation and a name stand for."""
