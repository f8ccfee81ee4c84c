"""The start page: what is mine, and my entity's figures."""
