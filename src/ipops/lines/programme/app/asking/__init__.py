"""What the screens of a city's life ask for."""
