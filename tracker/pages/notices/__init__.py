"""What a person was told: the bell in the bar and the list behind it."""
