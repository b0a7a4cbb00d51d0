"""Steps as a teacher writes them: textbook rules, one kind a file, and every line verified before it is shown."""
