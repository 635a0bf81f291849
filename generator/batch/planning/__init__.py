"""What is to be done with a case file, and why: told without doing anything."""
