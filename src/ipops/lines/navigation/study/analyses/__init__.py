"""What a study works out, one module an analysis; ``catalogue`` names them and says which goal asks for which."""
