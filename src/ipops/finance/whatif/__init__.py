"""What a fund may lose: one loan book, several schemes, thousands of seeded futures, and plain stress before them."""
