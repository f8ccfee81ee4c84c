"""Views of the register that people have saved, and the links by which other programs fetch them."""
