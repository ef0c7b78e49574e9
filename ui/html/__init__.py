"""What is shown: pure functions from domain objects to htpy elements, escaped by construction."""
