"""What registers say of rights, turned into facts."""
