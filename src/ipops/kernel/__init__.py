"""The ground floor: values every other room speaks in. No clock, no file, no network."""
