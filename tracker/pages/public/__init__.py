"""The public site: what is public of register, resolutions and pictures, without an account. Off by default."""
