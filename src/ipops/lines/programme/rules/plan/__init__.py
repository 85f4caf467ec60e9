"""What a city binds itself to: targets from floor to district, the task book, its policies and minutes."""
