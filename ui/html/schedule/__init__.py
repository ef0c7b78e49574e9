"""The schedule: month, week and day, and what stands around them."""
