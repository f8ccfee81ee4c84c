"""Search: all texts and the mandates in them, and what asks the same as a provision or a draft."""
