"""What pages, letters, the API and reports read beyond rows: dockets of many rights, money around them, how custody goes."""
