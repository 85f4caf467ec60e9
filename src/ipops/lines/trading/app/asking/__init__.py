"""What people are asked on the steps of a case: one form a step."""
