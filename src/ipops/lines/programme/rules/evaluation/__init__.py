"""From results to points, from points to a grade, from a grade to money; every step with what it rests on."""
