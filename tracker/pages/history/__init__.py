"""What was done in the program, by whom; and the register as it stood."""
