"""Classification symbols: one way of writing, editions, fields and industries."""
