"""The register of mandates, and each mandate."""
