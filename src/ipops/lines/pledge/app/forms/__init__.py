"""Forms of this line. A form reads what was typed; whether it may be done is the service's to say."""
